"""The part of a chronology that a document has: first and last day, kinds, and the day as of which it was known.

It is kept with what was asked for as a few signs, and says in the document itself that it is a part. No clock, no
database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from fingerpost.access.chronology import ChronologyEntry, EntryKind
from fingerpost.procedure.calendar import LONDON, london_day
from fingerpost.procedure.explaining.words import day_in_words, joined

_DAY: Final = "%Y%m%d"


@dataclass(frozen=True, slots=True)
class ChronologyFilter:
    """A part of a chronology; each None, or no kinds: all of it. `known`: the day by whose end it was recorded."""

    first: date | None = None
    last: date | None = None
    kinds: frozenset[EntryKind] = field(default_factory=frozenset)
    known: date | None = None

    @property
    def key(self) -> str:
        """Write it in at most 36 signs; an empty text for all of it."""
        days = [f"{day:{_DAY}}" if day else "" for day in (self.first, self.last, self.known)]
        bits = sum(1 << place for place, kind in enumerate(EntryKind) if kind in self.kinds)
        return "-".join([*days, f"{bits:x}" if bits else ""]) if any(days) or bits else ""

    @classmethod
    def read(cls, key: str) -> ChronologyFilter:
        """Return which part such a text means. Raises ValueError for any other."""
        if not key:
            return cls()
        first, last, known, bits = key.split("-")
        days = [_day(one) for one in (first, last, known)]
        asked = int(bits, 16) if bits else 0
        if asked >> len(EntryKind):
            raise ValueError
        kinds = frozenset(kind for place, kind in enumerate(EntryKind) if asked >> place & 1)
        return cls(days[0], days[1], kinds, days[2])

    @property
    def at(self) -> datetime | None:
        """The moment by which it was recorded: the end of the day in London; None for now."""
        return (
            datetime.combine(self.known + timedelta(1), time.min, LONDON) - timedelta(0, 0, 1) if self.known else None
        )

    def of(self, entries: Iterable[ChronologyEntry]) -> list[ChronologyEntry]:
        """Return those entries that are in it."""
        return [one for one in entries if self._has(one)]

    def _has(self, entry: ChronologyEntry) -> bool:
        day = london_day(entry.at) if isinstance(entry.at, datetime) else entry.at
        return (
            (self.first is None or day >= self.first)
            and (self.last is None or day <= self.last)
            and (not self.kinds or entry.kind in self.kinds)
        )

    @property
    def words(self) -> str:
        """Say what it is a part of, in a sentence; an empty text for all of it."""
        said = []
        if self.first:
            said.append(f"from {day_in_words(self.first)}")
        if self.last:
            said.append(f"to {day_in_words(self.last)}")
        if self.kinds:
            said.append(f"of these kinds only: {joined(kind.value for kind in EntryKind if kind in self.kinds)}")
        part = f"This is a part of the chronology: what is {', '.join(said)}." if said else ""
        known = (
            f"It has what was recorded by the end of {day_in_words(self.known)}, and nothing later."
            if self.known
            else ""
        )
        return " ".join(filter(None, (part, known)))


def _day(text: str) -> date | None:
    return datetime.strptime(text, _DAY).replace(tzinfo=LONDON).date() if text else None
