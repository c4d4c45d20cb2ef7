"""What is a duty, what became of it, and when it is due: plain data in, plain data out. No clock and no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.dues import Dues
from fingerpost.procedure.pack.model import Pack, Provision

FOR_GOOD: Final = date.max
"""Until when something is waived that is waived for good."""

_OFFERED: Final = frozenset({"consider", "may"})
REFERRAL: Final = "referral"
"""What carries a provision out that asks to refer, as `pack.words.ACTS` has it."""


def is_offered(provision: Provision) -> bool:
    """Whether it is to be considered, or allowed, so that nobody is late with it."""
    return provision.modality in _OFFERED


def needs_second(provision: Provision) -> bool:
    """Whether a second person has to confirm that it is waived or postponed: the chapter wants it the same day."""
    return provision.deadline is not None and provision.deadline.kind == "same_day"


# ---- when it is due --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """The chapter's day, counted from the day reported, and the day that counts where the ground was learned later."""

    chapters: date
    counts: date

    @property
    def differs(self) -> bool:
        """Whether there are two days to show."""
        return self.chapters != self.counts


def due_by(day: date | None) -> Due | None:
    """Return when a piece of casework is due: on its own day, from whatever day the procedure counts."""
    return None if day is None else Due(day, day)


def due(pack: Pack, provision: Provision, case: Case, about: str, learned_at: datetime) -> Due | None:
    """Return when a duty is due, or None where the chapter sets no day or its event has not happened.

    The decision contract counts from `reported_at`, unless the provision names an event. A ground that was learned
    later starts its count on the day in London on which it was learned; a count from an event still starts at the
    event; and nothing is due before the day on which it was learned. Raises CaseError past the bank holidays known.
    """
    if provision.deadline is None:
        return None
    days = WorkingDays.of(pack.nation)
    chapters = Dues(case, days).due(provision.deadline, about)
    if chapters is None:
        return None
    if london_day(learned_at) <= london_day(case.reported_at):
        return Due(chapters, chapters)
    later = Dues(replace(case, reported_at=learned_at), days).due(provision.deadline, about)
    return Due(chapters, max(later or chapters, london_day(learned_at)))


# ---- what became of it -----------------------------------------------------------------------------------------------


class DutyStepData(Protocol):
    """What a fold reads of a step; `models.DutyStep` says what each means."""

    pk: Any
    kind: Any
    learned_at: Any
    until: Any
    second: Any
    to_id: Any
    step_id: Any


class DutyStatus(StrEnum):
    """How a duty is on a day."""

    OPEN = "open"
    DONE = "done"
    WAIVED = "waived"
    POSTPONED = "postponed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Folded[S: DutyStepData]:
    """What a duty's steps come to.

    `pause`: the waiver or postponement that counts. `proposed`: the one that still needs a second person; until then
    the duty is open. `holder`: who took it, or to whom it was handed.
    """

    applies: bool = False
    learned_at: datetime | None = None
    done: S | None = None
    pause: S | None = None
    proposed: S | None = None
    holder: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether it applies and is not done. A pause makes it quiet for a time, and does not close it."""
        return self.applies and self.done is None

    @property
    def quiet_until(self) -> date | None:
        """The day on which a pause ends; None without one."""
        return (self.pause.until or FOR_GOOD) if self.pause else None

    def status(self, today: date) -> DutyStatus:
        """Return how it is on a day."""
        if self.done is not None:
            return DutyStatus.DONE
        if not self.applies:
            return DutyStatus.SUPERSEDED
        if self.pause is not None and self.quiet_until is not None and today < self.quiet_until:
            return DutyStatus(self.pause.kind)
        return DutyStatus.OPEN


def fold[S: DutyStepData](steps: Iterable[S]) -> Folded[S]:
    """Return what the steps of one duty come to, in the order in which they were recorded.

    What is done stays done, whatever else changes, unless somebody takes back having recorded it. A pause ends when the
    duty comes back: it was decided about circumstances that had ended.
    """
    steps = list(steps)
    taken_back = {step.step_id for step in steps if step.kind == "withdrawn"}
    now: Folded[S] = Folded()
    for step in steps:
        if step.pk not in taken_back:
            now = _after(now, step)
    return now


def _after[S: DutyStepData](now: Folded[S], step: S) -> Folded[S]:
    match step.kind:
        case "appeared" | "returned":
            return replace(now, applies=True, learned_at=step.learned_at, pause=None, proposed=None)
        case "superseded":
            return replace(now, applies=False)
        case "done":
            return replace(now, done=step)
        case "waived" | "postponed" if step.second:
            return replace(now, proposed=step)
        case "waived" | "postponed":
            return replace(now, pause=step, proposed=None)
        case "confirmed" if now.proposed is not None and step.step_id == now.proposed.pk:
            return replace(now, pause=now.proposed, proposed=None)
        case "taken" | "handed_over":
            return replace(now, holder=step.to_id)
    return now
