"""What a referral waits for, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.casework.models import StepKind
from fingerpost.casework.referrals import rules
from fingerpost.casework.referrals.clocks import Awaited
from fingerpost.casework.referrals.rules import Side
from fingerpost.procedure.calendar import WorkingDays, london_day

DAYS = WorkingDays.of("england-and-wales")
THURSDAY = datetime(2026, 4, 2, 16, 45, tzinfo=UTC)  # the day before Good Friday


@dataclass(frozen=True)
class Step:
    kind: str
    at: datetime


def steps(*kinds: str) -> list[Step]:
    return [Step(kind, THURSDAY + timedelta(hours=hour)) for hour, kind in enumerate(kinds, start=1)]


def waiting(*kinds: str) -> dict[str, date]:
    found = rules.course(THURSDAY, steps(*kinds), DAYS)
    return {str(one.awaited): one.due for one in found.waiting}


def test_over_easter_an_answer_is_due_on_the_third_working_day() -> None:
    assert waiting() == {
        "acknowledgement": date(2026, 4, 7),
        "decision": date(2026, 4, 7),
        "answer": date(2026, 4, 9),
    }


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        (["acknowledged"], {"decision", "answer"}),
        (["accepted"], {"sign_off", "answer"}),
        (["accepted", "signed_off"], {"answer"}),
        (["accepted", "answered", "signed_off"], set()),
        (["answered", "accepted"], {"sign_off", "answer"}),
        (["passed_on", "answered"], set()),
        (["declined", "answered", "signed_off", "escalated"], {"reconsideration"}),
        (["declined", "signed_off", "escalated", "reconsidered"], {"answer"}),
        (["declined", "answered", "signed_off", "escalated", "accepted"], {"sign_off", "answer"}),
        (["checks_asked"], {"acknowledgement", "decision", "answer"}),
    ],
)
def test_what_is_left(kinds: list[str], left: set[str]) -> None:
    assert set(waiting(*kinds)) == left


def test_a_referral_is_late_on_the_day_after_and_not_before() -> None:
    first = rules.course(THURSDAY, [], DAYS).next
    assert first is not None
    assert not first.is_overdue(date(2026, 4, 7))
    assert first.is_overdue(date(2026, 4, 8))


@given(st.lists(st.sampled_from(list(StepKind)), max_size=8))
def test_the_referrer_is_owed_an_answer_until_one_follows_the_last_decision(kinds: list[StepKind]) -> None:
    found = rules.course(THURSDAY, steps(*kinds), DAYS)
    last = max((place for place, kind in enumerate(kinds) if kind in rules.DECISIONS), default=-1)
    owed = StepKind.ANSWERED not in kinds[last + 1 :]
    assert (Awaited.ANSWER in {one.awaited for one in found.waiting}) == owed
    assert found.is_answered != owed
    assert all(one.due > london_day(THURSDAY) for one in found.waiting)


@given(st.lists(st.sampled_from(list(StepKind)), max_size=8))
def test_what_is_proposed_is_what_it_waits_for(kinds: list[StepKind]) -> None:
    done = steps(*kinds)
    found = rules.course(THURSDAY, done, DAYS)
    proposed = rules.proposed(found, done)
    assert len(proposed) == len(set(proposed))
    if found.waiting:
        assert proposed


@pytest.mark.parametrize("kind", list(StepKind))
def test_who_may_record_what(kind: StepKind) -> None:
    def may(side: Side, *, outside: bool = False, manager: bool = False) -> bool:
        return rules.may_record(kind, side, is_outside=outside, is_manager=manager)

    assert not may(Side.OTHER, outside=True, manager=True)
    if kind == StepKind.ESCALATED:
        assert may(Side.SENDER)
        assert not may(Side.RECIPIENT, manager=True)
    elif kind == StepKind.SIGNED_OFF:
        assert may(Side.RECIPIENT, manager=True)
        assert not may(Side.RECIPIENT)
        assert not may(Side.SENDER, outside=True, manager=True)
    else:
        assert may(Side.RECIPIENT)
        assert may(Side.SENDER, outside=True)
        assert not may(Side.SENDER)
