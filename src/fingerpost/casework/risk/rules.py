"""The state of a risk assessment, what it lacks and what it asks for: plain data in and out. No clock, no database.

Which headings there are, in which order and with which words, is the pack's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Protocol

from fingerpost.casework.risk.clocks import CLOCKS, RiskAwaited
from fingerpost.casework.risk.headings_of_household import AdultsHousehold
from fingerpost.procedure.calendar import CalendarError, WorkingDays, london_day

JUDGED: Final = ("risk", "vulnerability", "protection")
"""The three judgements side by side; the rating of risk to the public is none."""
PUBLIC: Final = "public"
PARTNER, ALLEGED_ABUSER = "partner_interview", "alleged_abuser_interview"

type HeadingKey = tuple[str, str]
"""What something is under: a heading or a judgement, and the child's id, empty where it is about no one child."""


class RiskHeading(Protocol):
    """What is read of a heading; `pack.model.Provision` says what each means."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def each(self) -> str | None:
        """What it goes by, one at a time."""

    @property
    def only_without_children(self) -> bool:
        """Whether it is for a household without children."""


class RiskAnswerData(Protocol):
    """What is read of an answer; `models.RiskAnswer` says what each means."""

    status: Any
    sought_since: Any
    recorded_at: Any

    @property
    def entry(self) -> HeadingKey:
        """What it is filed under."""


class RiskJudgementData(Protocol):
    """What is read of a judgement."""

    level: Any

    @property
    def entry(self) -> HeadingKey:
        """What it judges."""


class RiskStepData(Protocol):
    """What is read of a step."""

    kind: Any
    at: Any
    text: Any


@dataclass(frozen=True, slots=True)
class RiskInterviewData:
    """An interview: its person (by the procedure's event), when it really was, and whether apart: None, not known."""

    whom: str
    at: datetime
    separately: bool | None = None


class Order(StrEnum):
    """Whether the partner was interviewed first and separately."""

    NO_PARTNER = "no_partner"
    NOBODY_YET = "nobody_yet"
    AS_IT_SHOULD_BE = "as_it_should_be"
    OUT_OF_ORDER = "out_of_order"
    DEPENDS = "depends"
    NOT_SEPARATE = "not_separate"


WRONG: Final = frozenset({Order.OUT_OF_ORDER, Order.NOT_SEPARATE, Order.DEPENDS})
"""What is marked, explained, and shown to the manager: it happened, and is not as the procedure has it."""


class RiskState(StrEnum):
    """How far an assessment has come."""

    OPEN = "open"
    CONCLUDED = "concluded"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class HeadingEntry:
    """A heading, of one child where it goes child by child. `why_not`: why it is not applicable; empty where it is."""

    heading: str
    child: str = ""
    why_not: str = ""

    @property
    def key(self) -> HeadingKey:
        """What its answers are filed under."""
        return self.heading, self.child


@dataclass(frozen=True, slots=True)
class Progress:
    """How many headings apply, and of how many something is known, sought, or not known."""

    of: int
    known: int
    sought: int
    not_known: int

    @property
    def open(self) -> int:
        """How many have no answer yet."""
        return self.of - self.known - self.sought - self.not_known


@dataclass(frozen=True, slots=True)
class RecordedRisk[A: RiskAnswerData, J: RiskJudgementData]:
    """All that is recorded of one assessment, each kind in the order in which it was recorded."""

    began_on: date
    headings: Sequence[RiskHeading]
    household: AdultsHousehold
    must_be_judged: Sequence[str]
    answers: Sequence[A]
    judgements: Sequence[J]
    steps: Sequence[RiskStepData]
    interviews: Sequence[RiskInterviewData]
    has_partner: bool | None
    single_assessments: Sequence[datetime]


@dataclass(frozen=True, slots=True)
class RiskCourse[A: RiskAnswerData, J: RiskJudgementData]:
    """The state of an assessment. `judged` has what holds of each judgement; `public` is apart from all the rest."""

    entries: tuple[HeadingEntry, ...]
    latest: Mapping[HeadingKey, A]
    progress: Progress
    model: str
    judged: Mapping[HeadingKey, J]
    public: J | None
    state: RiskState
    concluded: RiskStepData | None
    reopened: RiskStepData | None
    order: Order
    lacks: tuple[str, ...]
    has_single_assessment: bool


@dataclass(frozen=True, slots=True)
class RiskWanted:
    """One thing that an assessment asks for, as a duty: `key` tells it apart, `done` says on which day it was done.

    `heading`: what is sought; `act`: what else is to be done (`pack.words.ACTS`).
    """

    key: str
    awaited: RiskAwaited
    since: datetime
    due: date | None
    act: str = ""
    heading: str = ""
    child: str = ""
    done: datetime | None = None


def entries(headings: Iterable[RiskHeading], household: AdultsHousehold) -> tuple[HeadingEntry, ...]:
    """Return what there is to answer: each heading once, and one that goes child by child once for each child.

    While nobody knows whether a child lives there, both what is for a household with children and what is for one
    without apply.
    """
    found: list[HeadingEntry] = []
    for heading in headings:
        if heading.only_without_children and household.has_children:
            found.append(HeadingEntry(heading.id, why_not="A child lives in the household."))
        elif heading.each and household.has_children is False:
            found.append(HeadingEntry(heading.id, why_not="No child lives in the household."))
        elif heading.each and household.children:
            found += [HeadingEntry(heading.id, child) for child in household.children]
        else:
            found.append(HeadingEntry(heading.id))
    return tuple(found)


def order(interviews: Iterable[RiskInterviewData], has_partner: bool | None) -> Order:
    """Return whether the partner was interviewed before the alleged abuser, and apart.

    Where nobody knows of a partner, an interview of the alleged abuser alone may be out of order: it depends.
    """
    held = sorted(interviews, key=lambda one: one.at)
    partners = [one for one in held if one.whom == PARTNER]
    theirs = next((one for one in held if one.whom == ALLEGED_ABUSER), None)
    if has_partner is False and not partners:
        return Order.NO_PARTNER
    if theirs is not None and not (partners and partners[0].at < theirs.at):
        return Order.OUT_OF_ORDER if has_partner or partners else Order.DEPENDS
    if not partners:
        return Order.NOBODY_YET
    if any(one.separately is False for one in partners):
        return Order.NOT_SEPARATE
    return Order.AS_IT_SHOULD_BE


def course[A: RiskAnswerData, J: RiskJudgementData](told: RecordedRisk[A, J]) -> RiskCourse[A, J]:
    """Return the state of an assessment, from its parts in any order of recording."""
    wanted = entries(told.headings, told.household)
    latest = {answer.entry: answer for answer in told.answers}
    of_each = [str(latest[one.key].status) for one in wanted if not one.why_not and one.key in latest]
    applicable = sum(not one.why_not for one in wanted)
    counted = [of_each.count(status) for status in ("known", "sought", "not_known")]
    judged = {one.entry: one for one in told.judgements if one.entry[0] in JUDGED}
    public = [one for one in told.judgements if one.entry[0] == PUBLIC]
    state, concluded, reopened = _state(told.steps)
    model = next((str(step.text) for step in reversed(told.steps) if step.kind == "model_named"), "")
    return RiskCourse(
        entries=wanted,
        latest=latest,
        progress=Progress(applicable, *counted),
        model=model,
        judged=judged,
        public=public[-1] if public else None,
        state=state,
        concluded=concluded,
        reopened=reopened,
        order=order(told.interviews, told.has_partner),
        lacks=tuple(_lacks(told, wanted, latest, judged, model)),
        has_single_assessment=bool(told.single_assessments),
    )


def to_be_judged(must_be_judged: Iterable[str]) -> tuple[HeadingKey, ...]:
    """Return the judgements that are needed: vulnerability child by child, or at large where no child is listed."""
    children = tuple(must_be_judged) or ("",)
    return ("risk", ""), *(("vulnerability", child) for child in children), ("protection", "")


def wanted[A: RiskAnswerData, J: RiskJudgementData](
    told: RecordedRisk[A, J], days: WorkingDays, began_at: datetime
) -> tuple[RiskWanted, ...]:
    """Return what an assessment asks for: each heading that is or was sought, the partner, and that it be completed.

    What is asked for again keeps the day on which it was first asked for. Past the bank holidays known there is no day.
    """
    now = course(told)
    found = [_sought(entry, told.answers, days) for entry in now.entries if not entry.why_not]
    whole = _whole(told, now, days, began_at)
    return *(one for one in found if one is not None), *_partner(told, whole), whole


def _partner[A: RiskAnswerData, J: RiskJudgementData](
    told: RecordedRisk[A, J], whole: RiskWanted
) -> Iterator[RiskWanted]:
    """Yield that a partner is interviewed, who is known of: their own assessment begins with it."""
    held = sorted(one.at for one in told.interviews if one.whom == PARTNER)
    if told.has_partner or held:
        done = held[0] if held else None
        yield RiskWanted("partner", RiskAwaited.PARTNER, whole.since, None, PARTNER, done=done)


def _sought[A: RiskAnswerData](entry: HeadingEntry, answers: Iterable[A], days: WorkingDays) -> RiskWanted | None:
    began: A | None = None
    done: A | None = None
    for answer in answers:
        if answer.entry != entry.key:
            continue
        if answer.status != "sought":
            done = answer if began is not None and done is None else done
        elif began is None or done is not None:
            began, done = answer, None
    if began is None:
        return None
    return RiskWanted(
        key=":".join(entry.key),
        heading=entry.heading,
        awaited=RiskAwaited.SOUGHT,
        since=began.recorded_at,
        due=_after(days, began.sought_since, RiskAwaited.SOUGHT),
        child=entry.child,
        done=done.recorded_at if done is not None else None,
    )


def _whole[A: RiskAnswerData, J: RiskJudgementData](
    told: RecordedRisk[A, J], now: RiskCourse[A, J], days: WorkingDays, began: datetime
) -> RiskWanted:
    awaited = RiskAwaited.COMPLETE
    due = _after(days, told.began_on, awaited)
    for started in told.single_assessments:
        its_end = _after(days, london_day(started), awaited)
        if its_end is not None and its_end >= told.began_on:
            due = its_end
    if now.reopened is not None:
        awaited = RiskAwaited.REOPENED
        due = _after(days, london_day(now.reopened.at), awaited)
    return RiskWanted(
        key="complete",
        act="risk_conclusion",
        awaited=awaited,
        since=began,
        due=due,
        done=now.concluded.at if now.concluded is not None else None,
    )


def _after(days: WorkingDays, day: date, awaited: RiskAwaited) -> date | None:
    """Return the last day on which it is on time. A day may be recorded that the calendar does not know: then none."""
    try:
        return days.after(day, CLOCKS[awaited].working_days)
    except CalendarError:
        return None


def _state(steps: Iterable[RiskStepData]) -> tuple[RiskState, RiskStepData | None, RiskStepData | None]:
    """Return the state, the conclusion that holds, and the last reopening. Agreeing to nothing counts for nothing."""
    state, concluded, reopened = RiskState.OPEN, None, None
    for step in steps:
        if step.kind == "concluded":
            state, concluded = RiskState.CONCLUDED, step
        elif step.kind == "agreed" and concluded is not None:
            state = RiskState.AGREED
        elif step.kind == "reopened" and concluded is not None:
            state, concluded, reopened = RiskState.OPEN, None, step
    return state, concluded, reopened


def _lacks[A: RiskAnswerData, J: RiskJudgementData](
    told: RecordedRisk[A, J],
    wanted: Iterable[HeadingEntry],
    latest: Mapping[HeadingKey, A],
    judged: Mapping[HeadingKey, J],
    model: str,
) -> Iterator[str]:
    """Yield what has to be there before the conclusion: `model`, `single_assessment`, `headings`, `judgements`."""
    if not told.single_assessments:
        yield "single_assessment"
    if not model:
        yield "model"
    if any(not one.why_not and one.key not in latest for one in wanted):
        yield "headings"
    if any(key not in judged for key in to_be_judged(told.must_be_judged)):
        yield "judgements"
