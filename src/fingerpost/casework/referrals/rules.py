"""What became of a referral, what it waits for and until when: plain data in, plain data out. No clock, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Protocol

from fingerpost.casework.referrals.clocks import CLOCKS, Awaited
from fingerpost.procedure.calendar import WorkingDays, london_day

ACKNOWLEDGED: Final = "acknowledged"
DECISIONS: Final = frozenset({"accepted", "declined", "passed_on"})
OF_THE_SENDER: Final = frozenset({"escalated"})
NEEDS_WORDS: Final = frozenset({"checks_asked", "checks_answered", "declined", "answered", "escalated", "reconsidered"})
"""Steps that say nothing without words: a reason, an outcome, whom was asked what."""


class Side(Enum):
    """Where somebody stands to a referral."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    OTHER = "other"


class Step(Protocol):
    """What is read of a step; `models.ReferralStep` says what each means."""

    kind: Any
    at: Any


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that a referral waits for, and the last day on which it is on time."""

    awaited: Awaited
    due: date

    def is_overdue(self, today: date) -> bool:
        """Whether that day is over."""
        return self.due < today

    @property
    def words(self) -> str:
        """What is to be done, in words."""
        return CLOCKS[self.awaited].words

    @property
    def source(self) -> str:
        """Where the time comes from."""
        return CLOCKS[self.awaited].source


@dataclass(frozen=True, slots=True)
class Course:
    """How a referral stands: the decision that holds now (its kind), and what it waits for, the most pressing first."""

    decision: str | None
    is_answered: bool
    waiting: tuple[Waiting, ...]

    @property
    def next(self) -> Waiting | None:
        """The most pressing thing that it waits for; None when nothing is left to do."""
        return self.waiting[0] if self.waiting else None


def course(sent_at: datetime, steps: Iterable[Step], days: WorkingDays) -> Course:
    """Return how a referral stands that was sent then. `steps` in the order in which they were recorded.

    A step counts whenever it is recorded, in whatever order. A disagreement opens the decision again; it and its
    answer to the referrer are then awaited anew. Raises CalendarError past the bank holidays known.
    """
    decision: Step | None = None
    escalated: Step | None = None
    done: set[str] = set()
    for step in steps:
        kind = str(step.kind)
        done.add(kind)
        if kind in DECISIONS:
            decision, escalated = step, None
            done -= {"signed_off", "answered"}
        elif kind == "escalated":
            escalated = step
        elif kind == "reconsidered":
            escalated = None
    awaited: dict[Awaited, datetime] = {}
    if not done & {ACKNOWLEDGED, *DECISIONS, "answered"}:
        awaited[Awaited.ACKNOWLEDGEMENT] = sent_at
    if decision is None:
        awaited[Awaited.DECISION] = sent_at
    elif "signed_off" not in done and decision.kind != "passed_on":
        awaited[Awaited.SIGN_OFF] = decision.at
    if "answered" not in done:
        awaited[Awaited.ANSWER] = sent_at
    if escalated is not None:
        awaited[Awaited.RECONSIDERATION] = escalated.at
    waiting = [Waiting(one, days.after(london_day(since), CLOCKS[one].working_days)) for one, since in awaited.items()]
    return Course(
        decision=str(decision.kind) if decision else None,
        is_answered="answered" in done,
        waiting=tuple(sorted(waiting, key=lambda one: one.due)),
    )


def may_record(kind: str, side: Side, *, is_outside: bool, is_manager: bool) -> bool:
    """Whether somebody on this side may record the step.

    The recipient says what became of a referral, and a manager of theirs signs it off. Where the recipient is not on
    this service, the sender records what they were told. Only the sender takes a disagreement further.
    """
    if kind in OF_THE_SENDER:
        return side is Side.SENDER
    if kind == "signed_off":
        return side is Side.RECIPIENT and is_manager
    return side is Side.RECIPIENT or (side is Side.SENDER and is_outside)


def proposed(course_: Course, steps: Iterable[Step]) -> list[str]:
    """Return the kinds of steps that make sense next, the likeliest first. Others can still be recorded."""
    kinds = [str(step.kind) for step in steps]
    found: list[str] = []
    awaited = {one.awaited for one in course_.waiting}
    if Awaited.ACKNOWLEDGEMENT in awaited:
        found.append(ACKNOWLEDGED)
    if Awaited.RECONSIDERATION in awaited:
        found.append("reconsidered")
    if course_.decision is None or Awaited.RECONSIDERATION in awaited:
        found += ["accepted", "declined", "passed_on", "checks_asked"]
    if kinds.count("checks_asked") > kinds.count("checks_answered"):
        found.append("checks_answered")
    if Awaited.SIGN_OFF in awaited:
        found.append("signed_off")
    if course_.decision is not None and not course_.is_answered:
        found.append("answered")
    if course_.decision == "declined" and Awaited.RECONSIDERATION not in awaited:
        found.append("escalated")
    return found
