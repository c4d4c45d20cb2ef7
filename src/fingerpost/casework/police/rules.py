"""The state of an investigation, from its entries: plain data in, plain data out. No clock and no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

_INVESTIGATION: Final = ("investigation_opened", "investigation_closed")


class PoliceStepData(Protocol):
    """What is read of an entry; `models.PoliceStep` says what each means."""

    pk: Any
    kind: Any
    at: Any
    until: Any
    about_id: Any
    of_id: Any


class BailStands(StrEnum):
    """How bail is on a day."""

    IN_FORCE = "in force"
    VARIED = "varied"
    RUN_OUT = "run out"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class PoliceStanding[E: PoliceStepData]:
    """Its state. `investigation`: the entry that opened or closed it last. `searches`: planned and not carried out.

    `outcomes`: the last of each person.
    """

    references: tuple[E, ...] = ()
    officer: E | None = None
    investigation: E | None = None
    bails: tuple[tuple[E, BailStands], ...] = ()
    searches: tuple[E, ...] = ()
    devices: tuple[E, ...] = ()
    outcomes: tuple[E, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether an investigation is under way."""
        return self.investigation is not None and str(self.investigation.kind) == _INVESTIGATION[0]

    @property
    def in_force(self) -> tuple[E, ...]:
        """The bail that holds."""
        return tuple(one for one, stands in self.bails if stands is BailStands.IN_FORCE)


def fold[E: PoliceStepData](entries: Iterable[E], today: date) -> PoliceStanding[E]:
    """Return how far it is `today`. `entries` in the order in which they were recorded.

    They count by when they were so. An entry ends, varies or carries out the one that it names, in any order the
    two were recorded.
    """
    rows = sorted(entries, key=lambda one: one.at)

    def of(*kinds: str) -> list[E]:
        return [one for one in rows if str(one.kind) in kinds]

    def named_by(*kinds: str) -> set[Any]:
        return {one.of_id for one in of(*kinds)}

    ended, varied, carried_out = named_by("bail_ended"), named_by("bail"), named_by("warrant_executed")

    def bail(one: E) -> BailStands:
        if one.pk in ended:
            return BailStands.ENDED
        if one.pk in varied:
            return BailStands.VARIED
        return BailStands.RUN_OUT if one.until is not None and one.until < today else BailStands.IN_FORCE

    officers, investigations = of("officer"), of(*_INVESTIGATION)
    return PoliceStanding(
        references=tuple(of("reference")),
        officer=officers[-1] if officers else None,
        investigation=investigations[-1] if investigations else None,
        bails=tuple((one, bail(one)) for one in of("bail")),
        searches=tuple(one for one in of("warrant_planned") if one.pk not in carried_out),
        devices=tuple(of("devices")),
        outcomes=tuple({one.about_id: one for one in of("outcome")}.values()),
    )
