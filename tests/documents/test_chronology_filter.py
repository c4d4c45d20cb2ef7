"""A part of a chronology is kept as a few signs, has what it says, and says that it is a part."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.access.chronology import ChronologyEntry, EntryKind
from fingerpost.documents.chronology_filter import ChronologyFilter
from fingerpost.procedure.calendar import london_day

DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31))
PARTS = st.builds(ChronologyFilter, DAYS, DAYS, st.frozensets(st.sampled_from(EntryKind)), DAYS)
DAY = date(2026, 3, 24)


def entry(kind: EntryKind = EntryKind.MEETINGS, at: datetime | date = DAY) -> ChronologyEntry:
    recorded = datetime(2026, 3, 30, tzinfo=UTC)
    return ChronologyEntry("common", kind, at, recorded, "Somebody", "It was said.")


@given(PARTS)
def test_it_is_read_as_it_was_written(part: ChronologyFilter) -> None:
    assert ChronologyFilter.read(part.key) == part
    assert len(part.key) <= 36
    assert bool(part.key) == bool(part.words) == (part != ChronologyFilter())


@pytest.mark.parametrize("key", ["x", "1-2", "---zz", "20261301---", "---ffffffffff", "2026-03-24-1-"])
def test_anything_else_is_refused(key: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever is wrong in it
        ChronologyFilter.read(key)


@pytest.mark.parametrize("number", [-1, 0, 1])
def test_its_days_are_london_days_and_both_ends_are_in_it(number: int) -> None:
    day = DAY + timedelta(days=number)
    late = datetime(day.year, day.month, day.day, 23, 30, tzinfo=UTC)
    for at in (day, late):
        assert bool(ChronologyFilter(first=DAY).of([entry(at=at)])) == (number >= 0)
        assert bool(ChronologyFilter(last=DAY).of([entry(at=at)])) == (number <= 0)
    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert ChronologyFilter(first=date(2026, 7, 2)).of([entry(at=summer)])


def test_it_has_the_kinds_that_were_asked_for_and_all_where_none_were() -> None:
    entries = [entry(kind) for kind in EntryKind]
    assert ChronologyFilter().of(entries) == entries
    assert [one.kind for one in ChronologyFilter(kinds=frozenset({EntryKind.POLICE})).of(entries)] == [EntryKind.POLICE]


def test_what_was_known_on_a_day_was_recorded_by_its_end_in_london() -> None:
    moment = ChronologyFilter(known=date(2026, 7, 1)).at
    assert moment is not None
    assert london_day(moment) == date(2026, 7, 1)
    assert london_day(moment + timedelta(microseconds=1)) == date(2026, 7, 2)
    assert ChronologyFilter().at is None
