"""Other areas and countries, in a concern's chronology."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.casework.cross_border import services
from fingerpost.casework.models import CrossBorder
from fingerpost.record.services.people_names import names_of


def of_concern(concern: Concern, seen: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each consideration as an entry of the chronology: two queries."""
    there = services.of_concern(concern, seen, at)
    names = names_of({one.about_id for one in there}, seen) if there else {}
    for one in there:
        said = _sentence(one, names[one.about_id])
        people = frozenset([one.about_id])
        yield ChronologyEntry(
            one.compartment, EntryKind.REFERRALS, one.at, one.recorded_at, person(one.by), said, people
        )


def _sentence(one: CrossBorder, name: str) -> str:
    whom = f" ({one.whom})" if one.whom else ""
    result = str(one.get_result_display()).lower()
    why = one.why.rstrip(". ")
    return f"Considered whether another area or country should be told about {name}: {result}{whom}. {why}."
