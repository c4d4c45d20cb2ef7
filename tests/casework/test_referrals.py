"""A referral is made, seen by those who received it, answered, and never without an answer unnoticed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Organisation
from fingerpost.access.services import concerns
from fingerpost.casework.models import Addressee, Referral, ReferralStep, ReferralStepKind, Way
from fingerpost.casework.referrals import passages, queries
from fingerpost.casework.referrals import services as service
from fingerpost.casework.referrals.services import More, ReferralInput
from fingerpost.duties.models import Duty, DutyState, DutyStep
from fingerpost.duties.services import worklist as duty_lists
from fingerpost.duties.services.whose import Whose
from fingerpost.record.models import DetailKind, Happened, PartInConcern, PersonKind
from fingerpost.record.services.facts import assert_fact
from fingerpost.record.services.people import add_appearance
from register.reading import register

GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}
TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)


def council() -> Organisation:
    return Organisation.objects.get(pk=worlds.name("council"))


def sent(
    to: Organisation | None = None, *, at: datetime = TUESDAY, outside: str = "", **others: object
) -> ReferralInput:
    way = Way.HERE if to else Way.TELEPHONE
    fields = {"to": Addressee.SOCIAL_CARE, "way": way, "asks": "Please decide.", "text": "What was told at break."}
    return ReferralInput(organisation=to, outside=outside, at=at, **{**fields, **others})  # type: ignore[arg-type]


def refer(concern: Concern, **others: object) -> Referral:
    return service.send(concern, sent(council(), **others))  # type: ignore[arg-type]


def course(referral: Referral) -> queries.ReferralSummary:
    (found,) = queries.of_concern(referral.concern)
    return found


def test_the_intake_that_received_it_sees_the_concern_and_has_to_answer(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
    with anywhere.acting("front-door"):
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()
        assert queries.to_answer() == []
    with anywhere.acting("teacher"):
        refer(concern)
        (waits,) = queries.unanswered()
        assert waits.next is not None
        assert waits.next.due == date(2026, 3, 25)
    with anywhere.acting("front-door"):
        assert [one.referral.concern_id for one in queries.to_answer()] == [concern.pk]
        assert queries.unanswered() == []
    with anywhere.acting("other-teacher"):
        assert queries.to_answer() == queries.unanswered() == []
        assert not Referral.objects.visible().filter(concern=concern).exists()


def test_the_duties_that_ask_for_it_are_done_with_it_at_its_true_time(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(**GROUND)
        duty = making.duty(concern, "2.1-refer-content")
        referral = service.send(concern, sent(council()), [duty])
        assert making.kinds(concern, "2.1-refer-content") == ["appeared", "done"]
        assert not making.state(concern, "2.1-refer-content").is_open
        assert referral.provisions == ["2.1-refer-content"]
        (event,) = Happened.objects.visible().filter(concern=concern, type="referral_made")
        assert event.at == TUESDAY


def test_a_rule_that_asks_for_it_in_another_compartment_is_not_told_in_the_common_record(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        for compartment in ("common", "police"):
            concerns.involve_organisation(concern.pk, worlds.name("force"), compartment=compartment)
        adult = making.adult(concern)
    with anywhere.acting("officer"):
        assert_fact(concern, "alleged_abuser", True, about=adult, compartment="police")
        found = Duty.objects.visible().filter(concern=concern, compartment="police")
        to = {one.id: one.to for one in register().provisions}
        theirs = [duty for duty in found if "social_care" in to[duty.provision]]
        assert theirs
        service.send(concern, sent(council()), theirs)
        done = DutyStep.objects.visible().filter(kind="done").values_list("compartment", flat=True)
        assert set(done) == {"police"}
    with anywhere.acting("teacher"):
        (referral,) = Referral.objects.visible().filter(concern=concern)
        assert referral.provisions == []


def test_whom_somebody_spoke_to_stands_in_no_session_and_no_title(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
    sends = {"to": "social_care", "recipient": "outside", "outside": "The county, Mr Placeholder", "way": "telephone"}
    sends |= {"asks": "Please decide.", "text": "What was told.", "checked": "on", "clock": "10:00"}
    sends |= {"day_0": "24", "day_1": "3", "day_2": "2026"}
    with anywhere.serving():
        client = client_of("teacher")
        sent_to = client.post(f"/concerns/{concern.pk}/casework/referrals/write/", sends)
        assert sent_to.status_code == 302, sent_to.content.decode()
        assert "Placeholder" not in str(dict(client.session))
        page = client.get(sent_to.headers["Location"]).content.decode()
        assert page.count("Placeholder") > page.partition("</title>")[0].count("Placeholder") == 0
        # What they do with it, its sender records: also that they passed it on.
        passed = {"step": "passed_on", "text": "To the county beside them, where he lives.", "clock": "11:00"}
        passed |= {name: value for name, value in sends.items() if name.startswith("day_")}
        there = sent_to.headers["Location"]
        assert "Write who it is passed to" in client.post(there, passed | {"text": ""}).content.decode()
        assert client.post(there, passed).status_code == 302
        assert "To the county beside them" in client.get(there).content.decode()


def test_an_answer_reaches_the_referrer(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        referral = refer(concern)
    with anywhere.acting("front-door"):
        referral = queries.to_answer()[0].referral
        service.record_step(referral, ReferralStepKind.ACKNOWLEDGED)
        service.record_step(referral, ReferralStepKind.ACCEPTED, siblings="There are none.")
        service.record_step(referral, ReferralStepKind.ANSWERED, text="An assessment begins on Monday.")
        with pytest.raises(AccessError):
            service.record_step(referral, ReferralStepKind.SIGNED_OFF)
    with anywhere.acting("teacher"):
        # A sign-off is for the recipient to get: the sender has the answer.
        assert queries.unanswered() == []
    with anywhere.acting("manager-east"):
        assert len(queries.to_answer()) == 1
        service.record_step(referral, ReferralStepKind.SIGNED_OFF)
        assert queries.to_answer() == []
    with anywhere.acting("teacher"):
        found = course(referral)
        assert [step.kind for step in found.steps] == ["acknowledged", "accepted", "answered", "signed_off"]
        assert found.steps[2].text == "An assessment begins on Monday."
        assert queries.unanswered() == []
        assert [one.pk for one in queries.answered(timezone.now() - queries.LATELY)] == [referral.pk]
        assert list(queries.answered(timezone.now())) == []
        assert Happened.objects.visible().filter(concern=concern, type="referral_received").exists()
        assert [(one.words, one.at is not None, one.note) for one in found.clock] == [
            ("Sent", True, ""),
            ("Received", True, "by their intake, on this service"),
            ("Acknowledged", True, ""),
            ("Decided", True, "accepted"),
            ("Outcome told", True, ""),
        ]
    with anywhere.acting("front-door"):
        assert not queries.answered(timezone.now() - queries.LATELY).exists()


def test_one_side_does_not_speak_for_the_other(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
        with pytest.raises(AccessError):
            service.record_step(referral, ReferralStepKind.ACCEPTED)
    with anywhere.acting("front-door"):
        referral = queries.to_answer()[0].referral
        with pytest.raises(AccessError):
            service.record_step(referral, ReferralStepKind.ESCALATED, text="We disagree.")
        assert not ReferralStep.objects.visible().filter(referral=referral).exists()


def test_a_declined_referral_is_taken_further_and_decided_anew(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
    with anywhere.acting("front-door"):
        referral = queries.to_answer()[0].referral
        with pytest.raises(AccessError):
            service.record_step(referral, ReferralStepKind.DECLINED)
        service.record_step(referral, ReferralStepKind.DECLINED, text="Below the threshold.")
    with anywhere.acting("teacher"):
        service.record_step(referral, ReferralStepKind.ESCALATED, text="To the team manager: it is not.")
        assert course(referral).course.decision == "declined"
    with anywhere.acting("manager-east"):
        service.record_step(referral, ReferralStepKind.ACCEPTED, text="Agreed.")
        assert course(referral).course.decision == "accepted"


def test_who_is_not_on_the_service_is_heard_through_the_sender(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        referral = service.send(concern, sent(None, outside="The county’s front door, Mr Placeholder"))
        step = service.record_step(
            referral, ReferralStepKind.ACCEPTED, siblings="None.", at=TUESDAY + timedelta(hours=1)
        )
        assert step.on_word
        found = course(referral)
        assert found.referral.recipient.startswith("The county")
        assert [one.at for one in found.clock] == [TUESDAY, *[TUESDAY + timedelta(hours=1)] * 3, None]


def test_passed_on_it_goes_whole_to_another(anywhere: Anywhere) -> None:
    with anywhere.laying():
        county = Organisation.objects.create(id=worlds.name("county"), name="County", kind="social_care")
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
    with anywhere.acting("front-door"):
        referral = queries.to_answer()[0].referral
        further = service.pass_on(referral, county, reason="They live there.")
        assert (further.text, further.passed_on_id) == (referral.text, referral.pk)
        found = {one.referral.pk: one.course.decision for one in queries.of_concern(referral.concern)}
        assert found == {referral.pk: "passed_on", further.pk: None}


@pytest.mark.parametrize("at", [timedelta(minutes=1), timedelta(days=3)])
def test_what_has_not_happened_is_refused_whole(anywhere: Anywhere, at: timedelta) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        with pytest.raises(AccessError):
            refer(concern, at=timezone.now() + at)
        assert queries.of_concern(concern) == []
    with anywhere.acting("front-door"):
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()


def test_nothing_goes_to_whom_it_is_not_for(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        with pytest.raises(AccessError):
            service.send(concern, sent(Organisation.objects.get(pk=worlds.name("force"))))
        assert council().pk in {one.pk for one in service.recipients(Addressee.SOCIAL_CARE)}
        assert worlds.name("school") not in {one.pk for one in service.recipients(Addressee.SOCIAL_CARE)}


def test_what_is_passed_on_is_what_was_taken(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, "Amina Example")])
        offered = passages.passages(concern)
        assert [one.heading for one in offered][-1] == "Child 1: Amina Example"
        everything = passages.written(offered, [one.key for one in offered])
        assert "What was told at break." in everything
        assert "Amina Example" in everything
        assert "Amina" not in passages.written(offered, [one.key for one in offered[:-1]])
        assert not any("Amina" in one.key for one in offered)


def test_a_list_is_as_many_queries_however_long(anywhere: Anywhere) -> None:
    counted = []
    for more in (1, 4):
        with anywhere.acting("teacher"):
            for _ in range(more):
                refer(making.concern())
        with anywhere.acting("front-door"), CaptureQueriesContext(connection) as executed:
            queries.to_answer()
        counted.append(len(executed))
    assert counted[0] == counted[1]


def test_what_was_recorded_stays(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
        for change in ("UPDATE casework_referral SET way = 'telephone'", "DELETE FROM casework_referral"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        assert Referral.objects.visible().get(pk=referral.pk).way == Way.HERE


def owed(referral: Referral) -> dict[str, DutyState]:
    """Return the open duties that a referral is waited for by, by what is to be done."""
    found = DutyState.objects.visible().filter(concern=referral.concern_id, is_open=True, duty__work__isnull=False)
    return {state.duty.asks.partition(": ")[0]: state for state in found.select_related("duty__concern")}


def test_what_it_waits_for_is_a_duty_of_the_recipient_until_the_step_is_there(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
        waits = owed(referral)
        assert set(waits) == {
            "Say that it was received",
            "Decide what is done with it",
            "Tell the referrer the outcome",
        }
        assert {(one.organisation_id, one.holder_id) for one in waits.values()} == {(worlds.name("council"), None)}
        assert waits["Decide what is done with it"].due == date(2026, 3, 25)
        assert not duty_lists.something_presses(date(2026, 3, 25))
    before, due = date(2026, 3, 24), date(2026, 3, 25)
    with anywhere.acting("front-door"):
        assert not duty_lists.something_presses(before)
        assert duty_lists.something_presses(due)
        assert queries.counted(queries.to_answer(), date(2026, 3, 26)) == queries.WaitingReferrals(1, overdue=1)
        assert duty_lists.of(Whose.UNASSIGNED, due).filter(duty__provision="0-referral-procedure").count() == 3
        service.record_step(referral, ReferralStepKind.ACCEPTED, siblings="None.", at=TUESDAY + timedelta(hours=2))
        assert set(owed(referral)) == {"Get a manager to sign the decision off", "Tell the referrer the outcome"}
        done = DutyStep.objects.visible().filter(concern=referral.concern_id, kind="done", duty__work__isnull=False)
        assert {(step.on, step.text) for step in done} == {(TUESDAY.date(), "Accepted.")}
    with anywhere.acting("manager-east"):
        service.record_step(referral, ReferralStepKind.SIGNED_OFF)
        service.record_step(referral, ReferralStepKind.ANSWERED, text="A visit tomorrow.")
        assert owed(referral) == {}
    with anywhere.laying():
        call_command("renew_duties", "--check")


def test_the_sender_finds_out_what_somebody_outside_does_not_say_here(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = service.send(making.concern(), sent(None, outside="The county, Mr Placeholder"))
        assert {(one.organisation_id, one.holder_id) for one in owed(referral).values()} == {
            (worlds.name("school"), worlds.name("teacher"))
        }
        service.record_step(referral, ReferralStepKind.DECLINED, text="They do not see a risk.", siblings="None.")
        service.record_step(referral, ReferralStepKind.ESCALATED, text="There is one.", more=More("Their manager"))
        assert set(owed(referral)) == {
            "Find out what came of it",
            "Find out what they say to the disagreement (Their manager)",
        }
        service.record_step(referral, ReferralStepKind.ANSWERED, text="Told by telephone.")
        service.record_step(referral, ReferralStepKind.RECONSIDERED, text="They stay with it.")
        assert owed(referral) == {}


def test_checks_are_asked_one_by_one_and_a_disagreement_has_stages(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
    with anywhere.acting("front-door"):
        health, school = (
            service.record_step(referral, ReferralStepKind.CHECKS_ASKED, text="What is known?", more=More(whom, until))
            for whom, until in (("Health visitor", None), ("The other school", date(2026, 4, 1)))
        )
        service.record_step(referral, ReferralStepKind.CHECKS_ANSWERED, text="Nothing.", more=More(answers=health))
        found = course(referral)
        assert [(one.asked, one.by is not None) for one in found.checks] == [(health, True), (school, False)]
        assert owed(referral)["Get an answer to the checks (The other school)"].due == date(2026, 4, 1)
        service.record_step(referral, ReferralStepKind.DECLINED, text="No risk is seen.", siblings="None.")
    with anywhere.acting("teacher"):
        for whom in ("A. Worker", "The team manager"):
            service.record_step(referral, ReferralStepKind.ESCALATED, text="There is one.", more=More(whom))
        found = course(referral)
        assert [(step.stage, waiting is None) for step, waiting in found.disagreements] == [
            ("practitioners", True),
            ("managers", False),
        ]
        assert "Answer the disagreement (The team manager)" in owed(referral)
        assert "Answer the disagreement (A. Worker)" not in owed(referral)


def test_the_page_offers_each_check_and_each_stage(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        referral = refer(making.concern())
    with anywhere.acting("front-door"):
        asked = service.record_step(
            referral, ReferralStepKind.CHECKS_ASKED, text="What is known?", more=More("Health visitor")
        )
    page = f"/concerns/{referral.concern_id}/casework/referrals/{referral.pk}/"
    said = {"text": "Nothing is known.", "clock": "10:00", "day_0": "25", "day_1": "3", "day_2": "2026"}
    with anywhere.serving():
        council, school = client_of("front-door"), client_of("teacher")
        assert "No answer yet" in council.get(page).content.decode()
        answered = council.post(page, said | {"step": f"checks_answered:{asked.pk}"})
        assert answered.status_code == 302, answered.content.decode()
        assert "No answer yet" not in council.get(page).content.decode()
        missing = school.post(page, said | {"step": "escalated:managers"}).content.decode()
        assert "Write who answers" in missing
        taken = school.post(page, said | {"step": "escalated:managers", "whom": "The team manager"})
        assert taken.status_code == 302, taken.content.decode()
        assert "The team manager answers" in school.get(page).content.decode()
        assert "How far it has come" in school.get(page).content.decode()
        council.post(page, said | {"step": "answered", "text": "A visit tomorrow."})
        assert "Answered in the last 14 days" in school.get("/referrals/").content.decode()
        assert "1 of yours answered in the last 14 days" in school.get("/").content.decode()


def test_a_decision_that_is_made_again_is_owed_an_answer_again_and_waits_on_both_lists(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        referral = refer(concern)
    with anywhere.acting("manager-east"):
        for kind in (ReferralStepKind.ACCEPTED, ReferralStepKind.SIGNED_OFF, ReferralStepKind.ANSWERED):
            service.record_step(referral, kind, text="What was said.")
        assert queries.to_answer() == []
        service.record_step(referral, ReferralStepKind.DECLINED, text="More was learned.")
        assert [one.referral.pk for one in queries.to_answer()] == [referral.pk]
    with anywhere.acting("teacher"):
        assert [one.referral.pk for one in queries.unanswered()] == [referral.pk]
