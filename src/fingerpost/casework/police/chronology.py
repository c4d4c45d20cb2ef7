"""The entries of the police in a concern’s chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.models import PoliceOpened, PoliceStep
from fingerpost.casework.police.sentences import sentence
from fingerpost.duties.presentation import names_in
from fingerpost.record.services.statements import recorded


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return the entries of these compartments, as recorded by `at` (None: now), and what was opened: four queries."""
    steps = recorded(PoliceStep.objects.visible(), concern, compartments, at)
    found = list(steps.select_related("by__user", "by__organisation", "officer__user", "officer__organisation"))
    part = Compartment.POLICE if Compartment.POLICE in compartments else Compartment.COMMON
    names = names_in(concern, part, at) if found else {}
    for step in found:
        people = frozenset([step.about_id] if step.about_id else [])
        said = sentence(step, names)
        yield ChronologyEntry(
            step.compartment, EntryKind.POLICE, step.at, step.recorded_at, person(step.by), said, people
        )
    opened = recorded(PoliceOpened.objects.visible(), concern, compartments, at)
    for one in opened.select_related("by__user", "by__organisation", "step"):
        what = one.step.get_kind_display() if one.step else "An arrest"
        said = f"{what}: the police let everybody know who sees the common record: {str(one.why).rstrip('. ')}."
        yield ChronologyEntry(one.compartment, EntryKind.POLICE, one.recorded_at, one.recorded_at, person(one.by), said)
