"""Enquiries, assessments and conferences: recorded, agreed by a manager, and felt by the concern's decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology, context, embargo
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Compartment, Concern, Embargo, LiftingDecision
from fingerpost.access.services import concerns
from fingerpost.casework.enquiries import overview, paper, queries, requested_duties
from fingerpost.casework.enquiries import services as service
from fingerpost.casework.enquiries.rules import StageState
from fingerpost.casework.enquiries.services import StageStepInput
from fingerpost.casework.models import (
    FactorJudgement,
    Judgement,
    Stage,
    StageKind,
    StageOutcome,
    StageStep,
    StageStepKind,
)
from fingerpost.documents.papers import assessment as documents
from fingerpost.duties.models import Duty
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.record.models import Appearance, Assertion, DetailKind, Happened, PartInConcern, PersonKind, Source
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import known
from fingerpost.record.services.people import add_appearance

TUESDAY = making.TUESDAY
COMMON = frozenset({"common"})
# What these look at does not differ by the database; the others are of both.
ON_ONE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)


@dataclass
class Told:
    concern: Concern
    child: Appearance
    adult: Appearance


def told(anywhere: Anywhere) -> Told:
    """Lay a concern of the school's about a suspected adult at home, with a social worker and the police in it."""
    with anywhere.acting("teacher"):
        concern = making.concern()
        for organisation in ("council", "force"):
            concerns.involve_organisation(concern.pk, worlds.name(organisation))
        with change(concern):
            child = add_appearance(
                concern, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, "Amina Example")]
            )
            adult = add_appearance(
                concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, "Ralph Example")]
            )
            making.told(concern, about=adult, alleged_abuser=True, stays_in_or_visits_home=True)
    with anywhere.acting("front-door"):
        for member in ("worker", "manager-east", "manager-west"):
            concerns.involve_member(concern.pk, worlds.name(member))
        record_event(concern, "strategy_meeting", TUESDAY)
    return Told(concern, child, adult)


def opened(it: Told, kind: StageKind = StageKind.ENQUIRY, days: int = 1, **others: object) -> Stage:
    assessed = [it.adult] if kind == StageKind.ASSESSMENT else []
    at = TUESDAY + timedelta(days=days)
    return service.open_stage(
        it.concern, kind, people=[it.child], assessed=assessed, text="The meeting asked for it.", at=at, **others
    )  # type: ignore[arg-type]


def listed(stage: Stage) -> queries.StageSummary:
    found = queries.of_id(stage.concern, stage.pk)
    assert found is not None
    return found


def asked(concern: Concern) -> list[RequestedDuty]:
    return list(requested_duties.of_concern(concern, "common", None))


def values(it: Told) -> dict[str, object]:
    return {one.fact: one.value for one in known(it.concern, COMMON) if one.about == it.adult.pk}


@ON_ONE
def test_an_enquiry_is_noted_joint_and_concluded_by_two_people(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        stage = opened(it)
        (event,) = Happened.objects.visible().filter(concern=it.concern, type="section47_started")
        assert (event.at, stage.event_id) == (TUESDAY + timedelta(days=1), event.pk)
        both = asked(it.concern)
        assert [(one.party, one.due, one.carried) for one in both] == [
            ("social_care", date(2026, 3, 26), None),
            ("police", date(2026, 3, 26), None),
        ]
        joint = StageStepInput(text="The police lead the interviews.", outcome=StageOutcome.JOINT)
        service.record(stage, StageStepKind.JOINT, joint, at=TUESDAY + timedelta(days=2))
        assert [one.work for one in asked(it.concern)] == [one.work for one in both]
        assert all(one.carried is not None for one in asked(it.concern))
        service.record(
            stage, StageStepKind.SEEN, StageStepInput(text="“I like the garden.”", about=it.child, alone=True)
        )
        reasons = StageStepInput(text="She told it the same way twice.", outcome=StageOutcome.LIKELY)
        proposal = service.record(stage, StageStepKind.PROPOSED, reasons)
        with pytest.raises(AccessError, match="social care"):
            service.record(stage, StageStepKind.AGREED)
        waits = asked(it.concern)[0]
        assert (waits.work, waits.organisation, waits.carried) == (proposal.pk, worlds.name("council"), None)
    with anywhere.acting("teacher"):
        with pytest.raises(AccessError):
            service.record(stage, StageStepKind.SEEN, StageStepInput(text="At school.", about=it.child))
        assert listed(stage).standing.state is StageState.PROPOSED
    with anywhere.acting("manager-east"):
        service.record(stage, StageStepKind.AGREED)
        found = listed(stage)
        assert found.standing.state is StageState.CONCLUDED
        assert found.standing.concluded is not None
        assert found.standing.concluded.outcome == StageOutcome.LIKELY
        assert found.standing.seen == {it.child.pk}
        answered, _, _, consider = asked(it.concern)
        assert answered.carried is not None
        assert (consider.provision, consider.carried) == ("2.2-agenda-icpc", None)
        own = StageStepInput(text="Looked at again.", outcome=StageOutcome.NOT_LIKELY)
        service.record(stage, StageStepKind.PROPOSED, own)
        with pytest.raises(AccessError, match="yourself"):
            service.record(stage, StageStepKind.AGREED)
    with anywhere.acting("manager-west"):
        service.record(stage, StageStepKind.RETURNED, StageStepInput(text="Say what has changed."))
        assert listed(stage).standing.concluded == found.standing.concluded


@ON_ONE
def test_nobody_agrees_to_their_own_proposal_in_another_membership(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("manager-east"):
        stage = opened(it)
        service.record(stage, StageStepKind.PROPOSED, StageStepInput(text="It is so.", outcome=StageOutcome.LIKELY))
    second = making.once_more("manager-east", team="west")
    with anywhere.acting("front-door"):
        concerns.involve_member(it.concern.pk, second.pk)
    with context.acting(actor_in(second)):
        for answer in (StageStepKind.AGREED, StageStepKind.RETURNED):
            with pytest.raises(AccessError, match="yourself"):
                service.record(stage, answer, StageStepInput(text="As it stands."))
        assert listed(stage).standing.state is StageState.PROPOSED


@ON_ONE
def test_key_factors_are_judged_early_and_decide_the_concern_again(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        assert not Duty.objects.visible().filter(concern=it.concern, provision="2.2-agreement").exists()
        stage = opened(it, StageKind.ASSESSMENT)
        assert listed(stage).due == date(2026, 6, 2)
        assert making.state(it.concern, "2.2-single-assessment").is_open
        (wanted,) = asked(it.concern)
        assert (wanted.about, wanted.due, wanted.carried) == (it.adult.pk, date(2026, 4, 10), None)
        judge = {"rests_on": "The worker’s own records", "at": TUESDAY + timedelta(days=5)}
        made = service.judge(stage, it.adult, "2.2-factor-history", Judgement.PRESENT, **judge)  # type: ignore[arg-type]
        (row,) = Assertion.objects.visible().filter(concern=it.concern, fact="factor_history")
        assert (row.answer, row.source, row.came_from) == (True, Source.CASEWORK, made.pk)
        assert making.state(it.concern, "2.2-agreement", it.adult.pk).is_open
        assert making.state(it.concern, "2.2-leave-home", it.adult.pk).is_open
        # Recorded late, and made before: it is kept, and changes nothing.
        earlier = {"rests_on": "A first look", "at": TUESDAY + timedelta(days=2)}
        service.judge(stage, it.adult, "2.2-factor-history", Judgement.NOT_PRESENT, **earlier)  # type: ignore[arg-type]
        assert values(it)["factor_history"] is True
        # Not known yet takes back what casework said, and nothing else.
        making.told(it.concern, about=it.adult, factor_criminal=True)
        for provision in ("2.2-factor-history", "2.2-factor-criminal"):
            service.judge(stage, it.adult, provision, Judgement.NOT_KNOWN, waits_for_equipment=True)
        assert values(it)["factor_history"] is None
        assert values(it)["factor_criminal"] is True
        with change(it.concern):
            for rest in ("contact-abuse", "own-children", "partner", "no-cooperation", "understanding"):
                if rest == "understanding":
                    conclusion = StageStepInput(text="They need support.", outcome=StageOutcome.CHILD_IN_NEED)
                    with pytest.raises(AccessError) as refused:
                        service.record(stage, StageStepKind.PROPOSED, conclusion)
                    assert [problem.what.rpartition(" ")[2] for problem in refused.value.problems] == [
                        "(2.2-factor-understanding)"
                    ]
                    with pytest.raises(AccessError, match="why it is not known"):
                        service.judge(stage, it.adult, f"2.2-factor-{rest}", Judgement.NOT_KNOWN)
                because = "They have not been asked yet."
                service.judge(stage, it.adult, f"2.2-factor-{rest}", Judgement.NOT_KNOWN, rests_on=because)
        assert asked(it.concern)[0].carried is not None
        with pytest.raises(AccessError):
            service.judge(stage, it.adult, "2.2-factor-history", Judgement.PRESENT)
        with pytest.raises(AccessError):
            service.judge(stage, it.child, "2.2-factor-history", Judgement.NOT_KNOWN)
        service.record(stage, StageStepKind.EXTENDED, StageStepInput(text="A report is late.", day=date(2026, 6, 20)))
        assert listed(stage).due == date(2026, 6, 2)
        conclusion = StageStepInput(
            text="They need support.", outcome=StageOutcome.CHILD_IN_NEED, plain="We will visit weekly."
        )
        service.record(stage, StageStepKind.PROPOSED, conclusion)
        assert making.state(it.concern, "2.2-single-assessment").is_open
    with anywhere.acting("manager-east"):
        service.record(stage, StageStepKind.AGREED)
        assert not making.state(it.concern, "2.2-single-assessment").is_open
        people = PeopleOfConcern(it.concern, COMMON)
        with pytest.raises(AccessError, match="must not be told"):
            paper.paper_of(listed(stage), people)
        for row in Embargo.objects.visible().filter(concern=it.concern):
            for person in (embargo.Person(embargo.Relation.PARENTS, it.child.pk), self_of(it.adult)):
                embargo.lift(row, person, decision=LiftingDecision.STRATEGY_MEETING, reason="The meeting decided so.")
        told_family = paper.paper_of(listed(stage), people)
        assert told_family.children == ("Amina Example",)
        assert "We will visit weekly." in told_family.passages[1].sentences


def self_of(adult: Appearance) -> embargo.Person:
    return embargo.Person(embargo.Relation.SELF, adult.pk)


@ON_ONE
def test_a_conference_is_held_in_time_and_decides(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        enquiry = opened(it)
        conference = opened(it, StageKind.CONFERENCE, days=3, led_from=enquiry)
        assert listed(conference).due == date(2026, 4, 16)
        # One that was considered without an answer asks for the answer.
        assert [one.provision for one in asked(it.concern)] == ["2.2-joint", "2.2-joint", "2.2-agenda-icpc"]
        assert (asked(it.concern)[-1].due, asked(it.concern)[-1].carried) == (date(2026, 3, 31), None)
        needed = StageStepInput(text="The enquiry found it likely.", outcome=StageOutcome.NEEDED)
        service.record(conference, StageStepKind.NEEDED, needed, at=TUESDAY + timedelta(days=3))
        decided, hold = asked(it.concern)[-2:]
        assert decided.carried is not None
        assert (hold.due, hold.carried) == (date(2026, 4, 16), None)
        assert listed(conference).is_overdue(date(2026, 4, 17))
        service.record(conference, StageStepKind.CONVENED, StageStepInput(day=date(2026, 4, 15)))
        held = datetime(2026, 4, 15, 10, tzinfo=UTC)
        service.record(conference, StageStepKind.HELD, StageStepInput(who="The school, the police, health."), at=held)
        # What was held asks for what was decided.
        assert (asked(it.concern)[-1].due, asked(it.concern)[-1].carried) == (date(2026, 4, 17), None)
        service.record(
            conference, StageStepKind.DECIDED, StageStepInput(text="Two of three.", outcome=StageOutcome.PLAN), at=held
        )
        hold, recorded = asked(it.concern)[-2:]
        assert recorded.carried is not None
        assert hold.carried is not None
        assert hold.carried.on == held.date()
        assert queries.conferences_held([it.concern.pk]) == {it.concern.pk: [held.date()]}
        # The procedure in force does not know the event.
        assert not Happened.objects.visible().filter(concern=it.concern, type="plan_made").exists()


@ON_ONE
def test_an_enquiry_that_finds_harm_likely_leads_to_a_conference_and_not_to_whatever_came_first(
    anywhere: Anywhere,
) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        enquiry = opened(it)
        service.record(enquiry, StageStepKind.PROPOSED, StageStepInput(text="So told.", outcome=StageOutcome.LIKELY))
    with anywhere.acting("manager-east"):
        service.record(enquiry, StageStepKind.AGREED)
        opened(it, StageKind.ASSESSMENT, days=2, led_from=enquiry)

    def considered() -> bool:
        return next(one for one in asked(it.concern) if one.what.startswith("Consider whether")).carried is not None

    base = f"/concerns/{it.concern.pk}/casework/enquiries/"
    with anywhere.serving():
        client = client_of("worker")
        assert f"kind=conference&amp;from={enquiry.pk}" in client.get(f"{base}{enquiry.pk}/").content.decode()
        begun = client.get(f"{base}new/?kind=conference&from={enquiry.pk}").content.decode()
        assert f'value="{it.child.pk}" checked' in begun
    with anywhere.acting("worker"):
        assert not considered()
        service.open_stage(it.concern, StageKind.CONFERENCE, people=[it.child], text="Upon the enquiry.")
        assert considered()
    with anywhere.serving():
        shown = client_of("worker").get(f"{base}{enquiry.pk}/").content.decode()
        assert "kind=conference&amp;from=" not in shown
    # An assessment or enquiry that was recorded in error is no paper for the family.
    with anywhere.acting("worker"):
        assert len(documents.things(it.concern, COMMON)) == 1
        service.record(enquiry, StageStepKind.IN_ERROR, StageStepInput(text="It was another family’s."))
        assert documents.things(it.concern, COMMON) == []


@ON_ONE
def test_one_recorded_in_error_takes_back_its_own_event_alone(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        record_event(it.concern, "section47_started", TUESDAY + timedelta(days=1, hours=-3))
        there = opened(it)
        assert there.event_id is None
        mistaken = opened(it, days=4)
        wrong = StageStepInput(text="It was another family’s.")
        service.record(there, StageStepKind.IN_ERROR, wrong)
        service.record(mistaken, StageStepKind.IN_ERROR, wrong)
        rows = Happened.standing(Happened.objects.visible().filter(concern=it.concern, type="section47_started"))
        assert [row.at for row in rows] == [TUESDAY + timedelta(days=1, hours=-3)]
        assert queries.enquiries(queries.of_concern(it.concern)) == []
        assert asked(it.concern) == []


def test_who_does_not_see_the_concern_sees_none_of_it_and_what_was_recorded_stays(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        stage = opened(it, StageKind.ASSESSMENT)
        service.judge(stage, it.adult, "2.2-factor-partner", Judgement.PRESENT, rests_on="Said at the visit")
        service.record(stage, StageStepKind.SEEN, StageStepInput(text="“Hello.”", about=it.child, alone=False))
        with pytest.raises(AccessError):
            service.open_stage(it.concern, StageKind.ENQUIRY, people=[], text="Why")
        with pytest.raises(AccessError):
            opened(it, days=9999)
        for table in ("stage", "stagestep", "factorjudgement"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM casework_{table}")  # noqa: S608
    with anywhere.acting("other-teacher"):
        for model in (Stage, StageStep, FactorJudgement):
            assert not model.objects.visible().filter(concern=it.concern).exists()
    with anywhere.acting("officer"):
        assert overview.of_concern(it.concern, frozenset({"police"}), timezone.localdate()) is None
        assert list(requested_duties.of_concern(it.concern, Compartment.POLICE, None)) == []
        said = [
            one.sentence
            for one in chronology.of_concern(it.concern, COMMON)
            if one.kind == chronology.EntryKind.ENQUIRIES
        ]
        assert said[0] == "A single assessment was started: The meeting asked for it."
        assert any("Amina Example, not alone" in one for one in said)
        assert any("Said at the visit" in one for one in said)


@ON_ONE
def test_its_pages_open_record_and_judge(anywhere: Anywhere) -> None:
    it = told(anywhere)
    when = {"day_0": "24", "day_1": "3", "day_2": "2026", "clock": "13:00"}
    with anywhere.serving():
        client = client_of("worker")
        base = f"/concerns/{it.concern.pk}/casework/enquiries/"
        empty = client.post(f"{base}new/", {"kind": "enquiry", "assessed": [str(it.adult.pk)], **when})
        assert "Choose the children it is about" in empty.content.decode()
        assert "leave this out" in empty.content.decode()
        sent = {"kind": "assessment", "people": [str(it.child.pk)], "assessed": [str(it.adult.pk)], "text": "Why not."}
        page = client.post(f"{base}new/", {**sent, **when}).headers["Location"]
        shown = client.get(page).content.decode()
        assert "It has to be complete by Monday 1 June 2026." in shown
        proposing = client.get(f"{page}?step=proposed").content.decode()
        assert "What do you conclude?" in proposing
        assert "What is missing?" not in client.get(f"{page}?step=returned").content.decode()
        refused = client.post(page, {"step": "proposed", **when})
        assert "Choose one of these" in refused.content.decode()
        answers = {"step": "proposed", "outcome": "child_in_need", "text": "They need support.", **when}
        refused = client.post(page, answers).content.decode()
        assert "A key factor has no judgement: Social care already knows the adult" in refused
        factors = f"{page}factors/{it.adult.pk}/"
        unfounded = client.post(factors, {"judged_0": "present", "rests_1": "The file", **when}).content.decode()
        assert "Write who said so" in unfounded
        assert "“not known yet” is an answer too" in unfounded
        judged = {"judged_0": "present", "rests_0": "The file", "judged_6": "not_known", "waits_6": "on", **when}
        judged |= {f"judged_{number}": "not_known" for number in range(1, 6)}
        assert "Write why it is not known yet" in client.post(factors, judged).content.decode()
        judged |= {f"rests_{number}": "They have not been asked yet." for number in range(1, 6)}
        assert client.post(factors, judged).headers["Location"] == page
        assert client.get(factors).content.decode().count("checked") == 8
        assert client.post(page, answers).headers["Location"] == page
        manager = client_of("manager-east")
        assert "A manager agrees to the conclusion" in manager.get(page).content.decode()
        manager.post(page, {"step": "agreed", **when})
        assert "must not be told yet" in manager.get(page).content.decode()
        hub = manager.get(f"/concerns/{it.concern.pk}/casework/").content.decode()
        assert "Single assessment, Tuesday 24 March 2026" in hub
        assert "Children are in need of services" in hub
        assert client_of("teacher").get(page).status_code == 200
        assert "Record it" not in client_of("teacher").get(page).content.decode()
    with anywhere.acting("worker"):
        assert values(it)["factor_history"] is True
