"""The oracle's own calendar, against data and rules that it does not use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from oracle.case import age_on
from oracle.days import BANK_HOLIDAYS, london_day, working_day_after


def test_the_bank_holidays_are_those_of_england_and_wales() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    years = {day.year for day in BANK_HOLIDAYS}
    assert {holiday["date"] for holiday in published if holiday["date"].year in years} == BANK_HOLIDAYS
    assert years == {2024, 2025, 2026, 2027}


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_london_day_is_the_time_zone_databases(moment: datetime) -> None:
    assert london_day(moment) == moment.astimezone(ZoneInfo("Europe/London")).date()


@pytest.mark.parametrize("change", ["2026-03-29T01:00+00:00", "2026-10-25T01:00+00:00"])
@pytest.mark.parametrize("minutes", [-61, -1, 0, 1])
def test_a_london_day_around_a_change_of_clocks(change: str, minutes: int) -> None:
    for hours in range(-26, 27):
        moment = datetime.fromisoformat(change) + timedelta(hours=hours, minutes=minutes)
        assert london_day(moment) == moment.astimezone(ZoneInfo("Europe/London")).date()


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-11-24", 5, "2026-12-01"),  # Tuesday: over one weekend
        ("2026-11-28", 5, "2026-12-04"),  # from a Saturday, Monday is the first
        ("2026-12-18", 5, "2026-12-29"),  # over Christmas, Boxing Day's substitute being Monday 28
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-04-02", 1, "2026-04-07"),  # over Easter
        ("2026-11-24", 45, "2027-01-29"),
        ("2026-11-28", 0, "2026-11-28"),
    ],
)
def test_working_days(start: str, count: int, expected: str) -> None:
    assert working_day_after(date.fromisoformat(start), count).isoformat() == expected


@pytest.mark.parametrize(
    ("day", "born", "age"),
    [
        ("2026-11-24", "2013-11-24", 13),
        ("2026-11-23", "2013-11-24", 12),
        ("2025-02-28", "2012-02-29", 12),
        ("2025-03-01", "2012-02-29", 13),
        ("2024-02-29", "2012-02-29", 12),
        ("2026-11-24", "2026-11-24", 0),
    ],
)
def test_ages(day: str, born: str, age: int) -> None:
    assert age_on(date.fromisoformat(day), date.fromisoformat(born)) == age
