"""What a referral waits for, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.casework.models import ReferralStepKind
from fingerpost.casework.referrals import rules
from fingerpost.casework.referrals.clocks import ReferralAwaited
from fingerpost.casework.referrals.rules import ReferralSide
from fingerpost.procedure.calendar import WorkingDays, london_day

DAYS = WorkingDays.of("england-and-wales")
THURSDAY = datetime(2026, 4, 2, 16, 45, tzinfo=UTC)  # the day before Good Friday


@dataclass(frozen=True)
class Step:
    kind: str
    at: datetime
    pk: int = 0
    answers_id: int | None = None
    stage: str = ""
    until: date | None = None


def steps(*kinds: str) -> list[Step]:
    """Make steps an hour apart, the first as number 1: `escalated:managers`, `checks_answered:2`."""
    made = []
    for number, said in enumerate(kinds, start=1):
        kind, _, which = said.partition(":")
        answers = int(which) if kind == "checks_answered" and which else None
        stage = which if kind == "escalated" else ""
        made.append(Step(kind, THURSDAY + timedelta(hours=number), number, answers, stage))
    return made


def waiting(*kinds: str, outside: bool = False) -> dict[str, date]:
    found = rules.course(THURSDAY, steps(*kinds), DAYS, is_outside=outside)
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
        (["checks_asked"], {"acknowledgement", "check", "decision", "answer"}),
        (["checks_asked", "checks_asked", "checks_answered"], {"acknowledgement", "check", "decision", "answer"}),
        (["checks_asked", "checks_answered"], {"acknowledgement", "decision", "answer"}),
        (["checks_answered", "checks_asked"], {"acknowledgement", "decision", "answer"}),
        (["declined", "escalated", "escalated", "reconsidered"], {"sign_off", "answer"}),
    ],
)
def test_what_is_left(kinds: list[str], left: set[str]) -> None:
    assert set(waiting(*kinds)) == left


def test_a_referral_is_late_on_the_day_after_and_not_before() -> None:
    first = rules.course(THURSDAY, [], DAYS).next
    assert first is not None
    assert not first.is_overdue(date(2026, 4, 7))
    assert first.is_overdue(date(2026, 4, 8))


def test_each_agency_is_asked_for_itself() -> None:
    found = rules.course(THURSDAY, steps("checks_asked", "checks_asked", "checks_answered:2", "checks_answered"), DAYS)
    checks = [one for one in found.owed if one.awaited is ReferralAwaited.CHECK]
    assert [(one.asked.pk, one.by.pk) for one in checks if one.asked and one.by] == [(1, 4), (2, 3)]


def test_who_is_not_on_the_service_is_not_asked_who_signed_it_off() -> None:
    assert set(waiting("accepted")) == {"sign_off", "answer"}
    assert set(waiting("accepted", outside=True)) == {"answer"}


@pytest.mark.parametrize(
    ("stage", "due"),
    [("practitioners", date(2026, 4, 7)), ("managers", date(2026, 4, 8)), ("partnership", date(2026, 4, 13))],
)
def test_each_stage_of_a_disagreement_has_its_time_unless_a_day_was_agreed(stage: str, due: date) -> None:
    assert waiting("declined", f"escalated:{stage}")["reconsideration"] == due
    until = date(2026, 4, 20)
    agreed = [*steps("declined"), Step("escalated", THURSDAY, 2, stage=stage, until=until)]
    last = [
        one for one in rules.course(THURSDAY, agreed, DAYS).waiting if one.awaited is ReferralAwaited.RECONSIDERATION
    ]
    assert [(one.due, one.source) for one in last] == [(until, "the day that was agreed")]


def test_a_disagreement_goes_on_to_the_next_stage() -> None:
    done = ["escalated:practitioners", "escalated:managers", "escalated:partnership"]
    stages = [rules.next_stage(steps(*done[:number])) for number in range(4)]
    assert stages == ["practitioners", "managers", "partnership", "partnership"]
    # The stage before is not waited for any more once there is a later one.
    assert set(waiting("declined", *done[:2])) >= {"reconsideration"}
    found = rules.course(THURSDAY, steps("declined", *done[:2]), DAYS)
    assert [one.asked and one.asked.stage for one in found.waiting if one.key == "reconsideration-2"] == ["managers"]
    assert not any(one.key == "reconsideration-1" for one in found.owed)


@given(st.lists(st.sampled_from(list(ReferralStepKind)), max_size=8), st.integers(0, 8))
def test_what_was_waited_for_keeps_its_key_and_what_carried_it_out(kinds: list[ReferralStepKind], earlier: int) -> None:
    done = steps(*kinds)
    then, now = (rules.course(THURSDAY, some, DAYS) for some in (done[:earlier], done))
    assert len({one.key for one in now.owed}) == len(now.owed)
    later = {one.key: one for one in now.owed}
    for one in then.owed:
        if one.by is not None:
            assert later[one.key].by == one.by


@given(st.lists(st.sampled_from(list(ReferralStepKind)), max_size=8))
def test_the_referrer_is_owed_an_answer_until_one_follows_the_last_decision(kinds: list[ReferralStepKind]) -> None:
    found = rules.course(THURSDAY, steps(*kinds), DAYS)
    last = max((place for place, kind in enumerate(kinds) if kind in rules.DECISIONS), default=-1)
    owed = ReferralStepKind.ANSWERED not in kinds[last + 1 :]
    assert (ReferralAwaited.ANSWER in {one.awaited for one in found.waiting}) == owed
    assert found.is_answered != owed
    assert all(one.due > london_day(THURSDAY) for one in found.waiting)


@given(st.lists(st.sampled_from(list(ReferralStepKind)), max_size=8))
def test_what_is_proposed_is_what_it_waits_for(kinds: list[ReferralStepKind]) -> None:
    done = steps(*kinds)
    found = rules.course(THURSDAY, done, DAYS)
    proposed = rules.proposed(found, done)
    assert len(proposed) == len(set(proposed))
    if found.waiting:
        assert proposed


@pytest.mark.parametrize("kind", list(ReferralStepKind))
def test_who_may_record_what(kind: ReferralStepKind) -> None:
    def may(side: ReferralSide, *, outside: bool = False, manager: bool = False) -> bool:
        return rules.may_record(kind, side, is_outside=outside, is_manager=manager)

    assert not may(ReferralSide.OTHER, outside=True, manager=True)
    if kind == ReferralStepKind.ESCALATED:
        assert may(ReferralSide.SENDER)
        assert not may(ReferralSide.RECIPIENT, manager=True)
    elif kind == ReferralStepKind.SIGNED_OFF:
        assert may(ReferralSide.RECIPIENT, manager=True)
        assert not may(ReferralSide.RECIPIENT)
        assert not may(ReferralSide.SENDER, outside=True, manager=True)
    else:
        assert may(ReferralSide.RECIPIENT)
        assert may(ReferralSide.SENDER, outside=True)
        assert not may(ReferralSide.SENDER)
