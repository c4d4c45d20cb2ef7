"""What is on time, why something is late, what a sample draws and comes to: each rule by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.casework.managing import charts, rules
from fingerpost.casework.managing.questions import questions
from fingerpost.casework.managing.rules import Clocked, Late, Pause, SampleVerdict, Summed, TimelinessKept, Timing, Why
from fingerpost.casework.models import SampleAnswer
from fingerpost.casework.referrals.clocks import ReferralAwaited
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.procedure.explaining.requirements import Clearance

DUE = date(2026, 3, 24)
NAMES = UUID("2f1c1f42-5f0a-4a44-9d24-9f7d0f6c7e10")
SCHOOL = uuid5(NAMES, "school")
ENGLAND = WorkingDays.of("england-and-wales")
TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)


def clocked(done: int | None, due: date | None = DUE) -> Clocked:
    return Clocked("2.1-refer", SCHOOL, due, None if done is None else DUE + timedelta(days=done))


@pytest.mark.parametrize(
    ("row", "timing", "days"),
    [
        (clocked(-2), Timing.IN_TIME, -2),
        (clocked(0), Timing.IN_TIME, 0),
        (clocked(1), Timing.LATE, 1),
        (clocked(None), Timing.OPEN_LATE, None),
        (clocked(0, due=None), Timing.NO_DAY, None),
    ],
)
def test_how_something_stands_to_its_day(row: Clocked, timing: Timing, days: int | None) -> None:
    assert (row.timing, row.days) == (timing, days)


def test_what_rows_come_to() -> None:
    rows = [clocked(-3), clocked(0), clocked(2), clocked(9), clocked(None), clocked(0, due=None)]
    assert rules.summed(rows) == Summed(in_time=2, late=2, open_late=1, no_day=1, median=0)
    assert rules.summed(rows).done == 5
    assert rules.summed([]) == Summed()
    assert rules.summed([clocked(None)]).median is None
    assert [rules.in_days(days) for days in (-2, -1, 0, 1, 9)] == [
        "2 days early", "1 day early", "on the day", "1 day late", "9 days late",
    ]  # fmt: skip


def test_weeks_begin_on_monday_and_none_is_left_out() -> None:
    rows = [clocked(0), clocked(5), clocked(6), clocked(None), clocked(40)]
    found = rules.weeks(rows, date(2026, 3, 18), date(2026, 4, 6))
    assert [monday.isoformat() for monday, _ in found] == ["2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"]
    assert [(week.in_time, week.late) for _, week in found] == [(0, 0), (1, 1), (0, 1), (0, 0)]


@dataclass(frozen=True)
class Said:
    kind: str
    at: datetime


def after(kind: str, days: int) -> Said:
    return Said(kind, TUESDAY + timedelta(days=days))


WAITS = (TimelinessKept.WAITING, TimelinessKept.WAITING, TimelinessKept.WAITING)


@pytest.mark.parametrize(
    ("steps", "today", "expected"),
    [
        ([], 0, WAITS),
        ([], 1, WAITS),
        ([], 2, (TimelinessKept.OVERDUE, TimelinessKept.OVERDUE, TimelinessKept.WAITING)),
        # Friday is the third working day; over the weekend it is not overdue before Saturday.
        ([], 3, (TimelinessKept.OVERDUE, TimelinessKept.OVERDUE, TimelinessKept.WAITING)),
        ([], 4, (TimelinessKept.OVERDUE, TimelinessKept.OVERDUE, TimelinessKept.OVERDUE)),
        ([after("acknowledged", 1)], 2, (TimelinessKept.IN_TIME, TimelinessKept.OVERDUE, TimelinessKept.WAITING)),
        ([after("declined", 2)], 2, (TimelinessKept.LATE, TimelinessKept.LATE, TimelinessKept.WAITING)),
        ([after("answered", 3)], 9, (TimelinessKept.LATE, TimelinessKept.OVERDUE, TimelinessKept.IN_TIME)),
        # Recorded in another order than it happened: what happened first counts.
        ([after("accepted", 5), after("acknowledged", 1), after("answered", 6), after("accepted", 1)], 9,
         (TimelinessKept.IN_TIME, TimelinessKept.IN_TIME, TimelinessKept.LATE)),
    ],
)  # fmt: skip
def test_how_a_referral_keeps_its_clocks(steps: list[Said], today: int, expected: tuple[TimelinessKept, ...]) -> None:
    found = rules.kept(TUESDAY, steps, ENGLAND, DUE + timedelta(days=today))
    assert (
        tuple(found[one] for one in (ReferralAwaited.ACKNOWLEDGEMENT, ReferralAwaited.DECISION, ReferralAwaited.ANSWER))
        == expected
    )


HELD = Late(due=DUE, queue="The council", appeared=DUE - timedelta(days=3), holder="Priya Demo")
PAUSE = Pause("Dilip Demo, Children’s Services", False, date(2026, 3, 30), "The parents are abroad")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {Why.UNSAID}),
        ({"appeared": DUE}, {Why.UNSAID}),
        ({"appeared": DUE + timedelta(days=1)}, {Why.LEARNED_LATE}),
        ({"pause": PAUSE}, {Why.PUT_OFF}),
        ({"proposed": PAUSE}, {Why.SECOND}),
        ({"clearance": Clearance.WAIT}, {Why.HELD}),
        ({"clearance": Clearance.ASK_FIRST}, {Why.ASK_FIRST}),
        ({"holder": ""}, {Why.NOBODY}),
        ({"has_left": True}, {Why.LEFT}),
        ({"holder": "", "has_left": True}, {Why.NOBODY}),
        ({"away_until": date(2026, 4, 2)}, {Why.AWAY}),
        ({"away_until": date(2026, 4, 2), "has_left": True}, {Why.LEFT}),
        ({"pause": PAUSE, "clearance": Clearance.WAIT, "holder": ""}, {Why.PUT_OFF, Why.HELD, Why.NOBODY}),
    ],
)
def test_why_something_is_overdue(changes: dict[str, object], expected: set[Why]) -> None:
    found = rules.reasons(replace(HELD, **changes))  # type: ignore[arg-type]
    assert {reason.why for reason in found} == expected
    assert all(reason.sentence.endswith(".") for reason in found)


def test_a_reason_says_who_until_when_and_why() -> None:
    (put_off,) = rules.reasons(replace(HELD, pause=PAUSE))
    assert put_off.sentence == (
        "Dilip Demo, Children’s Services put it off until Monday 30 March 2026: The parents are abroad."
        " That day is over."
    )
    (second,) = rules.reasons(replace(HELD, proposed=replace(PAUSE, is_waiver=True, until=None, reason="No need.")))
    assert second.sentence.startswith("Dilip Demo, Children’s Services waived it: No need. A second person has not")
    (away,) = rules.reasons(replace(HELD, away_until=date(2026, 4, 2), cover="Quinn Demo"))
    assert away.sentence == "Priya Demo is away until Thursday 2 April 2026. Quinn Demo covers."
    (late,) = rules.reasons(replace(HELD, appeared=date(2026, 3, 27), known=date(2026, 3, 20)))
    assert "became a duty here on Friday 27 March 2026" in late.sentence
    assert "known since Friday 20 March 2026" in late.sentence


ids = st.lists(st.uuids(), unique=True, max_size=12)


@given(ids, st.integers(1, 14), st.text("abc123", max_size=4), st.randoms())
def test_a_seed_draws_the_same_concerns_in_whatever_order_they_come(
    candidates: list[UUID], number: int, seed: str, chance: object
) -> None:
    drawn = rules.draw(candidates, number, seed)
    assert len(drawn) == len(set(drawn)) == min(number, len(candidates))
    assert set(drawn) <= set(candidates)
    mixed = list(candidates)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.draw(mixed, number, seed) == drawn
    # One that was not drawn changes nothing by not being there.
    assert rules.draw(drawn, number, seed) == drawn


def test_another_seed_draws_others_and_each_concern_is_drawn_as_often() -> None:
    candidates = [uuid5(NAMES, str(one)) for one in range(10)]
    drawn = [one for seed in range(500) for one in rules.draw(candidates, 3, str(seed))]
    often = [drawn.count(one) for one in candidates]
    # 150 each is expected; 5 standard deviations are 51.
    assert max(abs(count - 150) for count in often) < 51


@dataclass(frozen=True)
class Found:
    sampled_id: str
    question: str
    answer: str
    recorded_at: int


def test_the_newest_finding_stands() -> None:
    rows = [
        Found("a", "q", "no", 2),
        Found("a", "q", "yes", 1),
        Found("b", "q", "partly", 1),
        Found("b", "old", "no", 1),
    ]
    assert rules.newest_findings(rows)["a", "q"].answer == "no"
    assert rules.by_question(rows, ["q", "r"]) == {
        "q": {SampleVerdict.YES: 0, SampleVerdict.PARTLY: 1, SampleVerdict.NO: 1, SampleVerdict.NOT_APPLICABLE: 0},
        "r": dict.fromkeys(SampleVerdict, 0),
    }


def test_the_questions_can_be_kept_and_the_answers_are_the_same_twice() -> None:
    found = [question.id for question in questions()]
    assert len(found) == len(set(found)) == 8
    assert all(0 < len(one) <= 40 for one in found)
    assert all(question.text.endswith("?") for question in questions())
    assert SampleAnswer.values == [*SampleVerdict]


@given(st.lists(st.tuples(st.text(max_size=60), st.integers(0, 9999), st.integers(0, 9999)), max_size=20))
def test_a_chart_stays_within_its_frame_and_shows_what_there_is(rows: list[tuple[str, int, int]]) -> None:
    chart = charts.chart(rows)
    assert len(chart.bars) == len(rows)
    for (_, first, second), bar in zip(rows, chart.bars, strict=True):
        assert [part.kind for part in bar.parts] == [kind for kind, count in enumerate((first, second)) if count]
        # The numbers beside it have room too.
        assert bar.end + 8 + 9 * len(bar.said) <= chart.width + 8
        assert bar.bar_y + chart.bar <= chart.height
        assert len(bar.name) <= 40
