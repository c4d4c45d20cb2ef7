"""Disposals as a list that is kept beside the backups, and disposing again of what a restored backup brought back.

The list has what tombstones have: ids, a reference, times, whose memberships, a rule, counts. It has no name, no key,
and each line is a JSON object. A line that cannot be read stops the whole list before anything is destroyed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from fingerpost.access import turns
from fingerpost.access.models import Compartment, Matter, Membership
from fingerpost.disposal import noting
from fingerpost.disposal.errors import refuse
from fingerpost.disposal.models import Tombstone
from fingerpost.disposal.services.destroying import destroy
from fingerpost.keys import services as keys
from fingerpost.ledger import recording

FIRST_LINE: Final = "fingerpost disposals 1"
DESTROYED: Final = "destroyed"
GONE: Final = "gone"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Line:
    """One tombstone of the list."""

    matter: UUID
    part: str
    reference: str
    at: datetime
    rule: str
    year: int
    proposed_by: UUID | None
    proposed_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime
    listed: list[Any]


@dataclass(frozen=True, slots=True)
class Applied:
    """By reference: what was destroyed again, what was gone already, and of what the database knows nothing."""

    destroyed: tuple[str, ...]
    gone: tuple[str, ...]
    unknown: tuple[str, ...]


def export() -> str:
    """Return the list of every disposal, the first first. On PostgreSQL as the tables' owner, who sees all of them."""
    rows = Tombstone.objects.order_by("at", "matter", "compartment")
    return "\n".join([FIRST_LINE, *(json.dumps(_written(row), sort_keys=True) for row in rows), ""])


def _written(row: Tombstone) -> dict[str, Any]:
    return {
        "matter": str(row.matter_id),
        "part": row.compartment,
        "reference": row.reference,
        "at": row.at.isoformat(),
        "rule": row.rule,
        "year": row.year,
        "proposed_by": row.proposed_by_id and str(row.proposed_by_id),
        "proposed_at": row.proposed_at.isoformat(),
        "confirmed_by": row.confirmed_by_id and str(row.confirmed_by_id),
        "confirmed_at": row.confirmed_at.isoformat(),
        "listed": row.listed,
    }


def read(text: str) -> list[Line]:
    """Read a list. Raises `DisposalError` with the line that cannot be read."""
    first, *lines = text.splitlines() or [""]
    if first != FIRST_LINE:
        raise refuse("line 1", f"it is not “{FIRST_LINE}”", "Give a file that `disposals export` has written.")
    return [_read(number, line) for number, line in enumerate(lines, start=2) if line.strip()]


def _read(number: int, line: str) -> Line:
    try:
        found = json.loads(line)
        made = Line(
            matter=UUID(found["matter"]),
            part=Compartment(found["part"]).value,
            reference=str(found["reference"]),
            at=_moment(found["at"]),
            rule=str(found["rule"]),
            year=int(found["year"]),
            proposed_by=_person(found["proposed_by"]),
            proposed_at=_moment(found["proposed_at"]),
            confirmed_by=_person(found["confirmed_by"]),
            confirmed_at=_moment(found["confirmed_at"]),
            listed=[[str(what), int(number)] for what, number in found["listed"]],
        )
    except (ValueError, KeyError, TypeError):
        raise refuse(
            f"line {number}", "it is no disposal", "Give the file as it was written; nothing was done."
        ) from None
    return made


def _person(id_: str | None) -> UUID | None:
    return None if id_ is None else UUID(id_)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        raise ValueError(text)
    return moment


def apply(lines: Iterable[Line]) -> Applied:
    """Dispose again of each of these that is there, and note it. Done twice it changes nothing.

    On PostgreSQL as the tables' owner. Of people whom the database does not know, since they came after the backup, no
    membership is named.
    """
    found: dict[str, dict[str, None]] = {DESTROYED: {}, GONE: {}, UNKNOWN: {}}
    with recording.recording():
        for line in lines:
            became = _apply(line)
            found[became][line.reference] = None
            if became == DESTROYED:
                noting.disposed(line.matter, [line.part], noting.AGAIN)
                keys.forget(line.matter)
    gone = [reference for reference in found[GONE] if reference not in found[DESTROYED]]
    return Applied(tuple(found[DESTROYED]), tuple(gone), tuple(found[UNKNOWN]))


def _apply(line: Line) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            values = [*_values(line), json.dumps(line.listed)]
            cursor.execute(f"SELECT guard.dispose_again({', '.join(['%s'] * len(values))}::jsonb)", values)
            return str(cursor.fetchone()[0])
    with transaction.atomic():
        turns.take(line.matter)
        if not Matter._base_manager.filter(pk=line.matter, reference=line.reference).exists():
            return UNKNOWN
        if Tombstone.objects.filter(matter=line.matter, compartment=line.part).exists():
            return GONE
        known = set(
            Membership.objects.filter(pk__in=[line.proposed_by, line.confirmed_by]).values_list("pk", flat=True)
        )
        Tombstone.objects.create(
            matter_id=line.matter,
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
        destroy(line.matter, line.at)
    return DESTROYED


def _values(line: Line) -> list[Any]:
    return [
        line.matter,
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
