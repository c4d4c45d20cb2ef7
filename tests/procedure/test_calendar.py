"""The calendar against dates worked out by hand, and against a loop that walks day by day over the same holidays."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import example, given
from hypothesis import strategies as st

from fingerpost.procedure import calendar
from fingerpost.procedure.calendar import NATIONS, CalendarError, WorkingDays, age_on, london_day, months_after

EW, SCOTLAND, NI = "england-and-wales", "scotland", "northern-ireland"
FIRST, HORIZON = date(2012, 1, 1), date(2028, 12, 31)
WORKING_DAYS_BEFORE_HORIZON = 100

published = BankHolidays(use_cached_holidays=True)


def walk(nation: str, day: date, n: int) -> date:
    """The definition, word for word: go on a day at a time, and count those that nobody has off."""
    while n:
        day += timedelta(days=1)
        if day.weekday() not in (5, 6) and not published.is_holiday(day, division=nation):
            n -= 1
    return day


class TestLondonDay:
    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            pytest.param("2026-07-15T22:59:59+00:00", date(2026, 7, 15), id="a second to midnight in summer"),
            pytest.param("2026-07-15T23:00:00+00:00", date(2026, 7, 16), id="midnight in summer is 23:00 UTC"),
            pytest.param("2026-12-18T23:59:59+00:00", date(2026, 12, 18), id="a second to midnight in winter"),
            pytest.param("2026-12-19T00:00:00+00:00", date(2026, 12, 19), id="midnight in winter is 0:00 UTC"),
            pytest.param("2026-12-31T23:30:00-05:00", date(2027, 1, 1), id="new year has come, not yet there"),
            pytest.param("2027-01-01T05:00:00+09:00", date(2026, 12, 31), id="new year has come there, not here"),
            pytest.param("2026-03-28T23:30:00+00:00", date(2026, 3, 28), id="the night before clocks go forward"),
            pytest.param("2026-03-29T23:30:00+00:00", date(2026, 3, 30), id="the night after clocks go forward"),
            pytest.param("2026-10-24T23:30:00+00:00", date(2026, 10, 25), id="the night before clocks go back"),
            pytest.param("2026-10-25T01:30:00+01:00", date(2026, 10, 25), id="01:30, the first time"),
            pytest.param("2026-10-25T01:30:00+00:00", date(2026, 10, 25), id="01:30, the second time"),
            pytest.param("2026-10-25T23:30:00+00:00", date(2026, 10, 25), id="the night after clocks go back"),
        ],
    )
    def test_day_of_a_moment(self, moment: str, day: date) -> None:
        assert london_day(datetime.fromisoformat(moment)) == day

    def test_refuses_a_moment_without_an_offset(self) -> None:
        with pytest.raises(ValueError, match="without an offset"):
            london_day(datetime(2026, 7, 15, 12))  # noqa: DTZ001

    @pytest.mark.parametrize(
        "moment",
        [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=timezone(-timedelta(hours=12)))],
    )
    def test_a_moment_at_the_edge_of_time_is_refused_in_words(self, moment: datetime) -> None:
        with pytest.raises(CalendarError, match="has no day in London"):
            london_day(moment)

    @given(
        st.datetimes(datetime(1997, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001
        st.integers(-14 * 60, 14 * 60),
    )
    def test_follows_the_rule_that_has_stood_since_1996(self, utc: datetime, minutes: int) -> None:
        """Summer time runs from 01:00 UTC on March's last Sunday to 01:00 UTC on October's."""

        def last_sunday(month: int) -> datetime:
            last = datetime(utc.year, month, 31, 1)  # noqa: DTZ001
            return last - timedelta(days=(last.weekday() + 1) % 7)

        summer = last_sunday(3) <= utc < last_sunday(10)
        moment = utc.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
        assert london_day(moment) == (utc + timedelta(hours=summer)).date()


class TestAge:
    @pytest.mark.parametrize(
        ("born", "day", "age"),
        [
            (date(2013, 11, 25), date(2026, 11, 24), 12),
            (date(2013, 11, 25), date(2026, 11, 25), 13),
            (date(2013, 11, 25), date(2026, 11, 26), 13),
            (date(2009, 1, 1), date(2026, 12, 31), 17),
            (date(2008, 12, 31), date(2026, 12, 31), 18),
            (date(2012, 2, 29), date(2025, 2, 28), 12),
            (date(2012, 2, 29), date(2025, 3, 1), 13),
            (date(2012, 2, 29), date(2028, 2, 28), 15),
            (date(2012, 2, 29), date(2028, 2, 29), 16),
            (date(2026, 11, 24), date(2026, 11, 24), 0),
            (date(2026, 11, 25), date(2026, 11, 24), -1),
        ],
    )
    def test_age_on_a_day(self, born: date, day: date, age: int) -> None:
        assert age_on(born, day) == age

    @given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 40 * 365))
    def test_is_the_number_of_birthdays_had(self, born: date, days: int) -> None:
        day = born + timedelta(days=days)
        birthdays = 0
        while True:
            year = born.year + birthdays + 1
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            on_the_day = (born.month, born.day) != (2, 29) or leap
            birthday = date(year, born.month, born.day) if on_the_day else date(year, 3, 1)
            if birthday > day:
                break
            birthdays += 1
        assert age_on(born, day) == birthdays


BY_HAND = [
    # nation, day, n, the nth working day after it
    (EW, date(2026, 11, 24), 1, date(2026, 11, 25)),
    (EW, date(2026, 11, 24), 5, date(2026, 12, 1)),
    (EW, date(2026, 11, 27), 1, date(2026, 11, 30)),
    (EW, date(2026, 11, 28), 1, date(2026, 11, 30)),
    (EW, date(2026, 11, 29), 1, date(2026, 11, 30)),
    # Christmas 2026: Boxing Day is a Saturday, so Monday 28 is a holiday too.
    (EW, date(2026, 12, 18), 5, date(2026, 12, 29)),
    (EW, date(2026, 12, 24), 1, date(2026, 12, 29)),
    (EW, date(2026, 11, 24), 45, date(2027, 1, 29)),
    # Christmas 2027: both days fall on the weekend, and New Year's Day 2028 does as well.
    (EW, date(2027, 12, 24), 1, date(2027, 12, 29)),
    (EW, date(2027, 12, 31), 1, date(2028, 1, 4)),
    (SCOTLAND, date(2027, 12, 31), 1, date(2028, 1, 5)),
    # Scotland has 2 January (on Monday 4 in 2027), St Andrew's Day and an early August holiday,
    # and neither Easter Monday nor the end of August.
    (EW, date(2026, 12, 31), 1, date(2027, 1, 4)),
    (SCOTLAND, date(2026, 12, 31), 1, date(2027, 1, 5)),
    (NI, date(2026, 12, 31), 1, date(2027, 1, 4)),
    (EW, date(2026, 4, 2), 1, date(2026, 4, 7)),
    (SCOTLAND, date(2026, 4, 2), 1, date(2026, 4, 6)),
    (NI, date(2026, 4, 2), 1, date(2026, 4, 7)),
    (EW, date(2026, 11, 27), 1, date(2026, 11, 30)),
    (SCOTLAND, date(2026, 11, 27), 1, date(2026, 12, 1)),
    (EW, date(2026, 7, 31), 1, date(2026, 8, 3)),
    (SCOTLAND, date(2026, 7, 31), 1, date(2026, 8, 4)),
    (EW, date(2026, 8, 28), 1, date(2026, 9, 1)),
    (SCOTLAND, date(2026, 8, 28), 1, date(2026, 8, 31)),
    # Northern Ireland has St Patrick's Day and the Twelfth (a Sunday in 2026).
    (EW, date(2026, 3, 16), 1, date(2026, 3, 17)),
    (NI, date(2026, 3, 16), 1, date(2026, 3, 18)),
    (EW, date(2026, 7, 10), 1, date(2026, 7, 13)),
    (NI, date(2026, 7, 10), 1, date(2026, 7, 14)),
    # 29 February
    (EW, date(2028, 2, 28), 2, date(2028, 3, 1)),
    # Days that were holidays once: two jubilees, a moved early May, a state funeral, a coronation
    *((nation, date(2012, 6, 1), 1, date(2012, 6, 6)) for nation in NATIONS),
    *((nation, date(2020, 5, 1), 1, date(2020, 5, 4)) for nation in NATIONS),
    *((nation, date(2020, 5, 7), 1, date(2020, 5, 11)) for nation in NATIONS),
    *((nation, date(2022, 6, 1), 1, date(2022, 6, 6)) for nation in NATIONS),
    *((nation, date(2022, 9, 16), 1, date(2022, 9, 20)) for nation in NATIONS),
    *((nation, date(2023, 5, 5), 1, date(2023, 5, 9)) for nation in NATIONS),
]


class TestWorkingDays:
    @pytest.mark.parametrize(("nation", "day", "n", "expected"), BY_HAND)
    def test_by_hand(self, nation: str, day: date, n: int, expected: date) -> None:
        assert WorkingDays.of(nation).after(day, n) == expected

    @given(
        st.sampled_from(NATIONS),
        st.dates(FIRST, HORIZON - timedelta(days=2 * WORKING_DAYS_BEFORE_HORIZON)),
        st.integers(1, WORKING_DAYS_BEFORE_HORIZON),
    )
    @example(EW, FIRST, 1)
    @example(SCOTLAND, FIRST, 1)
    @example(NI, FIRST, 45)
    def test_as_counted_day_by_day(self, nation: str, day: date, n: int) -> None:
        assert WorkingDays.of(nation).after(day, n) == walk(nation, day, n)

    @given(st.sampled_from(NATIONS), st.dates(FIRST, HORIZON - timedelta(days=300)), st.integers(1, 99))
    def test_one_more_working_day_is_the_next_one(self, nation: str, day: date, n: int) -> None:
        days = WorkingDays.of(nation)
        assert days.after(days.after(day, n), 1) == days.after(day, n + 1)

    @pytest.mark.parametrize("nation", NATIONS)
    def test_knows_the_same_days_as_the_package_that_brings_them(self, nation: str) -> None:
        """Fails when the bundled file moves, changes its shape, or grows a year: then FIRST and HORIZON change here."""
        days = WorkingDays.of(nation)
        assert (days.first, days.horizon) == (FIRST, HORIZON)
        holidays = calendar._bank_holidays(nation)
        assert holidays == {holiday["date"] for holiday in published.get_holidays(division=nation)}

    def test_is_read_once(self) -> None:
        assert WorkingDays.of(EW) is WorkingDays.of(EW)

    def test_needs_neither_network_nor_an_http_client(self) -> None:
        """In a process of its own, in which opening a socket is an error."""
        program = (
            "import socket, sys\n"
            "def refuse(*_, **__): raise AssertionError('a socket was opened')\n"
            "socket.socket = refuse\n"
            "from datetime import date\n"
            "from fingerpost.procedure.calendar import WorkingDays\n"
            "print(WorkingDays.of('scotland').after(date(2026, 11, 27), 1), 'requests' in sys.modules)\n"
        )
        ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert (ran.stdout, ran.stderr) == ("2026-12-01 False\n", "")


class TestWhereTheCalendarEnds:
    @pytest.mark.parametrize("nation", NATIONS)
    def test_the_last_working_day_can_still_be_reached(self, nation: str) -> None:
        assert WorkingDays.of(nation).after(date(2028, 12, 28), 1) == date(2028, 12, 29)

    @pytest.mark.parametrize("nation", NATIONS)
    @pytest.mark.parametrize(
        ("day", "n"), [(date(2028, 12, 28), 2), (HORIZON, 1), (date(2029, 1, 1), 1), (date(2028, 11, 1), 45)]
    )
    def test_past_the_last_day_known(self, nation: str, day: date, n: int) -> None:
        with pytest.raises(CalendarError, match="to 31 December 2028"):
            WorkingDays.of(nation).after(day, n)

    @pytest.mark.parametrize("nation", NATIONS)
    def test_before_the_first_day_known(self, nation: str) -> None:
        with pytest.raises(CalendarError, match="known from 1 January 2012"):
            WorkingDays.of(nation).after(FIRST - timedelta(days=1), 1)

    def test_the_error_says_what_was_asked_and_what_is_known(self) -> None:
        with pytest.raises(CalendarError) as caught:
            WorkingDays.of(NI).after(date(2028, 12, 27), 5)
        (problem,) = caught.value.problems
        assert problem.what == (
            "5 working days after 27 December 2028 cannot be counted: "
            "bank holidays in Northern Ireland are known from 1 January 2012 to 31 December 2028"
        )

    @pytest.mark.parametrize(
        ("name", "advice"), [("scotlnd", "Did you mean “scotland”?"), ("atlantis", "Known are england-and-wales")]
    )
    def test_an_unknown_nation_is_refused_in_words(self, name: str, advice: str) -> None:
        with pytest.raises(CalendarError, match="no nation with bank holidays") as caught:
            WorkingDays.of(name)
        assert advice in str(caught.value)

    @pytest.mark.parametrize("n", [0, -1])
    def test_counts_from_one(self, n: int) -> None:
        with pytest.raises(ValueError, match="counted from 1"):
            WorkingDays.of(EW).after(date(2026, 11, 24), n)

    @pytest.mark.parametrize("nation", NATIONS)
    def test_a_year_that_lacks_one_holiday_is_not_known(self, nation: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """With all of 2026, which ends on a working day, and all but the last of 2027."""
        holidays = sorted(day for day in calendar._bank_holidays(nation) if day.year < 2028)
        monkeypatch.setattr(calendar, "_bank_holidays", lambda _: frozenset(holidays[:-1]))
        days = calendar._of.__wrapped__(nation)
        assert days.horizon == days.after(date(2026, 12, 30), 1) == date(2026, 12, 31)
        with pytest.raises(CalendarError, match="1 working day after 31 December 2026"):
            days.after(date(2026, 12, 31), 1)

    @pytest.mark.parametrize(
        ("per_year", "first", "last"),
        [
            pytest.param({2026: 8, 2027: 8}, 2026, 2027, id="all complete"),
            pytest.param({2026: 8, 2027: 9, 2028: 7}, 2026, 2027, id="the last not yet published in full"),
            pytest.param({2025: 3, 2026: 8, 2027: 8}, 2026, 2027, id="the first cut off"),
            pytest.param({2025: 8, 2027: 8}, 2025, 2025, id="a year missing in between"),
        ],
    )
    def test_only_years_known_in_full_count(self, per_year: dict[int, int], first: int, last: int) -> None:
        holidays = [date(year, 1, 1 + index) for year, number in per_year.items() for index in range(number)]
        assert calendar._years_known(holidays, 8) == (date(first, 1, 1), date(last, 12, 31))


class TestMonthsAfter:
    @pytest.mark.parametrize(
        ("day", "n", "end"),
        [
            pytest.param(date(2026, 11, 25), 3, date(2027, 2, 25), id="into the next year"),
            pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="no 30 February"),
            pytest.param(date(2027, 11, 30), 3, date(2028, 2, 29), id="in a leap year"),
            pytest.param(date(2026, 9, 30), 3, date(2026, 12, 30), id="the same number, not the month's end"),
            pytest.param(date(2026, 12, 31), 12, date(2027, 12, 31), id="a year"),
            pytest.param(date(2026, 9, 1), 3, date(2026, 12, 1), id="into December"),
        ],
    )
    def test_by_hand(self, day: date, n: int, end: date) -> None:
        assert months_after(day, n) == end

    def test_past_the_last_year(self) -> None:
        assert months_after(date(9999, 9, 30), 3) == date(9999, 12, 30)
        with pytest.raises(CalendarError, match="there is no day 3 months after 9999-10-01"):
            months_after(date(9999, 10, 1), 3)
