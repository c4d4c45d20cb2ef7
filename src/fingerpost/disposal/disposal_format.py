"""The list of disposals as a text: what tombstones have, so that what a backup brings back goes again.

Ids, references, times, whose memberships, a rule, counts: no name, no key. The first line has how many disposals
follow and their SHA-256, and each further line is one as JSON: a list that was damaged or cut off is refused whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from fingerpost.access.models import Compartment
from fingerpost.disposal.errors import refuse

FIRST_LINE: Final = "fingerpost disposals 2"
_AS_WRITTEN: Final = "Give it as it was written."


@dataclass(frozen=True, slots=True)
class DisposalLine:
    """One tombstone of the list. It names no membership of people that the database no longer knows."""

    concern: UUID
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


def once(lines: Iterable[DisposalLine]) -> list[DisposalLine]:
    """Return each disposal once, in order; if one is there twice, the later line counts."""
    known = {(line.concern, line.part): line for line in lines}
    return sorted(known.values(), key=lambda line: (line.at, str(line.concern), line.part))


def written(lines: Iterable[DisposalLine]) -> str:
    """Return the list as a text, each disposal once."""
    rows = once(lines)
    body = "".join(json.dumps(asdict(line), default=_plain, sort_keys=True) + "\n" for line in rows)
    return f"{FIRST_LINE} {len(rows)} {_digest(body)}\n{body}"


def read(text: str) -> list[DisposalLine]:
    """Read a list. Raises `DisposalError` for one that is not whole, and then for all of it."""
    first, _, body = text.partition("\n")
    if not first.startswith(f"{FIRST_LINE} "):
        raise refuse("line 1", f"it is not “{FIRST_LINE} …”", "Give a file that `disposals export` has written.")
    if first != f"{FIRST_LINE} {body.count('\n')} {_digest(body)}":
        raise refuse("the list", "it is damaged or cut off: it is not what was written", _AS_WRITTEN)
    return [_read(number, line) for number, line in enumerate(body.splitlines(), start=2)]


def _digest(body: str) -> str:
    return sha256(body.encode()).hexdigest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _read(number: int, line: str) -> DisposalLine:
    try:
        found = json.loads(line)
        return DisposalLine(
            concern=UUID(found["concern"]),
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
        raise refuse(f"line {number}", "it is no disposal", _AS_WRITTEN) from None


def _person(id_: str | None) -> UUID | None:
    return None if id_ is None else UUID(id_)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        raise ValueError(text)
    return moment
