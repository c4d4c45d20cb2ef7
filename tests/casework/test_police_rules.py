"""How an investigation stands, whenever and in whatever order its entries were recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from fingerpost.casework.police.rules import BailStands, fold

TUESDAY = datetime(2026, 3, 24, 12, tzinfo=UTC)
TODAY = date(2026, 3, 30)


@dataclass(frozen=True)
class Entry:
    pk: str
    kind: str
    days: int = 0
    until: date | None = None
    of_id: str | None = None
    about_id: str | None = None

    @property
    def at(self) -> datetime:
        return TUESDAY + timedelta(days=self.days)


def bails(*entries: Entry) -> dict[str, BailStands]:
    return {one.pk: stands for one, stands in fold(entries, TODAY).bails}


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, BailStands.IN_FORCE),
        (TODAY, BailStands.IN_FORCE),
        (TODAY - timedelta(days=1), BailStands.RUN_OUT),
        (TODAY + timedelta(days=1), BailStands.IN_FORCE),
    ],
)
def test_bail_holds_to_the_end_of_its_last_day(until: date | None, expected: BailStands) -> None:
    assert bails(Entry("b", "bail", until=until)) == {"b": expected}
    assert [one.pk for one in fold([Entry("b", "bail", until=until)], TODAY).in_force] == (
        ["b"] if expected is BailStands.IN_FORCE else []
    )


def test_what_ends_or_varies_bail_counts_whenever_it_was_recorded() -> None:
    first, second = Entry("1", "bail"), Entry("2", "bail", 2, of_id="1")
    other, ended = Entry("3", "bail"), Entry("4", "bail_ended", 1, of_id="3")
    for order in permutations([first, second, other, ended]):
        assert bails(*order) == {
            "1": BailStands.VARIED,
            "2": BailStands.IN_FORCE,
            "3": BailStands.ENDED,
        }


def test_an_investigation_stands_as_what_came_last_says_and_not_what_was_recorded_last() -> None:
    opened, closed, again = (
        Entry("1", "investigation_opened"),
        Entry("2", "investigation_closed", 1),
        Entry("3", "investigation_opened", 2),
    )
    assert not fold([], TODAY).is_open
    assert fold([opened], TODAY).is_open
    assert not fold([closed, opened], TODAY).is_open
    assert fold([again, closed, opened], TODAY).is_open


def test_a_search_is_planned_until_it_is_carried_out() -> None:
    planned, done = Entry("1", "warrant_planned"), Entry("2", "warrant_executed", 1, of_id="1")
    unplanned = Entry("3", "warrant_executed")
    assert [one.pk for one in fold([unplanned, planned], TODAY).searches] == ["1"]
    assert fold([done, planned], TODAY).searches == ()


def test_the_last_outcome_of_each_person_and_the_last_officer_count() -> None:
    entries = [
        Entry("1", "outcome", 3, about_id="a"),
        Entry("2", "outcome", 1, about_id="a"),
        Entry("3", "outcome", 2, about_id="b"),
        Entry("4", "officer", 2),
        Entry("5", "officer", 1),
    ]
    stands = fold(entries, TODAY)
    assert {one.about_id: one.pk for one in stands.outcomes} == {"a": "1", "b": "3"}
    assert stands.officer is not None
    assert stands.officer.pk == "4"
