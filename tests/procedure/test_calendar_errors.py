"""What the calendar says when it cannot answer, in full: which day, which nation, and what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from fingerpost.procedure.calendar import CalendarError, WorkingDays, london_day
from fingerpost.procedure.errors import Problem

LATER = "Give a day within that time; later years come with a newer govuk-bank-holidays package"


@pytest.mark.parametrize(
    ("nation", "name"),
    [("england-and-wales", "England and Wales"), ("scotland", "Scotland"), ("northern-ireland", "Northern Ireland")],
)
def test_past_the_horizon_the_nation_is_named_and_what_would_be_right(nation: str, name: str) -> None:
    with pytest.raises(CalendarError) as caught:
        WorkingDays.of(nation).after(date(2028, 12, 29), 1)
    known = f"bank holidays in {name} are known from 1 January 2012 to 31 December 2028"
    what = f"1 working day after 29 December 2028 cannot be counted: {known}"
    assert caught.value.problems == (Problem("", what, LATER),)


def test_a_moment_that_has_no_day_is_told_with_the_years_that_have() -> None:
    with pytest.raises(CalendarError) as caught:
        london_day(datetime.min.replace(tzinfo=UTC))
    what = "0001-01-01T00:00:00+00:00 has no day in London"
    assert caught.value.problems == (Problem("", what, "Give a year from 2 to 9998"),)


def test_an_unknown_nation_is_told_with_all_that_are_known() -> None:
    with pytest.raises(CalendarError) as caught:
        WorkingDays.of("atlantis")
    what = "“atlantis” is no nation with bank holidays of its own"
    assert caught.value.problems == (Problem("", what, "Known are england-and-wales, scotland, northern-ireland"),)


def test_a_nations_days_are_written_without_the_thousands_of_days_they_are_made_of() -> None:
    days = WorkingDays.of("scotland")
    assert repr(days) == (
        "WorkingDays(nation='scotland', first=datetime.date(2012, 1, 1), horizon=datetime.date(2028, 12, 31))"
    )
