"""Disposing again of what a restored backup brought back, by the list of disposals (`disposal.disposal_format`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from fingerpost.access import concern_lock
from fingerpost.access.models import Concern, Involvement, Membership
from fingerpost.disposal import audit
from fingerpost.disposal.disposal_format import DisposalLine
from fingerpost.disposal.models import Tombstone
from fingerpost.disposal.services.destruction import destroy
from fingerpost.keys import services as keys
from fingerpost.ledger import recording

DESTROYED: Final = "destroyed"
GONE: Final = "gone"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Applied:
    """By reference: what was destroyed again, what was gone already, and what the database knows nothing of."""

    destroyed: tuple[str, ...]
    gone: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def said(self) -> str:
        """Return how many there are of each, in words."""
        return (
            f"Disposed of again: {len(self.destroyed)}. Gone already: {len(self.gone)}."
            f" Opened after the backup, and not in it: {len(self.unknown)}."
        )


def apply(lines: Iterable[DisposalLine]) -> Applied:
    """Dispose again of each of these that is there, and note it. Done twice it changes nothing.

    On PostgreSQL as the tables' owner, or a superuser. People who came after the backup are not in the database: no
    membership of theirs is named; nor any part that is not in the list, since its author did not see that part.
    """
    found: dict[str, dict[str, None]] = {DESTROYED: {}, GONE: {}, UNKNOWN: {}}
    again: dict[UUID, None] = {}
    with recording.recording(None):
        for line in lines:
            became = _apply(line)
            found[became][line.reference] = None
            if became == DESTROYED:
                again[line.concern] = None
                audit.disposed(line.concern, [line.part], audit.AGAIN)
                keys.forget(line.concern)
        for concern_id in again:
            audit.disposed(concern_id, _complete(concern_id), audit.AGAIN)
    gone = [reference for reference in found[GONE] if reference not in found[DESTROYED]]
    return Applied(tuple(found[DESTROYED]), tuple(gone), tuple(found[UNKNOWN]))


def _apply(line: DisposalLine) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            values = [*_values(line), json.dumps(line.listed)]
            cursor.execute(f"SELECT guard.dispose_again({', '.join(['%s'] * len(values))}::jsonb)", values)
            return str(cursor.fetchone()[0])
    with transaction.atomic():
        concern_lock.lock(line.concern)
        if not Concern._base_manager.filter(pk=line.concern, reference=line.reference).exists():
            return UNKNOWN
        if Tombstone.objects.filter(concern=line.concern, compartment=line.part).exists():
            return GONE
        known = set(
            Membership.objects.filter(pk__in=[line.proposed_by, line.confirmed_by]).values_list("pk", flat=True)
        )
        Tombstone.objects.create(
            concern_id=line.concern,
            compartment=line.part,
            reference=line.reference,
            at=line.at,
            rule=line.rule,
            year=line.year,
            proposed_by_id=line.proposed_by if line.proposed_by in known else None,
            proposed_at=line.proposed_at,
            confirmed_by_id=line.confirmed_by if line.confirmed_by in known else None,
            confirmed_at=line.confirmed_at,
            listed=line.listed,
        )
        destroy(line.concern, line.at)
    return DESTROYED


def _complete(concern_id: UUID) -> list[str]:
    """Leave a tombstone of each part that the list does not have, and return which. It says when, and no more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT guard.complete_tombstones(%s)", [concern_id])
            return [part for (part,) in cursor.fetchall()]
    stones = Tombstone.objects.filter(concern=concern_id)
    first = stones.order_by("at", "compartment")[0]
    there = set(stones.values_list("compartment", flat=True))
    parts = set(Involvement._base_manager.filter(concern=concern_id).values_list("compartment", flat=True)) - there
    for part in parts:
        Tombstone.objects.create(
            concern_id=concern_id,
            compartment=part,
            reference=first.reference,
            at=first.at,
            rule="",
            year=first.at.year,
            proposed_at=first.at,
            confirmed_at=first.at,
        )
    return list(parts)


def _values(line: DisposalLine) -> list[Any]:
    return [
        line.concern,
        line.part,
        line.reference,
        line.at,
        line.rule,
        line.year,
        line.proposed_by,
        line.proposed_at,
        line.confirmed_by,
        line.confirmed_at,
    ]
