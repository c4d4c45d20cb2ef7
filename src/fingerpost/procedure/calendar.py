"""Days: which day a moment is in London, how old somebody is on a day, and working days in each nation.

No clock and no network. The bank holidays are GOV.UK's, as the package `govuk-bank-holidays` bundles them.
Only its data file is read: importing its class would bring an HTTP client and a tenth of a second with it.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from fingerpost.procedure.errors import FingerpostError, Problem, nearest

LONDON = ZoneInfo("Europe/London")

_NATIONS = {
    "england-and-wales": ("England and Wales", 8),
    "scotland": ("Scotland", 9),
    "northern-ireland": ("Northern Ireland", 10),
}
"""A nation's name for people, and its bank holidays in an ordinary year (special ones come on top)."""

NATIONS = tuple(_NATIONS)
"""The nations whose working days are known, named as the bank-holiday data names them."""

_TOGETHER = {"england": "england-and-wales", "wales": "england-and-wales"}
"""Nations with procedures of their own that share their bank holidays."""

_SATURDAY = 5


class CalendarError(FingerpostError):
    """A day that cannot be worked out, because the calendar does not reach that far."""


def london_day(moment: datetime) -> date:
    """Return the day in Europe/London that `moment` belongs to.

    Raises ValueError for a moment without an offset, CalendarError at the edge of the years 1 to 9999.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment without an offset from UTC has no day in London")
    try:
        return moment.astimezone(LONDON).date()
    except OverflowError:
        raise _error(f"{moment.isoformat()} has no day in London", "Give a year from 2 to 9998") from None


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on `day`; negative before birth.

    Somebody born on 29 February comes of an age on 1 March in years without that day.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_after(day: date, n: int) -> date:
    """Return the day of the same number `n` months later, or that month's last day where there is none.

    Raises CalendarError past the year 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if year > MAXYEAR:
        raise _error(f"there is no day {n} months after {day}", "Give an earlier year")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days of one nation that are neither Saturday, Sunday nor a bank holiday, from `first` to `horizon`.

    They are 1 January of the first year whose bank holidays are all known, and 31 December of the last.
    """

    nation: str
    first: date
    horizon: date
    _ordinals: tuple[int, ...] = field(repr=False)

    @staticmethod
    def of(nation: str) -> WorkingDays:
        """Return the working days of one of `NATIONS`, or of England or Wales, which share theirs; read once.

        Raises CalendarError for another name.
        """
        return _of(_TOGETHER.get(nation, nation))

    @property
    def name(self) -> str:
        """The nation's name for people."""
        return _NATIONS[self.nation][0]

    def holidays(self) -> list[date]:
        """The days from Monday to Friday that are bank holidays, first to last."""
        working = set(self._ordinals)
        days = map(date.fromordinal, range(self.first.toordinal(), self.horizon.toordinal() + 1))
        return [day for day in days if day.weekday() < _SATURDAY and day.toordinal() not in working]

    def after(self, day: date, n: int) -> date:
        """Return the `n`th working day after `day`, which need not be one itself.

        Raises CalendarError if `day` is before `first` or the answer past `horizon`, ValueError if `n` < 1.
        """
        if n < 1:
            raise ValueError(f"working days are counted from 1, not from {n}")
        index = bisect_right(self._ordinals, day.toordinal()) + n - 1
        if day < self.first or index >= len(self._ordinals):
            raise self._unknown(day, n)
        return date.fromordinal(self._ordinals[index])

    def _unknown(self, day: date, n: int) -> CalendarError:
        return _error(
            f"{n} working {'day' if n == 1 else 'days'} after {date_in_words(day)} cannot be counted: "
            f"bank holidays in {self.name} are known from {date_in_words(self.first)} to {date_in_words(self.horizon)}",
            "Give a day within that time; later years come with a newer govuk-bank-holidays package",
        )


@cache
def _of(nation: str) -> WorkingDays:
    if nation not in _NATIONS:
        right = nearest(nation, NATIONS) or f"Known are {', '.join(NATIONS)}"
        raise _error(f"“{nation}” is no nation with bank holidays of its own", right)
    holidays = _bank_holidays(nation)
    first, horizon = _years_known(holidays, _NATIONS[nation][1])
    days = map(date.fromordinal, range(first.toordinal(), horizon.toordinal() + 1))
    working = (day.toordinal() for day in days if day.weekday() < _SATURDAY and day not in holidays)
    return WorkingDays(nation, first, horizon, tuple(working))


def _bank_holidays(nation: str) -> frozenset[date]:
    # Imported here: slow to import, and needed only where working days are counted.
    from importlib.resources import files

    import orjson

    data = orjson.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_bytes())
    return frozenset(date.fromisoformat(event["date"]) for event in data[nation]["events"])


def _years_known(holidays: Iterable[date], ordinary: int) -> tuple[date, date]:
    """Return the first and last day of the run of years that have at least an ordinary year's holidays."""
    count = Counter(day.year for day in holidays)
    first = min(year for year, number in count.items() if number >= ordinary)
    last = first
    while count[last + 1] >= ordinary:
        last += 1
    return date(first, 1, 1), date(last, 12, 31)


def date_in_words(day: date) -> str:
    """Return `24 November 2026`."""
    return f"{day.day} {day:%B %Y}"


def moment_in_words(at: datetime) -> str:
    """Return a moment in London: `24 November 2026, 14:05`."""
    local = at.astimezone(LONDON)
    return f"{date_in_words(local)}, {local:%H:%M}"


def _error(what: str, right: str) -> CalendarError:
    return CalendarError([Problem(where="", what=what, right=right)])
