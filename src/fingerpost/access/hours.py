"""Whether somebody answers the telephone at an hour, by what the directory says in words: `Monday to Friday, 9 to 5`.

What is not understood is said to be so: nobody is sent to a number on a guess.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from fingerpost.procedure.calendar import LONDON, CalendarError, WorkingDays

_ALWAYS = re.compile(r"^(at any time|24 hours|always|day and night|every day and night)\b", re.I)
_EVERY_DAY = re.compile(r"\b(every day|daily|seven days a week|7 days a week)\b", re.I)
_WEEKDAYS = re.compile(r"\b(monday to friday|mon(day)?\s*[-–]\s*fri(day)?|weekdays|working days)\b", re.I)
_TIMES = re.compile(
    r"\b(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?\s*(?:to|until|[-–])\s*(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?\b", re.I
)
_FRIDAY = 4


def is_answered(hours: str, at: datetime, nation: str) -> bool | None:
    """Return whether `hours` has somebody answer at a moment, by the clock in London; None where it cannot be told.

    Office days are the nation's working days.
    """
    local = at.astimezone(LONDON)
    if _ALWAYS.search(hours):
        return True
    times = _TIMES.findall(hours)
    every_day, weekdays = _EVERY_DAY.search(hours), _WEEKDAYS.search(hours)
    if len(times) != 1 or bool(every_day) is bool(weekdays):
        return None
    span = _span(*times[0])
    if span is None:
        return None
    if weekdays and not _is_working_day(local.date(), nation):
        return False
    return span[0] <= local.time() < span[1]


def _span(hour: str, minute: str, half: str, hour2: str, minute2: str, half2: str) -> tuple[time, time] | None:
    """Return from when until when; `9 to 5` is from nine in the morning to five in the afternoon."""
    begins, ends = _hour(hour, half), _hour(hour2, half2)
    if ends <= begins and not half2 and ends <= 12:
        ends += 12
    if not begins < ends < 24:
        return None
    return time(begins, int(minute or 0)), time(ends, int(minute2 or 0))


def _hour(hour: str, half: str) -> int:
    number = int(hour)
    if half.lower() == "pm" and number < 12:
        return number + 12
    return 0 if half.lower() == "am" and number == 12 else number


def _is_working_day(day: date, nation: str) -> bool:
    try:
        return WorkingDays.of(nation).after(day - timedelta(days=1), 1) == day
    except CalendarError:
        return day.weekday() <= _FRIDAY
