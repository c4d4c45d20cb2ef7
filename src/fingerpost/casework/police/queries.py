"""What is recorded of the police’s work, for somebody who sees these compartments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import PoliceOpened, PoliceStep
from fingerpost.casework.police.rules import PoliceStanding, fold
from fingerpost.casework.police.services import ARREST
from fingerpost.record.models import Happened
from fingerpost.record.services.events import events_of


@dataclass(frozen=True, slots=True)
class PoliceEntry[Row: PoliceStep | Happened]:
    """An entry or an arrest. `opened`: the decision that others may know; `is_hidden`: only the police know of it."""

    row: Row
    opened: PoliceOpened | None

    @property
    def is_hidden(self) -> bool:
        """Whether only the police know of it."""
        return self.row.compartment == Compartment.POLICE and self.opened is None


@dataclass(frozen=True, slots=True)
class PoliceWork:
    """What somebody may know: each thing once, though what was opened is recorded twice."""

    entries: tuple[PoliceEntry[PoliceStep], ...]
    arrests: tuple[PoliceEntry[Happened], ...]
    standing: PoliceStanding[PoliceStep]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.entries or self.arrests)


def of_concern(concern: Concern, seen: Collection[str], today: date) -> PoliceWork:
    """Return what somebody may know who sees these compartments, and how far it is: three queries."""
    parts = frozenset(seen) & {Compartment.COMMON, Compartment.POLICE}
    decided = PoliceOpened.objects.visible().filter(concern=concern, compartment__in=parts)
    opened = list(decided.select_related("by__user", "by__organisation"))
    again = {one.opened_step_id for one in opened} | {one.opened_event_id for one in opened}
    by_row = {one.step_id or one.event_id: one for one in opened}
    rows = PoliceStep.objects.visible().filter(concern=concern, compartment__in=parts).order_by("recorded_at", "id")
    people = ("by__user", "by__organisation", "officer__user", "officer__organisation", "about")
    steps = [one for one in rows.select_related(*people) if one.pk not in again]
    arrests = [one for one in events_of(concern, parts) if one.type == ARREST and one.pk not in again]
    return PoliceWork(
        tuple(PoliceEntry(one, by_row.get(one.pk)) for one in steps),
        tuple(PoliceEntry(one, by_row.get(one.pk)) for one in arrests),
        fold(steps, today),
    )
