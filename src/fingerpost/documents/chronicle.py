"""The documents' entries in a concern's chronology: what was produced, for whom, when and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.chronology import Entry, Kind, person
from fingerpost.access.models import Matter
from fingerpost.documents import papers, producing
from fingerpost.documents.models import Ending


def of_matter(matter: Matter, compartments: frozenset[str], at: datetime | None) -> Iterator[Entry]:
    """Return each document that was made, by `at` (None: now): two queries."""
    found = producing.of_matter(matter, compartments, at)
    ended = producing.ended_of(found)
    for one in found:
        end = ended.get(one.pk)
        if end is None or end.ending != Ending.MADE or (at is not None and end.at > at):
            continue
        title = producing.title_of(one) if papers.kind(one.kind) else one.kind
        said = f"A document was produced: {title}, for {one.for_whom} ({one.format.upper()})."
        yield Entry(one.compartment, Kind.DOCUMENTS, end.at, end.at, person(one.by), said)
