"""Days in London and working days, from data typed in and rules written out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

# Bank holidays in England and Wales: month and day.
_LISTED = {
    2024: [(1, 1), (3, 29), (4, 1), (5, 6), (5, 27), (8, 26), (12, 25), (12, 26)],
    2025: [(1, 1), (4, 18), (4, 21), (5, 5), (5, 26), (8, 25), (12, 25), (12, 26)],
    2026: [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)],
    2027: [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)],
}
BANK_HOLIDAYS = frozenset(date(year, month, day) for year, days in _LISTED.items() for month, day in days)


def _last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.isoweekday() != 7:
        day -= timedelta(days=1)
    return day


def london_day(moment: datetime) -> date:
    """The date in London: an hour ahead from the last Sunday of March, 01:00 UTC, to that of October, 01:00 UTC."""
    utc = moment.astimezone(UTC).replace(tzinfo=None)
    begins = datetime.fromisoformat(f"{_last_sunday(utc.year, 3)}T01:00")
    ends = datetime.fromisoformat(f"{_last_sunday(utc.year, 10)}T01:00")
    return (utc + timedelta(hours=1 if begins <= utc < ends else 0)).date()


def working_day_after(start: date, count: int) -> date:
    """The `count`th day after `start` that is neither Saturday, Sunday nor a bank holiday; `start` itself for none."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        if day.year not in _LISTED:
            raise ValueError(f"no bank holidays are typed in for {day.year}")
        if day.isoweekday() not in (6, 7) and day not in BANK_HOLIDAYS:
            count -= 1
    return day
