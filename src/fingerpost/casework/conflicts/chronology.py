"""Who was shut out of a concern and who no longer is, in its chronology: never who said what led to it, nor why.

Recording that an adult works somewhere shuts its people out, which its recorder did not choose. So an exclusion has
no name beside it but its own; who undid one answers for it, and is named. The page of conflicts has the reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access import context
from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Compartment, Concern, Exclusion, ExclusionGround
from fingerpost.record.models import ConflictAnswer, ConflictAnswered


def of_concern(concern: Concern, seen: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return when somebody was shut out and when that ended, as known at a moment: two queries."""
    rows = Exclusion.objects.visible().filter(concern=concern, compartment__in=seen)
    if at is not None:
        rows = rows.filter(starts__lte=at)
    found = [
        row
        for row in rows.select_related("user", "organisation").order_by("starts", "pk")
        if row.user_id != context.required().user_id
    ]
    undone = _undone(concern, seen) if any(row.ends for row in found) else {}
    for row in found:
        yield ChronologyEntry(row.compartment, EntryKind.INVOLVED, row.starts, row.starts, "", _shut_out(row))
        if row.ends is not None and (at is None or row.ends <= at):
            answer = undone.get(row.pk)
            by = person(answer.recorded_by) if answer else ""
            yield ChronologyEntry(row.compartment, EntryKind.INVOLVED, row.ends, row.ends, by, _ended(row))


def _undone(concern: Concern, seen: frozenset[str]) -> dict[object, ConflictAnswered]:
    rows = ConflictAnswered.objects.visible().filter(
        concern=concern, compartment__in=seen, answer=ConflictAnswer.UNDONE, exclusion__isnull=False
    )
    return {row.exclusion_id: row for row in rows.select_related("recorded_by__user", "recorded_by__organisation")}


def _shut_out(row: Exclusion) -> str:
    if row.organisation is not None:
        whom = f"The people of {row.organisation.name}, but for those who are named,"
        return f"{whom} were shut out{_of(row)}: {row.get_ground_display()}."
    if row.ground == ExclusionGround.DECLARED:
        return f"{_name(row)} declared a conflict, and was shut out{_of(row)}."
    return f"{_name(row)} was shut out{_of(row)}: {row.get_ground_display()}."


def _ended(row: Exclusion) -> str:
    if row.organisation is not None:
        return f"The people of {row.organisation.name} are no longer shut out{_of(row)}."
    return f"{_name(row)} is no longer shut out{_of(row)}."


def _name(row: Exclusion) -> str:
    return row.user.name if row.user else ""


def _of(row: Exclusion) -> str:
    return f" of one part ({Compartment(row.covers).label})" if row.covers else ""
