"""The state of content and safeguards, from what became of them: plain data in and out. No clock and no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from fingerpost.procedure.calendar import WorkingDays, london_day

PATIENCE: Final = 5
"""Working days after which somebody looks again whether content is gone. Set by this service, for the partnership."""

_WAITS: Final = frozenset({"asked", "reappeared"})


class SupportStepData(Protocol):
    """What is read of a step."""

    pk: Any
    kind: Any
    at: Any


class ContentStands(StrEnum):
    """The state of content that is to be removed."""

    NOT_ASKED = "not asked yet"
    PENDING = "pending"
    REMOVED = "removed"
    REFUSED = "refused"
    REAPPEARED = "appeared again"


_AFTER: Final = {
    "asked": ContentStands.PENDING,
    "removed": ContentStands.REMOVED,
    "refused": ContentStands.REFUSED,
    "reappeared": ContentStands.REAPPEARED,
}


@dataclass(frozen=True, slots=True)
class Wait[S: SupportStepData]:
    """A stretch in which it was waited for: begun by a request or a new appearance, ended by an answer, or open."""

    begun: S
    ended: S | None

    def due(self, days: WorkingDays) -> date:
        """Return the last day on which nobody has to look again. Raises CalendarError past the bank holidays known."""
        return days.after(london_day(self.begun.at), PATIENCE)


@dataclass(frozen=True, slots=True)
class ContentStanding[S: SupportStepData]:
    """The state of content, and every wait for it in order."""

    stands: ContentStands
    waits: tuple[Wait[S], ...]

    @property
    def waiting(self) -> Wait[S] | None:
        """The wait that is not over."""
        return self.waits[-1] if self.waits and self.waits[-1].ended is None else None


def content[S: SupportStepData](steps: Iterable[S]) -> ContentStanding[S]:
    """Return the state of content. Steps count by when they were so, in any order of recording.

    A second request while one is pending begins no new wait: the first still waits. One after a refusal does.
    """
    stands, begun, waits = ContentStands.NOT_ASKED, None, []
    for step in sorted(steps, key=lambda one: one.at):
        kind = str(step.kind)
        stands = _AFTER[kind]
        if kind in _WAITS and begun is None:
            begun = step
        elif kind not in _WAITS and begun is not None:
            waits.append(Wait(begun, step))
            begun = None
    if begun is not None:
        waits.append(Wait(begun, None))
    return ContentStanding(stands, tuple(waits))


class Measure(Protocol):
    """What is read of a safeguard."""

    at: Any
    until: Any


@dataclass(frozen=True, slots=True)
class Holds[S: SupportStepData]:
    """The state of a safeguard. `checked`: when somebody last looked that it holds."""

    ended: S | None
    checked: S | None
    has_run_out: bool

    @property
    def is_in_force(self) -> bool:
        """Whether it keeps somebody safe now."""
        return self.ended is None and not self.has_run_out


def holds[S: SupportStepData](measure: Measure, steps: Sequence[S], today: date) -> Holds[S]:
    """Return the state of a safeguard `today`. One that ran out and was not ended is shown as that."""
    ended = [one for one in steps if str(one.kind) == "ended"]
    checked = sorted((one for one in steps if str(one.kind) == "checked"), key=lambda one: one.at)
    return Holds(
        ended[0] if ended else None,
        checked[-1] if checked else None,
        measure.until is not None and measure.until < today,
    )
