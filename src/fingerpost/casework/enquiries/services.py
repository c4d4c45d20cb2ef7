"""Opening an enquiry, an assessment or a conference, and recording what became of it.

All of it is in the common record: what only the police know is written where they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.errors import AccessError, refuse
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.enquiries import factors, permissions, queries, rules
from fingerpost.casework.enquiries.factors import Factor
from fingerpost.casework.models import (
    FactorJudgement,
    Judgement,
    Stage,
    StageKind,
    StageOutcome,
    StageStep,
    StageStepKind,
)
from fingerpost.casework.steps import carry_out, happened_at, is_the_same_person, next_number
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.errors import Problem
from fingerpost.record.models import Appearance, Assertion, Happened, Source
from fingerpost.record.services import events
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import assert_fact, known, pack_of

_EVENTS: Final = {StageKind.ENQUIRY: "section47_started", StageKind.ASSESSMENT: "assessment_started"}
_VALUES: Final = {Judgement.PRESENT: True, Judgement.NOT_PRESENT: False, Judgement.NOT_KNOWN: None}


@dataclass(frozen=True, slots=True, repr=False)
class StageStepInput:
    """What a step says; `models.StageStep` says what each means."""

    text: str = ""
    outcome: StageOutcome | str = ""
    about: Appearance | None = None
    alone: bool | None = None
    day: date | None = None
    who: str = ""
    plain: str = ""


@transaction.atomic
def open_stage(
    concern: Concern,
    kind: StageKind,
    *,
    people: Iterable[Appearance],
    assessed: Iterable[Appearance] = (),
    text: str,
    at: datetime | None = None,
    led_from: Stage | None = None,
) -> Stage:
    """Open a stage about these people; the event of the procedure is noted with it, unless it was on that day.

    `assessed`: adults whose risk to the children an assessment judges; they are among the people. Raises `AccessError`.
    """
    _require_that_they_may("opened")
    at = happened_at(at, "stage")
    assessed = list(assessed)
    everybody = list(dict.fromkeys([*people, *assessed]))
    if not everybody:
        raise refuse("stage", "it is about nobody", "Choose the children it is about.")
    require_in_compartment(concern, Compartment.COMMON, *everybody)
    if not text.strip():
        raise refuse("stage", "it has no reason", "Write why it is opened.")
    with change(concern):
        stage = Stage(
            concern=concern,
            kind=kind,
            people=[str(one.pk) for one in everybody],
            assessed=[str(one.pk) for one in assessed],
            text=text,
            at=at,
            led_from=led_from,
            event=_noted(concern, _EVENTS.get(kind), at),
            by_id=context.required().membership_id,
        )
        stage.save()
    return stage


@transaction.atomic
def record(
    stage: Stage, kind: StageStepKind, said: StageStepInput | None = None, *, at: datetime | None = None
) -> StageStep:
    """Record what became of a stage: late, or out of order, as it was. Raises `AccessError`."""
    said = said or StageStepInput()
    at = happened_at(at, "stage")
    _require_that_they_may(kind)
    _require_that_it_says(stage, kind, said)
    concern = stage.concern
    if kind == StageStepKind.PROPOSED:
        _require_that_factors_are_judged(stage)
    with change(concern):
        step = StageStep(
            stage=stage,
            concern=concern,
            number=next_number(StageStep, stage=stage),
            kind=kind,
            text=said.text or None,
            outcome=said.outcome,
            about=said.about,
            alone=said.alone,
            day=said.day,
            who=said.who or None,
            plain=said.plain or None,
            answers=_answered(stage) if kind in rules.OF_A_MANAGER else None,
            at=at,
            by_id=context.required().membership_id,
        )
        step.save()
        _note(stage, step)
    _carry_out(stage, step)
    return step


@transaction.atomic
def judge(
    stage: Stage,
    about: Appearance,
    provision: str,
    judged: Judgement,
    *,
    rests_on: str = "",
    waits_for_equipment: bool = False,
    at: datetime | None = None,
) -> FactorJudgement:
    """Judge one key factor of an adult: the concern's fact follows from it, and the concern is decided again.

    A judgement recorded late, after one that was made later, changes no fact. “Not known yet” takes back what casework
    said before, and says why it is not known; what somebody else said stays. Raises `AccessError`.
    """
    _require_that_they_may("judged")
    at = happened_at(at, "judgement")
    concern = stage.concern
    factor = next((one for one in factors.of_pack(pack_of(concern)) if one.provision == provision), None)
    if factor is None or str(about.pk) not in stage.assessed:
        raise refuse("judgement", "this is no key factor of somebody assessed here", "Choose one that is on the page.")
    if judged != Judgement.NOT_KNOWN and not rests_on.strip():
        raise refuse("judgement", "nothing says what it rests on", "Write who said so, or where it was found.")
    if judged == Judgement.NOT_KNOWN and not (rests_on.strip() or waits_for_equipment):
        raise refuse("judgement", "nothing says why it is not known yet", "Write why, and what would settle it.")
    with change(concern):
        made = FactorJudgement(
            stage=stage,
            concern=concern,
            about=about,
            provision=provision,
            judged=judged,
            rests_on=rests_on or None,
            waits_for_equipment=waits_for_equipment,
            at=at,
            by_id=context.required().membership_id,
        )
        made.save()
        if factor.fact and _is_the_last(made):
            _state(concern, factor.fact, made)
    return made


@transaction.atomic
def judge_many(
    stage: Stage, about: Appearance, judged: Iterable[tuple[Factor, Judgement, str, bool]], *, at: datetime
) -> None:
    """Judge the factors of a page in one go: the concern is decided again once. Raises as `judge` does."""
    with change(stage.concern):
        for factor, how, rests_on, waits in judged:
            judge(stage, about, factor.provision, how, rests_on=rests_on, waits_for_equipment=waits, at=at)


def _noted(concern: Concern, event: str | None, at: datetime) -> Happened | None:
    """Note an event of the procedure, unless it was noted of that day before: then that one stays somebody else's."""
    if event is None:
        return None
    there = events.events_of(concern, queries.COMMON)
    if any(one.type == event and london_day(one.at) == london_day(at) for one in there):
        return None
    return events.record_event(concern, event, at)


def _require_that_they_may(kind: str) -> None:
    if not rules.may_record(kind, is_social_care=permissions.is_social_care(), is_manager=permissions.is_manager()):
        right = "A team manager records it." if kind in rules.OF_A_MANAGER else "A social worker or manager records it."
        raise refuse("stage", "this is for children’s social care to record", right)


def _require_that_it_says(stage: Stage, kind: StageStepKind, said: StageStepInput) -> None:
    if kind not in rules.STEPS[stage.kind]:
        raise refuse("stage", "there is no such step here", "Choose one that is on the page.")
    outcomes = rules.OUTCOMES.get((stage.kind, kind), ())
    if (outcomes or said.outcome) and said.outcome not in outcomes:
        raise refuse("stage", "nothing says what it came to", "Choose what it came to.")
    if kind in rules.NEEDS_WORDS and not said.text.strip():
        raise refuse("stage", "this has to be said in words", "Write the reason, or what was said.")
    if kind in (StageStepKind.CONVENED, StageStepKind.EXTENDED) and said.day is None:
        raise refuse("stage", "it has no day", "Give the day.")
    if kind in (StageStepKind.SEEN, StageStepKind.ADDED) and said.about is None:
        raise refuse("stage", "nobody is named", "Choose the person.")
    if said.about is not None:
        require_in_compartment(stage.concern, Compartment.COMMON, said.about)


def _require_that_factors_are_judged(stage: Stage) -> None:
    """Raise `AccessError` with each key factor that nobody has judged of an adult who is assessed.

    That it cannot be known yet, and why, is a judgement.
    """
    if not stage.assessed:
        return
    texts = {one.provision: one.text for one in factors.of_pack(pack_of(stage.concern))}
    adults = [UUID(one) for one in stage.assessed]
    rows = FactorJudgement.objects.visible().filter(concern=stage.concern_id, about__in=adults)
    missing = dict.fromkeys(factor for _, factor in rules.not_judged(adults, list(texts), rows))
    if missing:
        raise AccessError(
            Problem(
                "factors",
                f"a key factor has no judgement: {texts[factor].rstrip('. ')} ({factor})",
                "Judge it, or say that it is not known yet, and why.",
            )
            for factor in missing
        )


def _answered(stage: Stage) -> StageStep:
    """Return the proposal that waits. Raises `AccessError` without one, or where a manager would agree to their own."""
    steps = list(StageStep.objects.visible().filter(stage=stage).select_related("by"))
    proposal = rules.fold(stage.kind, (), steps).proposal
    if proposal is None:
        raise refuse("stage", "no conclusion waits for a manager", "A social worker proposes one first.")
    if is_the_same_person(proposal.by):
        raise refuse("stage", "you proposed this yourself", "Another manager agrees to it.")
    return proposal


def _note(stage: Stage, step: StageStep) -> None:
    """Note the event of the procedure that a step is, or take back that which was noted with the stage."""
    concern = stage.concern
    if step.kind == StageStepKind.IN_ERROR:
        for noted in events.events_of(concern, queries.COMMON):
            if noted.pk == stage.event_id:
                events.take_back(noted, reason=str(step.text))
    if step.outcome == StageOutcome.PLAN and "plan_made" in pack_of(concern).events:
        events.record_event(concern, "plan_made", step.at)


def _carry_out(stage: Stage, step: StageStep) -> None:
    """Record as done what a step carries out."""
    concern = stage.concern
    if step.kind == StageStepKind.AGREED and stage.kind == StageKind.ASSESSMENT:
        carry_out(concern, "single_assessment", "The single assessment is complete", step.at)
    elif step.kind == StageStepKind.HELD:
        carry_out(concern, "conference", "The initial child protection conference was held", step.at)
    elif step.outcome == StageOutcome.NOT_NEEDED:
        carry_out(concern, "conference", "No conference is needed, for the reason recorded", step.at)


def _is_the_last(made: FactorJudgement) -> bool:
    """Whether the judgement holds: of the same adult and factor, in any assessment of the concern."""
    rows = FactorJudgement.objects.visible().filter(
        concern=made.concern_id, about=made.about_id, provision=made.provision
    )
    return rules.newest_judgements(rows)[made.about_id, made.provision].pk == made.pk


def _state(concern: Concern, fact: str, made: FactorJudgement) -> Assertion | None:
    value = _VALUES[Judgement(made.judged)]
    stands = next(
        (one for one in known(concern, queries.COMMON) if (one.about, one.fact) == (made.about_id, fact)), None
    )
    if value is None and (stands is None or stands.assertion.source != Source.CASEWORK):
        return None
    return assert_fact(
        concern,
        fact,
        value,
        about=made.about,
        on_whose_word=str(made.rests_on or ""),
        reason="Judged in the single assessment",
        said_at=min(made.at, timezone.now()),
        source=Source.CASEWORK,
        came_from=made.pk,
    )
