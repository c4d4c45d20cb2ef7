"""A referral is made, seen by those who received it, answered, and never without an answer unnoticed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Matter, Organisation
from fingerpost.access.services import matters
from fingerpost.casework.models import Addressee, Referral, ReferralStep, StepKind, Way
from fingerpost.casework.referrals import lists, writing
from fingerpost.casework.referrals import recording as service
from fingerpost.casework.referrals.recording import Sent
from fingerpost.duties.models import Duty, DutyStep
from fingerpost.record.models import DetailKind, Happened, Part, PersonKind
from fingerpost.record.services.facts import assert_fact
from fingerpost.record.services.people import add_appearance

GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}
TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)


def council() -> Organisation:
    return Organisation.objects.get(pk=worlds.name("council"))


def sent(to: Organisation | None = None, *, at: datetime = TUESDAY, outside: str = "", **others: object) -> Sent:
    way = Way.HERE if to else Way.TELEPHONE
    fields = {"to": Addressee.SOCIAL_CARE, "way": way, "asks": "Please decide.", "text": "What was told at break."}
    return Sent(organisation=to, outside=outside, at=at, **{**fields, **others})  # type: ignore[arg-type]


def refer(matter: Matter, **others: object) -> Referral:
    return service.send(matter, sent(council(), **others))  # type: ignore[arg-type]


def course(referral: Referral) -> lists.Listed:
    (found,) = lists.of_matter(referral.matter)
    return found


def test_the_intake_that_received_it_sees_the_concern_and_has_to_answer(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
    with anywhere.acting("front-door"):
        assert not Matter.objects.visible().filter(pk=matter.pk).exists()
        assert lists.to_answer() == []
    with anywhere.acting("teacher"):
        refer(matter)
        (waits,) = lists.unanswered()
        assert waits.next is not None
        assert waits.next.due == date(2026, 3, 25)
    with anywhere.acting("front-door"):
        assert [one.referral.matter_id for one in lists.to_answer()] == [matter.pk]
        assert lists.unanswered() == []
    with anywhere.acting("other-teacher"):
        assert lists.to_answer() == lists.unanswered() == []
        assert not Referral.objects.visible().filter(matter=matter).exists()


def test_the_duties_that_ask_for_it_are_done_with_it_at_its_true_time(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern(**GROUND)
        duty = making.duty(matter, "2.1-refer-content")
        referral = service.send(matter, sent(council()), [duty])
        assert making.kinds(matter, "2.1-refer-content") == ["appeared", "done"]
        assert not making.state(matter, "2.1-refer-content").is_open
        assert referral.provisions == ["2.1-refer-content"]
        (event,) = Happened.objects.visible().filter(matter=matter, type="referral_made")
        assert event.at == TUESDAY


def test_a_rule_that_asks_for_it_in_another_compartment_is_not_told_in_the_common_record(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern(youth_produced_imagery=True)
        for compartment in ("common", "police"):
            matters.involve_organisation(matter.pk, worlds.name("force"), compartment=compartment)
        adult = making.adult(matter)
    with anywhere.acting("officer"):
        assert_fact(matter, "alleged_abuser", True, about=adult, compartment="police")
        theirs = list(Duty.objects.visible().filter(matter=matter, compartment="police"))
        assert theirs
        service.send(matter, sent(council()), theirs)
        done = DutyStep.objects.visible().filter(kind="done").values_list("compartment", flat=True)
        assert set(done) == {"police"}
    with anywhere.acting("teacher"):
        (referral,) = Referral.objects.visible().filter(matter=matter)
        assert referral.provisions == []


def test_whom_somebody_spoke_to_stands_in_no_session_and_no_title(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
    sends = {"to": "social_care", "recipient": "outside", "outside": "The county, Mr Placeholder", "way": "telephone"}
    sends |= {"asks": "Please decide.", "text": "What was told.", "checked": "on", "clock": "10:00"}
    sends |= {"day_0": "24", "day_1": "3", "day_2": "2026"}
    with anywhere.serving():
        client = client_of("teacher")
        sent_to = client.post(f"/concerns/{matter.pk}/casework/referrals/write/", sends)
        assert sent_to.status_code == 302, sent_to.content.decode()
        assert "Placeholder" not in str(dict(client.session))
        page = client.get(sent_to.headers["Location"]).content.decode()
        assert page.count("Placeholder") > page.partition("</title>")[0].count("Placeholder") == 0


def test_an_answer_reaches_the_referrer(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
        referral = refer(matter)
    with anywhere.acting("front-door"):
        referral = lists.to_answer()[0].referral
        service.record_step(referral, StepKind.ACKNOWLEDGED)
        service.record_step(referral, StepKind.ACCEPTED, siblings="There are none.")
        service.record_step(referral, StepKind.ANSWERED, text="An assessment begins on Monday.")
        with pytest.raises(AccessError):
            service.record_step(referral, StepKind.SIGNED_OFF)
    with anywhere.acting("manager-east"):
        service.record_step(referral, StepKind.SIGNED_OFF)
        assert lists.to_answer() == []
    with anywhere.acting("teacher"):
        found = course(referral)
        assert [step.kind for step in found.steps] == ["acknowledged", "accepted", "answered", "signed_off"]
        assert found.steps[2].text == "An assessment begins on Monday."
        assert lists.unanswered() == []
        assert Happened.objects.visible().filter(matter=matter, type="referral_received").exists()


def test_one_side_does_not_speak_for_the_other(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
        with pytest.raises(AccessError):
            service.record_step(referral, StepKind.ACCEPTED)
    with anywhere.acting("front-door"):
        referral = lists.to_answer()[0].referral
        with pytest.raises(AccessError):
            service.record_step(referral, StepKind.ESCALATED, text="We disagree.")
        assert not ReferralStep.objects.visible().filter(referral=referral).exists()


def test_a_declined_referral_is_taken_further_and_decided_anew(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
    with anywhere.acting("front-door"):
        referral = lists.to_answer()[0].referral
        with pytest.raises(AccessError):
            service.record_step(referral, StepKind.DECLINED)
        service.record_step(referral, StepKind.DECLINED, text="Below the threshold.")
    with anywhere.acting("teacher"):
        service.record_step(referral, StepKind.ESCALATED, text="To the team manager: it is not.")
        assert course(referral).course.decision == "declined"
    with anywhere.acting("manager-east"):
        service.record_step(referral, StepKind.ACCEPTED, text="Agreed.")
        assert course(referral).course.decision == "accepted"


def test_who_is_not_on_the_service_is_heard_through_the_sender(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
        referral = service.send(matter, sent(None, outside="The county’s front door, Mr Placeholder"))
        step = service.record_step(referral, StepKind.ACCEPTED, siblings="None.", at=TUESDAY + timedelta(hours=1))
        assert step.on_word
        assert course(referral).referral.recipient.startswith("The county")


def test_passed_on_it_goes_whole_to_another(anywhere: Anywhere) -> None:
    with anywhere.laying():
        county = Organisation.objects.create(id=worlds.name("county"), name="County", kind="social_care")
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
    with anywhere.acting("front-door"):
        referral = lists.to_answer()[0].referral
        further = service.pass_on(referral, county, reason="They live there.")
        assert (further.text, further.passed_on_id) == (referral.text, referral.pk)
        found = {one.referral.pk: one.course.decision for one in lists.of_matter(referral.matter)}
        assert found == {referral.pk: "passed_on", further.pk: None}


@pytest.mark.parametrize("at", [timedelta(minutes=1), timedelta(days=3)])
def test_what_has_not_happened_is_refused_whole(anywhere: Anywhere, at: timedelta) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
        with pytest.raises(AccessError):
            refer(matter, at=timezone.now() + at)
        assert lists.of_matter(matter) == []
    with anywhere.acting("front-door"):
        assert not Matter.objects.visible().filter(pk=matter.pk).exists()


def test_nothing_goes_to_whom_it_is_not_for(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
        with pytest.raises(AccessError):
            service.send(matter, sent(Organisation.objects.get(pk=worlds.name("force"))))
        assert council().pk in {one.pk for one in service.recipients(Addressee.SOCIAL_CARE)}
        assert worlds.name("school") not in {one.pk for one in service.recipients(Addressee.SOCIAL_CARE)}


def test_what_is_passed_on_is_what_was_taken(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
        add_appearance(matter, PersonKind.CHILD, [Part.TARGETED], [(DetailKind.NAME, "Amina Example")])
        offered = writing.passages(matter)
        assert [one.heading for one in offered][-1] == "Child 1: Amina Example"
        everything = writing.written(offered, [one.key for one in offered])
        assert "What was told at break." in everything
        assert "Amina Example" in everything
        assert "Amina" not in writing.written(offered, [one.key for one in offered[:-1]])
        assert not any("Amina" in one.key for one in offered)


def test_a_list_is_as_many_queries_however_long(anywhere: Anywhere) -> None:
    counted = []
    for more in (1, 4):
        with anywhere.acting("teacher"):
            for _ in range(more):
                refer(making.concern())
        with anywhere.acting("front-door"), CaptureQueriesContext(connection) as executed:
            lists.to_answer()
        counted.append(len(executed))
    assert counted[0] == counted[1]


def test_what_was_recorded_stays(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
        for change in ("UPDATE casework_referral SET way = 'telephone'", "DELETE FROM casework_referral"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        assert Referral.objects.visible().get(pk=referral.pk).way == Way.HERE


def test_who_takes_in_is_reminded_once_an_answer_is_due(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        refer(making.concern())
    before, due = date(2026, 3, 24), date(2026, 3, 25)
    with anywhere.acting("front-door"):
        assert not lists.something_presses(before)
        assert lists.something_presses(due)
        assert lists.counted(lists.to_answer(), due) == lists.Waiting(1, overdue=0)
        assert lists.counted(lists.to_answer(), date(2026, 3, 26)) == lists.Waiting(1, overdue=1)
    with anywhere.acting("teacher"):
        assert not lists.something_presses(due)


def test_a_decision_that_is_made_again_is_owed_an_answer_again_and_waits_on_both_lists(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        matter = making.concern()
        referral = refer(matter)
    with anywhere.acting("manager-east"):
        for kind in (StepKind.ACCEPTED, StepKind.SIGNED_OFF, StepKind.ANSWERED):
            service.record_step(referral, kind, text="What was said.")
        assert lists.to_answer() == []
        service.record_step(referral, StepKind.DECLINED, text="More was learned.")
        assert [one.referral.pk for one in lists.to_answer()] == [referral.pk]
    with anywhere.acting("teacher"):
        assert [one.referral.pk for one in lists.unanswered()] == [referral.pk]
