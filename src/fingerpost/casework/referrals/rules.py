"""What became of a referral, what it waits for and until when: plain data in, plain data out. No clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Protocol

from fingerpost.casework.referrals.clocks import CLOCKS, STAGES, ReferralAwaited
from fingerpost.procedure.calendar import WorkingDays, london_day

ACKNOWLEDGED: Final = "acknowledged"
DECISIONS: Final = frozenset({"accepted", "declined", "passed_on"})
OF_THE_SENDER: Final = frozenset({"escalated"})
NEEDS_WORDS: Final = frozenset({"checks_asked", "checks_answered", "declined", "answered", "escalated", "reconsidered"})
"""Steps that say nothing without words: a reason, an outcome, what was asked."""


class ReferralSide(Enum):
    """On which side of a referral somebody is."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    OTHER = "other"


class ReferralStepData(Protocol):
    """What is read of a step; `models.ReferralStep` says what each means."""

    pk: Any
    kind: Any
    at: Any
    answers_id: Any
    stage: Any
    until: Any


@dataclass(frozen=True, slots=True)
class WaitingFor[S: ReferralStepData]:
    """Something that a referral waits for, or waited for, and the last day on which it is on time.

    `number` counts those of one kind. `asked`: the step that brought it (None: the referral itself); `by`: the step
    that carried it out, None while it is still waited for.
    """

    awaited: ReferralAwaited
    number: int
    since: datetime
    due: date
    asked: S | None = None
    by: S | None = None

    def is_overdue(self, today: date) -> bool:
        """Whether that day is over."""
        return self.due < today

    @property
    def key(self) -> str:
        """Which of a referral's it is; it stays the same when more is recorded later."""
        return f"{self.awaited}-{self.number}"

    @property
    def words(self) -> str:
        """What is to be done, in words."""
        return CLOCKS[self.awaited].words

    @property
    def chase(self) -> str:
        """What the sender has to find out, where the recipient is not on this service."""
        return CLOCKS[self.awaited].chase

    @property
    def source(self) -> str:
        """Where the time comes from."""
        if self.asked is not None and self.asked.until is not None:
            return "the day that was agreed"
        return CLOCKS[self.awaited].source


@dataclass(frozen=True, slots=True)
class ReferralCourse[S: ReferralStepData]:
    """The state of a referral: the decision that holds now (its kind), and all that it waited for.

    `waiting` is what it still waits for, the most pressing first. `stage`: the stage of a disagreement that is
    not answered yet.
    """

    decision: str | None
    is_answered: bool
    owed: tuple[WaitingFor[S], ...]

    @property
    def waiting(self) -> tuple[WaitingFor[S], ...]:
        """What it still waits for, the most pressing first."""
        return tuple(sorted((one for one in self.owed if one.by is None), key=lambda one: one.due))

    @property
    def next(self) -> WaitingFor[S] | None:
        """The most pressing thing that it waits for; None when nothing is left to do."""
        waiting = self.waiting
        return waiting[0] if waiting else None


def course[S: ReferralStepData](
    sent_at: datetime, steps: Iterable[S], days: WorkingDays, *, is_outside: bool = False
) -> ReferralCourse[S]:
    """Return the state of a referral that was sent then. `steps` in the order in which they were recorded.

    A step counts at any time and in any order of recording. A decision after an answer is owed an answer of its own;
    a disagreement that is taken further takes the place of the stage before. A recipient outside the service is not
    asked who signed a decision off. Raises CalendarError past the bank holidays known.
    """
    steps = list(steps)
    decisions = [step for step in steps if step.kind in DECISIONS]
    owed = [
        *_acknowledgement(sent_at, steps),
        *_checks(steps),
        _wait(ReferralAwaited.DECISION, 1, sent_at, None, decisions[0] if decisions else None),
        *([] if is_outside else _sign_off(steps)),
        *_answers(sent_at, steps),
        *_disagreements(steps),
    ]
    found = tuple(replace(one, due=_due(one, days)) for one in owed)
    return ReferralCourse(
        decision=str(decisions[-1].kind) if decisions else None,
        is_answered=all(one.by is not None for one in found if one.awaited is ReferralAwaited.ANSWER),
        owed=found,
    )


def _wait[S: ReferralStepData](
    awaited: ReferralAwaited, number: int, since: datetime, asked: S | None, by: S | None
) -> WaitingFor[S]:
    """Return what is waited for; its day is counted later."""
    return WaitingFor(awaited, number, since, date.max, asked, by)


def _due(one: WaitingFor[Any], days: WorkingDays) -> date:
    agreed: date | None = one.asked.until if one.asked is not None else None
    if agreed is not None:
        return agreed
    stage = one.asked.stage if one.asked is not None else ""
    clock = STAGES[stage] if stage in STAGES else CLOCKS[one.awaited].working_days
    return days.after(london_day(one.since), clock)


def _acknowledgement[S: ReferralStepData](sent_at: datetime, steps: Sequence[S]) -> Iterator[WaitingFor[S]]:
    """A decision or an answer says that it was received, too."""
    by = next((step for step in steps if step.kind in {ACKNOWLEDGED, "answered", *DECISIONS}), None)
    yield _wait(ReferralAwaited.ACKNOWLEDGEMENT, 1, sent_at, None, by)


def _checks[S: ReferralStepData](steps: Sequence[S]) -> Iterator[WaitingFor[S]]:
    """Each agency that was asked. An answer that names no question is one to the first that is open."""
    asked = [step for step in steps if step.kind == "checks_asked"]
    by: dict[Any, S] = {}
    for step in steps:
        if step.kind == "checks_answered":
            open_ = next((one.pk for one in asked if one.pk not in by), None)
            by.setdefault(step.answers_id or open_, step)
    for number, one in enumerate(asked, start=1):
        yield _wait(ReferralAwaited.CHECK, number, one.at, one, by.get(one.pk))


def _sign_off[S: ReferralStepData](steps: Sequence[S]) -> Iterator[WaitingFor[S]]:
    """The decision that holds, and those before it that were signed off. What is passed on needs no sign-off."""
    number = 0
    open_: S | None = None
    for step in steps:
        if step.kind in DECISIONS:
            number += 1
            open_ = None if step.kind == "passed_on" else step
        elif step.kind == "signed_off" and open_ is not None:
            yield _wait(ReferralAwaited.SIGN_OFF, number, open_.at, open_, step)
            open_ = None
    if open_ is not None:
        yield _wait(ReferralAwaited.SIGN_OFF, number, open_.at, open_, None)


def _answers[S: ReferralStepData](sent_at: datetime, steps: Sequence[S]) -> Iterator[WaitingFor[S]]:
    """The referrer is owed one, and another once it was decided again after that."""
    number, since = 1, sent_at
    by: S | None = None
    for step in steps:
        if step.kind in DECISIONS and by is not None:
            yield _wait(ReferralAwaited.ANSWER, number, since, None, by)
            number, since, by = number + 1, step.at, None
        elif step.kind == "answered" and by is None:
            by = step
    yield _wait(ReferralAwaited.ANSWER, number, since, None, by)


def _disagreements[S: ReferralStepData](steps: Sequence[S]) -> Iterator[WaitingFor[S]]:
    """Each stage to which a disagreement was taken: a later one takes the place of one without an answer."""
    number = 0
    open_: S | None = None
    for step in steps:
        if step.kind == "escalated":
            number, open_ = number + 1, step
        elif open_ is not None and (step.kind == "reconsidered" or step.kind in DECISIONS):
            yield _wait(ReferralAwaited.RECONSIDERATION, number, open_.at, open_, step)
            open_ = None
    if open_ is not None:
        yield _wait(ReferralAwaited.RECONSIDERATION, number, open_.at, open_, None)


def next_stage(steps: Iterable[ReferralStepData]) -> str:
    """Return the stage to which a disagreement is taken next: the one after the furthest, or the last."""
    stages = list(STAGES)
    been = [stages.index(step.stage) for step in steps if step.stage in STAGES]
    return stages[min(max(been, default=-1) + 1, len(stages) - 1)]


def may_record(kind: str, side: ReferralSide, *, is_outside: bool, is_manager: bool) -> bool:
    """Whether somebody on this side may record the step.

    The recipient says what became of a referral, and a manager of theirs signs it off. Where the recipient is not on
    this service, the sender records what they were told. Only the sender takes a disagreement further.
    """
    if kind in OF_THE_SENDER:
        return side is ReferralSide.SENDER
    if kind == "signed_off":
        return side is ReferralSide.RECIPIENT and is_manager
    return side is ReferralSide.RECIPIENT or (side is ReferralSide.SENDER and is_outside)


def proposed(course_: ReferralCourse[Any], steps: Iterable[ReferralStepData]) -> list[str]:
    """Return the kinds of steps that make sense next, the likeliest first. Others can still be recorded."""
    found: list[str] = []
    awaited = {one.awaited for one in course_.waiting}
    if ReferralAwaited.ACKNOWLEDGEMENT in awaited:
        found.append(ACKNOWLEDGED)
    if ReferralAwaited.RECONSIDERATION in awaited:
        found.append("reconsidered")
    if ReferralAwaited.CHECK in awaited:
        found.append("checks_answered")
    if course_.decision is None or ReferralAwaited.RECONSIDERATION in awaited:
        found += ["accepted", "declined", "passed_on", "checks_asked"]
    if ReferralAwaited.SIGN_OFF in awaited:
        found.append("signed_off")
    if course_.decision is not None and not course_.is_answered:
        found.append("answered")
    is_last = next_stage(steps) == list(STAGES)[-1]
    if course_.decision == "declined" and not (ReferralAwaited.RECONSIDERATION in awaited and is_last):
        found.append("escalated")
    return found
