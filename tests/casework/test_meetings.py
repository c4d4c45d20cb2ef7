"""A strategy meeting is called, held and concluded; what it decides follows, and nobody learns it who must not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology, embargo
from fingerpost.access.embargo import Free, Held, Person, Relation
from fingerpost.access.errors import AccessError
from fingerpost.access.models import EmbargoLift, ExclusionGround, Matter
from fingerpost.access.services import exclusions, matters
from fingerpost.casework import hub
from fingerpost.casework.enquiries import recording as enquiries
from fingerpost.casework.meetings import agreements, asking, deciding, inviting, lists, recording, rules
from fingerpost.casework.meetings.minutes import minutes_of
from fingerpost.casework.meetings.recording import Answer, Called, Invited
from fingerpost.casework.meetings.rules import Status
from fingerpost.casework.models import (
    Agency,
    Meeting,
    MeetingForm,
    MeetingKind,
    MeetingStep,
    MeetingStepKind,
    StageKind,
    StageStepKind,
)
from fingerpost.duties.agreed import Agreed, Carried
from fingerpost.procedure.errors import FingerpostError
from fingerpost.record.models import Appearance, DetailKind, Happened, Part, PersonKind, RelationshipKind
from fingerpost.record.services.events import take_back
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate

TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)
TODAY = date(2026, 3, 24)
COMMON = frozenset({"common"})
# What does not differ by the database.
ON_ONE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
NOON = TUESDAY + timedelta(hours=20)


def a_suspect(matter: Matter, name: str = "Colin Example", **facts: object) -> Appearance:
    person = add_appearance(matter, PersonKind.ADULT, [Part.ALLEGED_ABUSER], [(DetailKind.NAME, name)])
    making.told(matter, about=person, found_in_possession=True, **facts)
    return person


def a_concern(anywhere: Anywhere, **facts: object) -> tuple[Matter, Appearance]:
    """Return a concern about an adult in whose images are children he knows, that the council works on."""
    with anywhere.acting("teacher"):
        matter = making.concern()
        matters.involve_organisation(matter.pk, worlds.name("council"))
        adult = a_suspect(matter, images_of_known_children=True, **facts)
    with anywhere.acting("front-door"):
        matters.involve_member(matter.pk, worlds.name("worker"))
    return matter, adult


def call(matter: Matter, kind: MeetingKind = MeetingKind.STRATEGY, **others: object) -> Meeting:
    seen = frozenset({"common", *rules.places_of(kind)}) - {"police"}
    asked = asking.open_duties(matter, seen, TODAY)
    duties = [one.duty for one in asked if rules.calls(one.provision, kind)]
    why = "" if duties else "The team asks for it."
    return recording.call(matter, Called(kind, TUESDAY, "Somebody, team manager", duties=duties, why=why, **others))  # type: ignore[arg-type]


def held(matter: Matter, at: datetime = TUESDAY) -> Meeting:
    meeting = call(matter)
    duties = [one.duty for one in asking.for_meeting(meeting, COMMON, TODAY)]
    recording.hold(meeting, at, MeetingForm.MEETING, duties=duties)
    return meeting


def come(meeting: Meeting, *agencies: Agency) -> None:
    invited = [Invited(agency, name=f"Somebody of {agency}") for agency in agencies]
    people = [recording.invite(meeting, one) for one in invited]
    recording.attend(meeting, [(one, MeetingStepKind.ATTENDED) for one in people])


def shown(meeting: Meeting) -> lists.Listed:
    found = lists.of_id(meeting.matter, meeting.pk)
    assert found is not None
    return found


def agreed(matter: Matter, compartment: str = "common") -> dict[str, Agreed]:
    return {one.provision: one for one in agreements.of_matter(matter, compartment, None)}


def telling(adult: Appearance, to: Person, moment: datetime, **others: str) -> deciding.Telling:
    words = {"teller": "The officer in the case", "reasons": "The devices are secured by then."}
    return deciding.Telling(adult, str(to), moment, **{**words, **others})


def lifts(matter: Matter) -> dict[str, datetime]:
    return dict(EmbargoLift.objects.visible().filter(matter=matter).values_list("for_whom", "at"))


def test_it_is_called_for_what_asks_for_it_and_holding_it_carries_that_out(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        (asks,) = asking.open_duties(matter, COMMON, TODAY)
        assert (asks.provision.id, asks.day) == ("2.2-strategy-known-children", TODAY)
        meeting = call(matter)
        assert meeting.asked_by == [f"2.2-strategy-known-children/{adult.pk}"]
        assert shown(meeting).status is Status.CALLED
        assert making.kinds(matter, "2.2-strategy-known-children", adult.pk) == ["appeared"]
        recording.hold(meeting, TUESDAY, MeetingForm.MEETING, duties=[asks.duty])
        assert making.kinds(matter, "2.2-strategy-known-children", adult.pk) == ["appeared", "done"]
        (event,) = Happened.objects.visible().filter(matter=matter, type="strategy_meeting")
        assert event.at == TUESDAY
        # recorded again with its true time: one event stands, and one meeting
        recording.hold(meeting, NOON, MeetingForm.DISCUSSION, "The roads were closed.")
        standing = Happened.standing(Happened.objects.visible().filter(matter=matter, type="strategy_meeting"))
        assert [one.at for one in standing] == [NOON]
        assert minutes_of(meeting).title == "Strategy discussion"


@ON_ONE
def test_what_was_held_is_corrected_also_after_its_event_was_taken_back_elsewhere(anywhere: Anywhere) -> None:
    matter, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = held(matter)
        (event,) = Happened.objects.visible().filter(matter=matter, type="strategy_meeting")
        take_back(event, reason="It was another day.")
        recording.hold(meeting, NOON, MeetingForm.MEETING)
        standing = Happened.standing(Happened.objects.visible().filter(matter=matter, type="strategy_meeting"))
        assert [one.at for one in standing] == [NOON]
        take_back(standing[0], reason="It was not held.")
        recording.not_held(meeting, "Too few could come.")
        assert shown(meeting).status is Status.NOT_HELD


@ON_ONE
def test_it_is_concluded_only_when_it_lacks_nothing_and_everything_can_be_saved(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere, factor_criminal=True)
    with anywhere.acting("worker"):
        meeting = held(matter)
        items = shown(meeting).items
        assert ("2.2-leave-home",) in {item.ids for item in items if item.about == adult.pk}
        recording.conclude(meeting, items)
        assert shown(meeting).status is Status.HELD
        must = [item for item in items if item.is_must]
        assert shown(meeting).unanswered == must
        recording.answer(meeting, [Answer(item, "Settled.") for item in must[:-1]])
        recording.answer(meeting, [Answer(must[-1], "Not known yet.", considered=False)], late=True)
        come(meeting, Agency.POLICE, Agency.SOCIAL_CARE)
        assert {lack.agency for lack in shown(meeting).lacks} == {"health"}
        assert shown(meeting).status is Status.HELD
        recording.attend(meeting, [], "Health answered in writing the day before.")
        assert shown(meeting).status is Status.CONCLUDED
        last = minutes_of(meeting).items[[item.key for item in items].index(must[-1].key)]
        assert (last.considered, last.late) == (False, True)
        recording.reopen(meeting, "An answer was wrong.")
        assert shown(meeting).status is Status.HELD


@ON_ONE
def test_what_it_decides_becomes_a_duty_that_goes_when_the_decision_does(anywhere: Anywhere) -> None:
    matter, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = call(matter)
        with pytest.raises(AccessError):
            deciding.decide(meeting, "2.2-agenda-s47", "yes", "The threshold is met.")
        recording.hold(meeting, TUESDAY, MeetingForm.MEETING)
        first = deciding.decide(meeting, "2.2-agenda-s47", "yes", "The threshold is met.")
        deciding.decide(meeting, "2.2-agenda-icpc", "no", "Not yet.")
        deciding.decide(meeting, "2.2-agenda-s47", "yes", "It is met, in better words.")
        action = deciding.ToDo("Ring the school.", "2.2-agenda-household", Agency.HEALTH, TODAY, owner="The nurse")
        deciding.agree_action(meeting, action)
        found = agreed(matter)
        assert set(found) == {"2.2-agenda-s47", "2.2-agenda-household"}
        assert found["2.2-agenda-s47"].work == first.pk
        assert (found["2.2-agenda-s47"].party, found["2.2-agenda-s47"].carried) == ("social_care", None)
        assert found["2.2-agenda-s47"].page == reverse("matter_casework", args=[matter.pk])
        assert found["2.2-agenda-household"].due == TODAY
        deciding.decide(meeting, "2.2-agenda-s47", "no", "It is not met after all.")
        assert set(agreed(matter)) == {"2.2-agenda-household"}
        deciding.dissent(meeting, "The nurse", Agency.HEALTH, "She holds that the threshold is met.")
        assert [one.who for one in minutes_of(meeting).dissent] == ["The nurse"]


@ON_ONE
def test_what_it_decides_is_carried_out_by_the_enquiry_and_the_conference(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        meeting = call(matter)
        recording.hold(meeting, TUESDAY, MeetingForm.MEETING)
        deciding.decide(meeting, "2.2-agenda-s47", "yes", "The threshold is met.")
        deciding.decide(meeting, "2.2-agenda-icpc", "yes", "It is needed.")
        kinds, about = (StageKind.CONFERENCE, StageKind.ENQUIRY), {"people": [adult], "text": "Decided.", "at": TUESDAY}
        conference, enquiry = (enquiries.open_stage(matter, kind, **about) for kind in kinds)
        carried = {provision: one.carried for provision, one in agreed(matter).items()}
        assert carried["2.2-agenda-s47"] == Carried(TODAY, enquiry.by.user.name, "The enquiry was opened.")
        assert carried["2.2-agenda-icpc"] is None
        enquiries.record(conference, StageStepKind.CONVENED, enquiries.Said(day=TODAY))
        enquiries.record(enquiry, StageStepKind.IN_ERROR, enquiries.Said(text="It is of another concern."))
        carried = {provision: one.carried for provision, one in agreed(matter).items()}
        assert carried["2.2-agenda-s47"] is None
        assert carried["2.2-agenda-icpc"] is not None


def test_one_person_is_told_from_one_moment_and_nobody_before_it_or_beside_them(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere)
    partner, himself = Person(Relation.PARTNER, adult.pk), Person(Relation.SELF, adult.pk)
    with anywhere.acting("worker"):
        meeting = held(matter)
        with pytest.raises(AccessError):
            deciding.agree_telling(meeting, telling(adult, partner, TUESDAY - timedelta(minutes=1)))
        tomorrow = timezone.now() + timedelta(days=1)
        planned = deciding.agree_telling(meeting, telling(adult, partner, tomorrow))
        assert lifts(matter) == {}
        assert agreed(matter)["2.2-agenda-when-told"].carried is None
        with pytest.raises(AccessError):
            deciding.the_moment_came(planned)
        for words in ({}, {"risk": "His brother stays with him."}):
            with pytest.raises(AccessError):
                deciding.agree_telling(meeting, telling(adult, himself, timezone.now(), **words))
        both = {"risk": "His brother stays with him.", "beside": "A worker is with the family."}
        moment = timezone.now() - timedelta(minutes=5)
        deciding.agree_telling(meeting, telling(adult, himself, moment, **both))
        assert lifts(matter) == {str(himself): moment}
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, himself), Free)
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, partner), Held)
        deciding.take_telling_back(planned, "The officer asks for more time.")
        (left,) = agreements.of_matter(matter, "common", None)
        assert left.carried is not None


def test_who_is_shut_out_or_in_the_concern_is_not_asked(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        relate(adult, RelationshipKind.VOLUNTEERS_AT, "Quayside Youth Club")
        meeting = call(matter)
        exclusions.shut_out_user(matter.pk, worlds.name("u-lead"), ground=ExclusionGround.CONFLICT, reason="A friend.")
        offered = {one.pk for one in inviting.colleagues(matter, "common")}
        assert worlds.name("teacher") in offered
        assert worlds.name("lead") not in offered
        for invited in (
            Invited(membership=making.member(worlds.name("lead"))),
            Invited(Agency.EMPLOYER, name="Mr COLIN Example"),
            Invited(Agency.EMPLOYER, role="The manager", organisation="Quayside youth club"),
            Invited(Agency.HEALTH),
        ):
            with pytest.raises(AccessError):
                recording.invite(meeting, invited)
        recording.invite(meeting, Invited(Agency.EMPLOYER, name="Ada Sample", organisation="Quayside Youth Club"))
        recording.invite(meeting, Invited(membership=making.member(worlds.name("teacher"))))
        assert {one.agency for one in shown(meeting).people} == {"employer", "school"}


def test_the_designated_officers_meeting_is_read_by_that_office_alone(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere, foster_carer=True)
    with anywhere.acting("worker"):
        for compartment in ("common", "designated_officer"):
            matters.involve_organisation(matter.pk, worlds.name("lado"), compartment=compartment)
        strategy = held(matter)
        before = [entry.sentence for entry in chronology.of_matter(matter, COMMON)]
    with anywhere.acting("lado"):
        meeting = call(matter, MeetingKind.DESIGNATED_OFFICER)
        assert meeting.compartment == "designated_officer"
        seen = frozenset({"common", "designated_officer"})
        duties = [one.duty for one in asking.for_meeting(meeting, seen, TODAY)]
        recording.hold(meeting, TUESDAY, MeetingForm.MEETING, duties=duties)
        names = {name for item in shown(meeting).items for name in item.ids}
        assert {"2.2-agenda-lado-contact", "2.2-agenda-lado-employer"} < names
        recording.answer(meeting, [Answer(shown(meeting).items[0], "Something secret.")])
        with pytest.raises(AccessError):
            recording.hold(strategy, TUESDAY, MeetingForm.MEETING)
    with anywhere.acting("worker"):
        assert [one.meeting.pk for one in lists.of_matter(matter)] == [strategy.pk]
        assert lists.of_id(matter, meeting.pk) is None
        assert not MeetingStep.objects.visible().filter(compartment="designated_officer").exists()
        assert making.kinds(matter, "2.2-lado-meeting", adult.pk) == ["appeared", "done"]
        after = [entry.sentence for entry in chronology.of_matter(matter, COMMON)]
        (new,) = [one for one in after if one not in before]
        assert "secret" not in new
        (part,) = [part for part in hub.of_matter(matter, COMMON, TODAY) if part.title == "Meetings"]
        assert len(part.lines) == 1
        with pytest.raises(AccessError):
            call(matter, MeetingKind.DESIGNATED_OFFICER)


@ON_ONE
def test_who_may_not_record_it_and_a_discussion_without_its_reason_are_refused(anywhere: Anywhere) -> None:
    matter, _ = a_concern(anywhere)
    with anywhere.acting("teacher"), pytest.raises(AccessError):
        call(matter)
    with anywhere.acting("worker"):
        with pytest.raises(AccessError):
            call(matter, form=MeetingForm.DISCUSSION)
        with pytest.raises(FingerpostError):
            held(matter, timezone.now() + timedelta(hours=1))
        assert [one.status for one in lists.of_matter(matter)] == [Status.CALLED]
        assert not Happened.objects.visible().filter(matter=matter, type="strategy_meeting").exists()


@ON_ONE
def test_urgent_action_before_a_meeting_carries_its_rule_out(anywhere: Anywhere) -> None:
    with anywhere.acting("worker"):
        matter = making.concern(time_bound_risk=True)
        urgent = recording.Urgent("The children went to their aunt.", "He was on his way.", "A worker", TUESDAY)
        recording.act_urgently(matter, urgent)
        assert making.kinds(matter, "2.2-urgent-action") == ["appeared", "done"]
        assert [one.what for one in lists.urgent(matter)] == ["The children went to their aunt."]


@ON_ONE
def test_pages_record_a_meeting_from_its_call_to_its_end(anywhere: Anywhere) -> None:
    matter, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        (asks,) = asking.open_duties(matter, COMMON, TODAY)
    day = {"day_0": "24", "day_1": "3", "day_2": "2026", "clock": "14:00"}
    base = f"/concerns/{matter.pk}/casework/meetings/"
    with anywhere.serving():
        client = client_of("worker")
        sends = {"form": "meeting", "chair": "Ada Sample", "duties": str(asks.duty.pk), **day}
        page = client.post(f"{base}call/", sends).headers["Location"]
        forms: dict[str, dict[str, str]] = {
            "held": {"how": "meeting", "duties": str(asks.duty.pk), **day},
            "people": {"name": "Bo Sample", "agency": "police", "came": "attended", "explained": "They wrote."},
            "agenda": {f"text_{number}": "Settled." for number in range(7)},
            "decision": {"what": "2.2-agenda-s47/yes", "reasons": "It is met."},
            "telling": {
                "about": str(adult.pk), "to": f"partner:{adult.pk}", "teller": "An officer", "reasons": "Then.",
                "day_0": "1", "day_1": "1", "day_2": "2099", "clock": "9:00",
            },
            "action": {
                "what": "Ring.", "item": "2.2-attendees", "owner": "Bo", "agency": "police",
                "due_0": "1", "due_1": "4", "due_2": "2026",
            },
            "dissent": {"who": "Bo", "agency": "police", "text": "He would wait."},
            "end": {},
        }  # fmt: skip
        for topic, answers in forms.items():
            sent = client.post(f"{page}{topic}/", answers)
            assert (sent.status_code, sent.headers.get("Location")) == (302, page), (topic, sent.content.decode())
        told = client.post(f"{page}told/", {"telling": "", "came": "came"}).content.decode()
        assert "Choose the agreement" in told
        written = client.get(page).content.decode()
        assert "Concluded" in written
        assert "Must not be told yet" in written
        assert client_of("teacher").get(f"{page}held/").status_code == 200
        assert client_of("other-teacher").get(page).status_code == 404
    with anywhere.acting("worker"):
        (one,) = lists.of_matter(matter)
        assert one.status is Status.CONCLUDED
        assert making.kinds(matter, "2.2-strategy-known-children", adult.pk)[-1] == "done"


def test_what_was_recorded_of_a_meeting_stays(anywhere: Anywhere) -> None:
    matter, _ = a_concern(anywhere)
    with anywhere.acting("worker"):
        held(matter)
        for table in ("casework_meeting", "casework_meetingstep"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - a name of ours
        assert MeetingStep.objects.visible().filter(matter=matter).count() == 1


def test_nobody_is_told_by_a_meeting_that_was_not_held_after_all(anywhere: Anywhere) -> None:
    # 2.2-no-disclosure: it is the meeting's decision that lifts it, and there was none.
    matter, adult = a_concern(anywhere)
    partner, employer = Person(Relation.PARTNER, adult.pk), Person(Relation.EMPLOYER, adult.pk)
    with anywhere.acting("worker"):
        meeting = held(matter)
        moment = timezone.now() - timedelta(minutes=5)
        told = deciding.agree_telling(meeting, telling(adult, partner, moment))
        deciding.agree_telling(meeting, telling(adult, employer, timezone.now() + timedelta(days=1)))
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, partner), Free)
        recording.not_held(meeting, "It was recorded of another concern.")
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, partner), Held)
        assert not any(one.has_come for one in minutes_of(meeting).told)
        with pytest.raises(AccessError, match="not recorded that this meeting was held"):
            deciding.the_moment_came(told)
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, partner), Held)
        recording.hold(meeting, moment + timedelta(minutes=1), MeetingForm.MEETING)
        with pytest.raises(AccessError, match="held after that moment"):
            deciding.the_moment_came(told)
        recording.hold(meeting, moment - timedelta(minutes=1), MeetingForm.MEETING)
        deciding.the_moment_came(told)
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, partner), Free)
        assert isinstance(embargo.may_tell(matter.pk, adult.pk, employer), Held)


@ON_ONE
def test_a_suspect_who_is_a_parent_or_a_partner_is_not_told_as_if_they_were_somebody_else(anywhere: Anywhere) -> None:
    # 2.2-agenda-when-told: the risk that they harm themselves, and who is with them, whatever they are called
    matter, adult = a_concern(anywhere)
    with anywhere.acting("worker"):
        other = a_suspect(matter, "Petra Example")
        child, free = making.child(matter), making.child(matter)
        relate(adult, RelationshipKind.PARENT_OF, child)
        relate(adult, RelationshipKind.PARTNER_OF, other)
        meeting = held(matter)
        for about, to in (
            (adult, Person(Relation.PARENTS, child.pk)),
            (other, Person(Relation.PARENTS, child.pk)),
            (adult, Person(Relation.PARTNER, adult.pk)),
        ):
            with pytest.raises(AccessError, match="harms themselves"):
                deciding.agree_telling(meeting, telling(about, to, timezone.now()))
        assert lifts(matter) == {}
        deciding.agree_telling(meeting, telling(adult, Person(Relation.PARENTS, free.pk), timezone.now()))
        assert set(lifts(matter)) == {f"parents:{free.pk}"}


def test_urgent_action_that_one_part_knows_of_is_done_in_that_part_alone(anywhere: Anywhere) -> None:
    # 2.2-urgent-action, taken by those of whose part the others may not even know that anything happened.
    with anywhere.acting("teacher"):
        matter = making.concern(time_bound_risk=True)
        for organisation, own in (("force", "police"), ("lado", "designated_officer")):
            for compartment in ("common", own):
                matters.involve_organisation(matter.pk, worlds.name(organisation), compartment=compartment)
    for who, compartment in (("officer", "police"), ("lado", "designated_officer")):
        with anywhere.acting(who):
            urgent = recording.Urgent("He was taken away.", "It could not wait.", "Somebody", TUESDAY, compartment)
            recording.act_urgently(matter, urgent)
    with anywhere.acting("teacher"):
        assert making.kinds(matter, "2.2-urgent-action") == ["appeared"]
    with anywhere.acting("officer"):
        recording.act_urgently(matter, recording.Urgent("They went to an aunt.", "At once.", "A worker", TUESDAY))
        assert making.kinds(matter, "2.2-urgent-action") == ["appeared", "done"]
