"""Who is asked to a meeting and who is told by it: nobody learns of it who must not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.meeting import (
    COMMON,
    ON_ONE,
    TODAY,
    TUESDAY,
    a_concern,
    a_suspect,
    agreed,
    call,
    held,
    lifts,
    minutes_of,
    shown,
    telling,
)
from duties import making
from fingerpost.access import chronology, embargo
from fingerpost.access.embargo import Free, HeldBack, Person, Relation
from fingerpost.access.errors import AccessError
from fingerpost.access.models import ExclusionGround
from fingerpost.access.services import concerns, exclusions
from fingerpost.casework import overview
from fingerpost.casework.meetings import (
    decisions,
    invitations,
    meeting_duties,
    page_recording,
    queries,
    requested_duties,
    services,
    topics,
)
from fingerpost.casework.meetings.page_form import MinutesForm
from fingerpost.casework.meetings.services import Invited, ItemAnswer
from fingerpost.casework.models import (
    Agency,
    MeetingForm,
    MeetingKind,
    MeetingStep,
)
from fingerpost.duties.models import Duty
from fingerpost.duties.services import recording as duties
from fingerpost.record.models import RelationshipKind
from fingerpost.record.services.relationships import relate


def test_one_person_is_told_from_one_moment_and_nobody_before_it_or_beside_them(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere)
    partner, himself = Person(Relation.PARTNER, adult.pk), Person(Relation.SELF, adult.pk)
    with anywhere.acting("worker"):
        meeting = held(concern)
        with pytest.raises(AccessError):
            decisions.agree_telling(meeting, telling(adult, partner, TUESDAY - timedelta(minutes=1)))
        tomorrow = timezone.now() + timedelta(days=1)
        planned = decisions.agree_telling(meeting, telling(adult, partner, tomorrow))
        assert lifts(concern) == {}
        assert agreed(concern)["2.2-agenda-when-told"].carried is None
        with pytest.raises(AccessError):
            decisions.record_the_moment(planned)
        for words in ({}, {"risk": "His brother stays with him."}):
            with pytest.raises(AccessError):
                decisions.agree_telling(meeting, telling(adult, himself, timezone.now(), **words))
        both = {"risk": "His brother stays with him.", "beside": "A worker is with the family."}
        moment = timezone.now() - timedelta(minutes=5)
        decisions.agree_telling(meeting, telling(adult, himself, moment, **both))
        assert lifts(concern) == {str(himself): moment}
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, himself), Free)
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, partner), HeldBack)
        decisions.take_telling_back(planned, "The officer asks for more time.")
        (left,) = requested_duties.of_concern(concern, "common", None)
        assert left.carried is not None


def test_who_is_shut_out_or_in_the_concern_is_not_asked(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        relate(adult, RelationshipKind.VOLUNTEERS_AT, "Quayside Youth Club")
        meeting = call(concern)
        exclusions.shut_out_user(concern.pk, worlds.name("u-lead"), ground=ExclusionGround.CONFLICT, reason="A friend.")
        offered = {one.pk for one in invitations.colleagues(concern, "common")}
        assert worlds.name("teacher") in offered
        assert worlds.name("lead") not in offered
        for invited in (
            Invited(membership=making.member(worlds.name("lead"))),
            Invited(Agency.EMPLOYER, name="Mr COLIN Example"),
            Invited(Agency.EMPLOYER, role="The manager", organisation="Quayside youth club"),
            Invited(Agency.HEALTH),
        ):
            with pytest.raises(AccessError):
                services.invite(meeting, invited)
        services.invite(meeting, Invited(Agency.EMPLOYER, name="Ada Sample", organisation="Quayside Youth Club"))
        services.invite(meeting, Invited(membership=making.member(worlds.name("teacher"))))
        assert {one.agency for one in shown(meeting).people} == {"employer", "school"}


def test_the_designated_officers_meeting_is_read_by_that_office_alone(anywhere: Anywhere) -> None:
    concern, adult = a_concern(anywhere, foster_carer=True)
    with anywhere.acting("worker"):
        for compartment in ("common", "designated_officer"):
            concerns.involve_organisation(concern.pk, worlds.name("lado"), compartment=compartment)
        strategy = held(concern)
        before = [entry.sentence for entry in chronology.of_concern(concern, COMMON)]
    with anywhere.acting("lado"):
        meeting = call(concern, MeetingKind.DESIGNATED_OFFICER)
        assert meeting.compartment == "designated_officer"
        seen = frozenset({"common", "designated_officer"})
        duties = [one.duty for one in meeting_duties.for_meeting(meeting, seen, TODAY)]
        services.hold(meeting, TUESDAY, MeetingForm.MEETING, duties=duties)
        names = {name for item in shown(meeting).items for name in item.ids}
        assert {"2.2-agenda-lado-contact", "2.2-agenda-lado-employer"} < names
        services.answer(meeting, [ItemAnswer(shown(meeting).items[0], "Something secret.")])
        with pytest.raises(AccessError):
            services.hold(strategy, TUESDAY, MeetingForm.MEETING)
    with anywhere.acting("worker"):
        assert [one.meeting.pk for one in queries.of_concern(concern)] == [strategy.pk]
        assert queries.of_id(concern, meeting.pk) is None
        assert not MeetingStep.objects.visible().filter(compartment="designated_officer").exists()
        assert making.kinds(concern, "2.2-lado-meeting", adult.pk) == ["appeared", "done"]
        after = [entry.sentence for entry in chronology.of_concern(concern, COMMON)]
        (new,) = [one for one in after if one not in before]
        assert "secret" not in new
        (part,) = [part for part in overview.of_concern(concern, COMMON, TODAY) if part.title == "Meetings"]
        assert len(part.lines) == 1
        with pytest.raises(AccessError):
            call(concern, MeetingKind.DESIGNATED_OFFICER)


@ON_ONE
def test_an_action_is_given_to_nobody_who_cannot_see_where_it_stands(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = held(concern)
        exclusions.shut_out_user(concern.pk, worlds.name("u-lead"), ground=ExclusionGround.CONFLICT, reason="A friend.")
        for who in ("lead", "officer", "other-teacher", "administrator"):
            named = making.member(worlds.name(who))
            with pytest.raises(AccessError, match="cannot see this part of the record"):
                decisions.agree_action(meeting, decisions.ToDo("Ring.", "2.2-attendees", Agency.OTHER, TODAY, named))
        teacher = making.member(worlds.name("teacher"))
        decisions.agree_action(meeting, decisions.ToDo("Ring.", "2.2-attendees", Agency.SCHOOL, TODAY, teacher))
        assert [one.whose for one in shown(meeting).actions] == [teacher.user.name]


@ON_ONE
def test_how_each_action_stands_is_seen_where_it_was_agreed(anywhere: Anywhere) -> None:
    concern, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = held(concern)
        worker = making.member(worlds.name("worker"))
        for what in ("Ring the school.", "Visit them."):
            decisions.agree_action(meeting, decisions.ToDo(what, "2.2-attendees", Agency.SOCIAL_CARE, TODAY, worker))
    with anywhere.serving():
        page = client_of("teacher").get(f"/concerns/{concern.pk}/casework/meetings/{meeting.pk}/").content.decode()
        assert page.count("Overdue") == 2
        assert page.count(f"{worker.user.name} has it.") == 2
    with anywhere.acting("worker"):
        work = {str(one.what): one.pk for one in shown(meeting).actions}["Visit them."]
        duty = Duty.objects.visible().get(work=work)
        duties.record_done(duty, "Everybody was well.", "A. Worker", TODAY)
    with anywhere.serving():
        page = client_of("teacher").get(f"/concerns/{concern.pk}/casework/meetings/{meeting.pk}/").content.decode()
        assert page.count("Overdue") == 1
        assert "On 24 March 2026, by A. Worker: " in page
        assert "Everybody was well." in page


@ON_ONE
def test_who_is_told_when_is_the_answer_to_that_item_and_nobody_writes_it_again(anywhere: Anywhere) -> None:
    # 2.2-agenda-when-told
    concern, adult = a_concern(anywhere)
    partner = Person(Relation.PARTNER, adult.pk)
    with anywhere.acting("worker"):
        meeting = held(concern)
        assert "2.2-agenda-when-told" in {name for item in shown(meeting).unanswered for name in item.ids}
        planned = decisions.agree_telling(meeting, telling(adult, partner, timezone.now() + timedelta(days=1)))
        assert "2.2-agenda-when-told" not in {name for item in shown(meeting).unanswered for name in item.ids}
        (item,) = [one for one in minutes_of(meeting).items if "2.2-agenda-when-told" in one.rules]
        assert item.by_tellings
        assert "The partner of Colin Example may be told about Colin Example" in item.answer
        assert "not recorded to have come yet" in item.answer
        page = page_recording.options_of(topics.of(shown(meeting), COMMON))
        asked = {name for row in MinutesForm(page=page, is_sent=False).item_rows() for name in row.item.ids}
        assert "2.2-agenda-police" in asked
        assert "2.2-agenda-when-told" not in asked
        # Said in the meeting, and withdrawn since: the item was settled, and it is seen how.
        decisions.take_telling_back(planned, "The officer asks for more time.")
        (item,) = [one for one in minutes_of(meeting).items if "2.2-agenda-when-told" in one.rules]
        assert "this was taken back" in item.answer


def test_nobody_is_told_by_a_meeting_that_was_not_held_after_all(anywhere: Anywhere) -> None:
    # 2.2-no-disclosure: it is the meeting's decision that lifts it, and there was none.
    concern, adult = a_concern(anywhere)
    partner, employer = Person(Relation.PARTNER, adult.pk), Person(Relation.EMPLOYER, adult.pk)
    with anywhere.acting("worker"):
        meeting = held(concern)
        moment = timezone.now() - timedelta(minutes=5)
        told = decisions.agree_telling(meeting, telling(adult, partner, moment))
        decisions.agree_telling(meeting, telling(adult, employer, timezone.now() + timedelta(days=1)))
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, partner), Free)
        services.not_held(meeting, "It was recorded of another concern.")
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, partner), HeldBack)
        assert not any(one.has_come for one in minutes_of(meeting).told)
        with pytest.raises(AccessError, match="not recorded that this meeting was held"):
            decisions.record_the_moment(told)
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, partner), HeldBack)
        services.hold(meeting, moment + timedelta(minutes=1), MeetingForm.MEETING)
        with pytest.raises(AccessError, match="held after that moment"):
            decisions.record_the_moment(told)
        services.hold(meeting, moment - timedelta(minutes=1), MeetingForm.MEETING)
        decisions.record_the_moment(told)
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, partner), Free)
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, employer), HeldBack)


@ON_ONE
def test_a_suspect_who_is_a_parent_or_a_partner_is_not_told_as_if_they_were_somebody_else(anywhere: Anywhere) -> None:
    # 2.2-agenda-when-told: the risk that they harm themselves, and who is with them, whatever they are called
    concern, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        other = a_suspect(concern, "Petra Example")
        child, free = making.child(concern), making.child(concern)
        relate(adult, RelationshipKind.PARENT_OF, child)
        relate(adult, RelationshipKind.PARTNER_OF, other)
        meeting = held(concern)
        for about, to in (
            (adult, Person(Relation.PARENTS, child.pk)),
            (other, Person(Relation.PARENTS, child.pk)),
            (adult, Person(Relation.PARTNER, adult.pk)),
        ):
            with pytest.raises(AccessError, match="harms themselves"):
                decisions.agree_telling(meeting, telling(about, to, timezone.now()))
        assert lifts(concern) == {}
        decisions.agree_telling(meeting, telling(adult, Person(Relation.PARENTS, free.pk), timezone.now()))
        assert set(lifts(concern)) == {f"parents:{free.pk}"}


def test_urgent_action_that_one_part_knows_of_is_done_in_that_part_alone(anywhere: Anywhere) -> None:
    # 2.2-urgent-action, taken by those of whose part the others may not even know that anything happened.
    with anywhere.acting("teacher"):
        concern = making.concern(time_bound_risk=True)
        for organisation, own in (("force", "police"), ("lado", "designated_officer")):
            for compartment in ("common", own):
                concerns.involve_organisation(concern.pk, worlds.name(organisation), compartment=compartment)
    for who, compartment in (("officer", "police"), ("lado", "designated_officer")):
        with anywhere.acting(who):
            urgent = services.Urgent("He was taken away.", "It could not wait.", "Somebody", TUESDAY, compartment)
            services.act_urgently(concern, urgent)
    with anywhere.acting("teacher"):
        assert making.kinds(concern, "2.2-urgent-action") == ["appeared"]
    with anywhere.acting("officer"):
        services.act_urgently(concern, services.Urgent("They went to an aunt.", "At once.", "A worker", TUESDAY))
        assert making.kinds(concern, "2.2-urgent-action") == ["appeared", "done"]
