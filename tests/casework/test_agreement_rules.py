"""How a written agreement stands (2.2-agreement, 2.2-agreement-review): whatever the order of recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, permutations
from uuid import UUID, uuid4

import pytest

from fingerpost.casework.agreements import agreed_matters, rules
from fingerpost.casework.agreements.clocks import LONG_DAYS
from fingerpost.casework.agreements.rules import AgreementState, fold
from fingerpost.record.services.procedures import named

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
_numbers = count(1)


def on(days: int) -> date:
    return START.date() + timedelta(days=days)


@dataclass(eq=False)
class Step:
    kind: str
    days: int = 0
    day: date | None = None
    about_id: UUID | None = None
    provision: str = ""
    title: str | None = None
    outcome: str = ""
    pk: UUID = field(default_factory=uuid4)
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def at(self) -> datetime:
        return START + timedelta(days=self.days)


def test_it_binds_from_its_start_to_its_end() -> None:
    started, ended = Step("started", 1, on(20)), Step("ended", 30)
    assert fold([Step("party", 0, about_id=uuid4())]).state is AgreementState.DRAFT
    assert fold([started]).is_in_force
    for order in permutations([started, ended]):
        assert fold(order).state is AgreementState.ENDED
        assert fold(order).next_review is None
    assert fold([started, Step("in_error", 2)]).state is AgreementState.IN_ERROR


def test_none_in_force_is_without_a_next_review_unnoticed() -> None:
    started = Step("started", 1)
    assert fold([started]).lacks_review
    given = fold([started, Step("review_set", 3, on(25))])
    assert (given.lacks_review, given.next_review) == (False, on(25))
    # A day that was set before the start counts; a review without a next day takes it away again.
    before = fold([Step("review_set", 0, on(9)), started])
    assert before.next_review == on(9)
    assert fold([Step("started", 1, on(9)), Step("reviewed", 9)]).lacks_review
    assert not fold([Step("party", 0)]).lacks_review
    assert not fold([started, Step("ended", 4)]).lacks_review


def test_every_review_closes_what_was_asked_for_and_asks_for_the_next() -> None:
    started, first, second = Step("started", 0, on(10)), Step("reviewed", 9, on(30)), Step("reviewed", 33, on(60))
    for order in permutations([started, first, second]):
        it = fold(order)
        assert [(one.since, one.due, one.carried) for one in it.reviews] == [
            (started, on(10), first),
            (first, on(30), second),
            (second, on(60), None),
        ]
        assert (it.next_review, it.reviewed) == (on(60), second)


def test_a_breach_asks_for_a_review_at_once_beside_the_next() -> None:
    started, breach = Step("started", 0, on(40)), Step("breached", 5)
    it = fold([started, breach])
    assert it.is_broken
    assert it.next_review == on(5)
    review = Step("reviewed", 6, on(20))
    for order in permutations([started, breach, review]):
        after = fold(order)
        assert not after.is_broken
        assert after.next_review == on(20)
        assert {one.carried for one in after.reviews if one.since in (started, breach)} == {review}
    ended = Step("ended", 6)
    assert [one.carried for one in fold([started, breach, ended]).reviews] == [ended]


@dataclass
class Considered:
    days: int

    @property
    def at(self) -> datetime:
        return START + timedelta(days=self.days)


def test_a_review_that_finds_a_conference_needed_waits_for_one_that_is_considered_from_then_on() -> None:
    # 2.2-agreement-review
    started, needed = Step("started", 0, on(10)), Step("reviewed", 9, on(30), outcome="conference")
    not_needed = Step("reviewed", 20, on(40), outcome="no_conference")
    for order in permutations([started, needed, not_needed]):
        assert fold(order).conferences == (needed,)
    assert fold([started, needed, Step("in_error", 30)]).conferences == ()
    assert rules.answered_by(needed, [Considered(8)]) is None
    assert rules.answered_by(needed, [Considered(12), Considered(9), Considered(2)]) == Considered(9)


def test_a_later_term_about_the_same_stands_in_the_place_of_the_earlier() -> None:
    first, later = Step("term", 0, provision="2.2-matter-care"), Step("term", 4, provision="2.2-matter-care")
    free, again = Step("term", 1, title="The car"), Step("term", 2, title="the car ")
    assert list(fold([later, first, free, again]).terms.values()) == [later, again]


@pytest.mark.parametrize(
    ("after", "conferences", "long"),
    [(LONG_DAYS, (), False), (LONG_DAYS + 1, (), True), (LONG_DAYS + 1, (5,), False), (LONG_DAYS + 1, (-1,), True)],
)
def test_it_runs_long_after_ninety_days_without_a_conference(
    after: int, conferences: tuple[int, ...], long: bool
) -> None:
    it = fold([Step("started", 0, on(10))])
    assert rules.runs_long(it, on(after), [on(day) for day in conferences]) is long
    assert not rules.runs_long(fold([Step("started"), Step("ended", 1)]), on(after), ())


def test_anybody_may_record_a_breach_and_social_care_the_rest() -> None:
    assert rules.may_record("breached", is_social_care=False)
    assert not rules.may_record("reviewed", is_social_care=False)
    assert rules.may_record("reviewed", is_social_care=True)


@pytest.mark.parametrize("version", ["e-safety@2017", "e-safety@2026"])
def test_the_matters_are_the_packs_and_each_has_plain_words(version: str) -> None:
    found = agreed_matters.of_pack(named(version))
    assert [one.provision for one in found] == [
        "2.2-matter-contact",
        "2.2-matter-care",
        "2.2-matter-rooms",
        "2.2-matter-sleepovers",
    ]
    assert all(one.plain != one.text.rstrip(". ") for one in found)
