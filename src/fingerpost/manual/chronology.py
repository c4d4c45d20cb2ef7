"""The entries that this room has in a concern's chronology: that it was moved to another version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.record.services import procedure_moves


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Yield the moves of a concern, as recorded by `at` (None: now): one query."""
    for row in procedure_moves.moves_of(concern, compartments, at):
        why = str(row.why).rstrip(". ")
        said = f"From then on it is decided under {row.to} instead of {row.before}. Reason: {why}."
        yield ChronologyEntry(
            row.compartment, EntryKind.PROCEDURE, row.recorded_at, row.recorded_at, person(row.recorded_by), said
        )
