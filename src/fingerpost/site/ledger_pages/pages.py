"""Pages of entries, the newest first: each begins where the one before ended, and nothing counts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice

from fingerpost.access.ledger_visibility import Entries
from fingerpost.ledger.models import LedgerEntry

PER_PAGE = 50
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Some entries; `older` is the address's `before` for those that come next, empty when there are none.

    It is a moment, not a number: an entry's number would tell how much others do.
    """

    rows: list[LedgerEntry]
    older: str


def page(before: str, *sources: Entries) -> LedgerPage:
    """Return the entries of these sources before a moment (empty: the newest). Each source is asked once."""
    moment = _moment(before)
    found = []
    for source in sources:
        older = source if moment is None else source.filter(at__lt=moment)
        found.append(older.order_by("-at", "-leaf_index")[: PER_PAGE + 1])
    rows = list(islice(merge(*found, key=lambda row: (row.at, row.leaf_index), reverse=True), PER_PAGE + 1))
    if len(rows) <= PER_PAGE:
        return LedgerPage(rows, "")
    # Entries of one moment stay together, so that the next page misses none.
    last = rows.pop().at
    whole = [row for row in rows if row.at > last] or rows
    return LedgerPage(whole, str((whole[-1].at - _BEGAN) // _MICROSECOND))


def _moment(before: str) -> datetime | None:
    """Return the moment that an address names; None, so the newest, for anything else."""
    if not (before.isascii() and before.isdigit() and len(before) <= 17):
        return None
    return _BEGAN + int(before) * _MICROSECOND
