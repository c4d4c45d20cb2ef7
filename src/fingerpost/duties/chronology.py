"""The duties' entries in a concern's chronology: every step of every duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access import compartments
from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.duties import sentences
from fingerpost.duties.models import DutyStep
from fingerpost.duties.presentation import names_in
from fingerpost.duties.services import duty_rows
from fingerpost.record.services.procedures import named


def of_concern(concern: Concern, seen: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return the steps of duties that follow from decisions of these compartments: four queries for each."""
    for compartment in compartments.decisions_for(seen):
        held = duty_rows.of(concern, compartment, at)
        names = names_in(concern, compartment, at) if held else {}
        for one in held.values():
            pack = named(one.duty.pack)
            for step in one.steps:
                said = f"{one.duty.asks} ({one.duty.provision}) {sentences.of_step(step, pack, names, one.steps)}"
                people = frozenset([one.duty.about] if one.duty.about else [])
                yield ChronologyEntry(
                    step.compartment, EntryKind.DUTIES, _when(step), step.at, person(step.by), said, people
                )


def _when(step: DutyStep) -> datetime:
    """Return of when a step is: since when what brings the duty was known, or when it was recorded."""
    return step.learned_at or step.at
