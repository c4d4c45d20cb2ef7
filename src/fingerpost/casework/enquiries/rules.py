"""The state of an enquiry, an assessment or a conference: plain data in, plain data out. No clock, no database.

A step counts by when it really was, in any order and at any time of recording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from fingerpost.casework.enquiries.clocks import CLOCKS, StageAwaited
from fingerpost.procedure.calendar import WorkingDays, london_day

ENQUIRY: Final = "enquiry"
ASSESSMENT: Final = "assessment"
CONFERENCE: Final = "conference"

_EVERY: Final = ("added", "in_error")
_CONCLUDED_BY: Final = ("seen", "proposed", "agreed", "returned")
STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    ENQUIRY: ("joint", *_CONCLUDED_BY, *_EVERY),
    ASSESSMENT: ("extended", *_CONCLUDED_BY, *_EVERY),
    CONFERENCE: ("needed", "convened", "held", "decided", *_EVERY),
}
"""Which steps there are of a stage."""
OUTCOMES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (ENQUIRY, "joint"): ("joint", "single_agency"),
    (ENQUIRY, "proposed"): ("likely", "not_likely", "not_substantiated"),
    (ASSESSMENT, "proposed"): ("protection", "child_in_need", "early_help", "nothing_further"),
    (CONFERENCE, "needed"): ("needed", "not_needed"),
    (CONFERENCE, "decided"): ("plan", "no_plan"),
}
"""What a step of a stage can come to. A step that is not here comes to nothing by itself."""
OF_A_MANAGER: Final = frozenset({"agreed", "returned"})
NEEDS_WORDS: Final = frozenset({"joint", "extended", "proposed", "returned", "needed", "decided", "in_error", "seen"})
"""Steps that say nothing without words: a reason, or what the child said."""


class StageStepData(Protocol):
    """What is read of a step; `models.StageStep` says what each means."""

    pk: Any
    number: Any
    kind: Any
    outcome: Any
    at: Any
    day: Any
    about_id: Any
    answers_id: Any


class StageState(StrEnum):
    """What state a stage is in."""

    OPEN = "open"
    PROPOSED = "proposed"
    CONCLUDED = "concluded"
    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    CONVENED = "convened"
    HELD = "held"
    DECIDED = "decided"
    IN_ERROR = "in_error"


OVER: Final = frozenset({StageState.CONCLUDED, StageState.NOT_NEEDED, StageState.DECIDED, StageState.IN_ERROR})
"""States in which nothing is waited for."""


@dataclass(frozen=True, slots=True)
class StageStanding[S: StageStepData]:
    """The state of a stage.

    `proposal` waits for a manager; `returned` is the manager's step that gave the last proposal back. `concluded` is
    the proposal that holds, and `agreed` the manager's step. The others are the newest step of their kind.
    """

    state: StageState
    people: tuple[UUID, ...]
    seen: frozenset[UUID]
    proposal: S | None = None
    returned: S | None = None
    concluded: S | None = None
    agreed: S | None = None
    joint: S | None = None
    extended: S | None = None
    needed: S | None = None
    convened: S | None = None
    held: S | None = None
    decided: S | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more is waited for."""
        return self.state in OVER


def fold[S: StageStepData](kind: str, people: Iterable[UUID], steps: Iterable[S]) -> StageStanding[S]:
    """Return the state of a stage of this kind that was opened about these people."""
    ordered = sorted(steps, key=lambda step: (step.at, step.number))
    newest = {str(step.kind): step for step in ordered}
    answers = {step.answers_id: step for step in ordered if str(step.kind) in OF_A_MANAGER}
    proposals = [step for step in ordered if str(step.kind) == "proposed"]
    agreed = [step for step in proposals if step.pk in answers and str(answers[step.pk].kind) == "agreed"]
    last = proposals[-1] if proposals else None
    answer = answers.get(last.pk) if last else None
    concluded = agreed[-1] if agreed else None
    added = [step.about_id for step in ordered if str(step.kind) == "added" and step.about_id]
    waits = last if last is not None and answer is None else None
    return StageStanding(
        state=_state(kind, newest, waits=waits is not None, concluded=concluded is not None),
        people=tuple(dict.fromkeys([*people, *added])),
        seen=frozenset(step.about_id for step in ordered if str(step.kind) == "seen" and step.about_id),
        proposal=waits,
        returned=answer if answer is not None and str(answer.kind) == "returned" else None,
        concluded=concluded,
        agreed=answers[concluded.pk] if concluded else None,
        **{name: newest.get(name) for name in ("joint", "extended", "needed", "convened", "held", "decided")},
    )


def _state(kind: str, newest: Mapping[str, StageStepData], *, waits: bool, concluded: bool) -> StageState:
    if "in_error" in newest:
        return StageState.IN_ERROR
    if kind != CONFERENCE:
        return StageState.PROPOSED if waits else StageState.CONCLUDED if concluded else StageState.OPEN
    if "decided" in newest:
        return StageState.DECIDED
    if "held" in newest:
        return StageState.HELD
    considered = [newest[name] for name in ("needed", "convened") if name in newest]
    if not considered:
        return StageState.OPEN
    last = max(considered, key=lambda step: (step.at, step.number))
    return StageState.CONVENED if str(last.kind) == "convened" else StageState(str(last.outcome))


def may_record(kind: str, *, is_social_care: bool, is_manager: bool) -> bool:
    """Whether somebody may record a step: children's social care may, and a manager agrees."""
    return is_social_care and (kind not in OF_A_MANAGER or is_manager)


def proposed(kind: str, standing: StageStanding[Any]) -> list[str]:
    """Return the steps that make sense next, the likeliest first. Others can still be recorded."""
    match standing.state:
        case StageState.PROPOSED:
            return ["agreed", "returned"]
        case StageState.OPEN if kind == ENQUIRY:
            return [*(["joint"] if standing.joint is None else []), "seen", "proposed"]
        case StageState.OPEN if kind == ASSESSMENT:
            return ["seen", "proposed", "extended"]
        case StageState.OPEN:
            return ["needed"]
        case StageState.NEEDED:
            return ["convened", "held"]
        case StageState.CONVENED:
            return ["held", "convened"]
        case StageState.HELD:
            return ["decided"]
    return []


# ---- by when ---------------------------------------------------------------------------------------------------------


def led_to(opened_at: datetime, meetings: Iterable[datetime]) -> datetime | None:
    """Return the strategy meeting that led to an enquiry: the last one by the day on which it was opened.

    None where none is recorded: then there is no day to count from.
    """
    by_then = [meeting for meeting in meetings if london_day(meeting) <= london_day(opened_at)]
    return max(by_then, default=None)


def due(clock: StageAwaited, since: datetime, days: WorkingDays) -> date:
    """Return the last day on which something is on time. Raises CalendarError past the bank holidays known."""
    return days.after(london_day(since), CLOCKS[clock].working_days)


# ---- the key factors -------------------------------------------------------------------------------------------------


class FactorJudged(Protocol):
    """What is read of a judgement; `models.FactorJudgement` says what each means."""

    about_id: Any
    provision: Any
    judged: Any
    at: Any
    recorded_at: Any


def newest_judgements[J: FactorJudged](judgements: Iterable[J]) -> dict[tuple[UUID, str], J]:
    """Return the judgement that holds of each adult and factor: the last by when it was made, not by its recording."""
    ordered = sorted(judgements, key=lambda one: (one.at, one.recorded_at))
    return {(one.about_id, str(one.provision)): one for one in ordered}


def not_judged(
    adults: Iterable[UUID], factors: Sequence[str], judgements: Iterable[FactorJudged]
) -> list[tuple[UUID, str]]:
    """Return the factors of which nobody has judged anything of an adult: each with the adult, in the order given."""
    there = {(one.about_id, str(one.provision)) for one in judgements}
    return [(adult, factor) for adult in adults for factor in factors if (adult, factor) not in there]


def all_judged_at(about: UUID, factors: Sequence[str], judgements: Iterable[FactorJudged]) -> datetime | None:
    """Return when each factor had been judged of an adult for the first time; None while one has not.

    “Not known yet” is a judgement: nobody is asked to guess.
    """
    first: dict[str, datetime] = {}
    for one in judgements:
        if one.about_id == about and one.provision in factors:
            first[one.provision] = min(one.at, first.get(one.provision, one.at))
    return max(first.values()) if first and len(first) == len(set(factors)) else None
