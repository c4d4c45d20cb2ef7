"""How enquiries, assessments and conferences stand, folded from their steps: whatever the order of recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count, permutations
from uuid import UUID, uuid4

import pytest

from fingerpost.casework.enquiries import factors, rules
from fingerpost.casework.enquiries.clocks import CLOCKS, StageAwaited
from fingerpost.casework.enquiries.rules import StageState, fold
from fingerpost.casework.models import StageKind, StageOutcome, StageStepKind
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.record.services.procedures import named

MONDAY = datetime(2026, 3, 23, 9, tzinfo=UTC)
DAYS = WorkingDays.of("england-and-wales")
_numbers = count(1)


@dataclass(eq=False)
class Step:
    kind: str
    days: int = 0
    outcome: str = ""
    about_id: UUID | None = None
    answers_id: UUID | None = None
    day: date | None = None
    pk: UUID = field(default_factory=uuid4)
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def at(self) -> datetime:
        return MONDAY + timedelta(days=self.days)


@dataclass(eq=False)
class Judged:
    about_id: UUID
    provision: str
    judged: str
    days: int
    recorded: int = 0

    @property
    def at(self) -> datetime:
        return MONDAY + timedelta(days=self.days)

    @property
    def recorded_at(self) -> datetime:
        return MONDAY + timedelta(days=self.recorded)


def test_every_step_and_outcome_is_one_that_can_be_recorded() -> None:
    assert set(rules.STEPS) == set(StageKind.values)
    assert {step for steps in rules.STEPS.values() for step in steps} == set(StageStepKind.values)
    assert {one for outcomes in rules.OUTCOMES.values() for one in outcomes} == set(StageOutcome.values)
    assert all(step in rules.STEPS[kind] for kind, step in rules.OUTCOMES)
    assert set(StageAwaited) == set(CLOCKS)


@pytest.mark.parametrize("kind", [rules.ENQUIRY, rules.ASSESSMENT])
def test_a_conclusion_needs_a_managers_step_in_whatever_order_they_are_recorded(kind: str) -> None:
    first = Step("proposed", 1, "likely")
    back = Step("returned", 2, answers_id=first.pk)
    second = Step("proposed", 3, "not_likely")
    agreed = Step("agreed", 4, answers_id=second.pk)
    for steps in permutations([first, back, second, agreed]):
        it = fold(kind, (), steps)
        assert (it.state, it.concluded, it.agreed, it.proposal) == (StageState.CONCLUDED, second, agreed, None)
        assert it.is_over
    assert fold(kind, (), []).state is StageState.OPEN
    waits = fold(kind, (), [first])
    assert (waits.state, waits.proposal, waits.is_over) == (StageState.PROPOSED, first, False)
    given_back = fold(kind, (), [first, back])
    assert (given_back.state, given_back.returned, given_back.proposal) == (StageState.OPEN, back, None)
    again = fold(kind, (), [second, agreed, Step("proposed", 9, "likely")])
    assert (again.state, again.concluded) == (StageState.PROPOSED, second)
    assert fold(kind, (), [first, Step("in_error", 0)]).state is StageState.IN_ERROR


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], StageState.OPEN),
        ([("needed", 0, "needed")], StageState.NEEDED),
        ([("needed", 0, "not_needed")], StageState.NOT_NEEDED),
        ([("needed", 0, "needed"), ("needed", 1, "not_needed")], StageState.NOT_NEEDED),
        ([("needed", 1, "not_needed"), ("convened", 2, "")], StageState.CONVENED),
        ([("convened", 1, ""), ("needed", 2, "not_needed")], StageState.NOT_NEEDED),
        ([("convened", 1, ""), ("held", 2, "")], StageState.HELD),
        ([("held", 2, ""), ("decided", 2, "plan")], StageState.DECIDED),
        ([("held", 2, ""), ("decided", 2, "plan"), ("in_error", 3, "")], StageState.IN_ERROR),
    ],
)
def test_a_conference_stands_as_its_last_step_says(steps: list[tuple[str, int, str]], state: StageState) -> None:
    made = [Step(*one) for one in steps]
    for order in permutations(made):
        assert fold(rules.CONFERENCE, (), order).state is state


def test_who_is_added_later_is_among_the_people_and_who_was_seen_is_known() -> None:
    one, other = uuid4(), uuid4()
    it = fold(rules.ENQUIRY, [one], [Step("added", 1, about_id=other), Step("seen", 2, about_id=one)])
    assert (it.people, it.seen) == ((one, other), {one})


def test_only_social_care_records_and_only_a_manager_agrees() -> None:
    assert rules.may_record("proposed", is_social_care=True, is_manager=False)
    assert not rules.may_record("proposed", is_social_care=False, is_manager=True)
    assert not rules.may_record("agreed", is_social_care=True, is_manager=False)
    assert rules.may_record("agreed", is_social_care=True, is_manager=True)


@pytest.mark.parametrize(
    ("kind", "steps", "first"),
    [
        (rules.ENQUIRY, [], "joint"),
        (rules.ENQUIRY, [("joint", 1, "joint")], "seen"),
        (rules.ENQUIRY, [("proposed", 1, "likely")], "agreed"),
        (rules.ASSESSMENT, [], "seen"),
        (rules.CONFERENCE, [], "needed"),
        (rules.CONFERENCE, [("needed", 1, "needed")], "convened"),
        (rules.CONFERENCE, [("convened", 1, "")], "held"),
        (rules.CONFERENCE, [("held", 1, "")], "decided"),
        (rules.CONFERENCE, [("decided", 1, "plan")], ""),
    ],
)
def test_what_makes_sense_next_comes_first(kind: str, steps: list[tuple[str, int, str]], first: str) -> None:
    found = rules.proposed(kind, fold(kind, (), [Step(*one) for one in steps]))
    assert set(found) <= set(rules.STEPS[kind])
    assert next(iter(found), "") == first


def test_a_conference_counts_from_the_meeting_that_led_to_the_enquiry() -> None:
    meetings = [MONDAY, MONDAY + timedelta(days=2, hours=5), MONDAY + timedelta(days=9)]
    assert rules.led_to(MONDAY + timedelta(days=2), meetings) == meetings[1]
    assert rules.led_to(MONDAY - timedelta(days=1), meetings) is None
    # Fifteen working days from Monday 23 March 2026: Good Friday and Easter Monday do not count.
    assert rules.due(StageAwaited.CONFERENCE, MONDAY, DAYS) == date(2026, 4, 15)
    assert rules.due(StageAwaited.FACTORS, MONDAY, DAYS) == date(2026, 4, 8)


def test_the_judgement_that_holds_is_the_last_made_not_the_last_recorded() -> None:
    adult = uuid4()
    early, late = Judged(adult, "x", "present", 1, recorded=9), Judged(adult, "x", "not_present", 5, recorded=6)
    for order in ([early, late], [late, early]):
        assert rules.newest_judgements(order) == {(adult, "x"): late}


def test_the_factors_are_judged_once_each_is_and_not_known_is_a_judgement() -> None:
    adult, other = uuid4(), uuid4()
    one, two = Judged(adult, "x", "not_known", 1), Judged(adult, "y", "present", 3)
    again, elsewhere = Judged(adult, "x", "present", 7), Judged(other, "y", "present", 2)
    assert rules.all_judged_at(adult, ["x", "y"], [one, again, elsewhere]) is None
    assert rules.all_judged_at(adult, ["x", "y"], [again, two, one]) == two.at
    assert rules.all_judged_at(adult, [], []) is None


@pytest.mark.parametrize("version", ["e-safety@2017", "e-safety@2026"])
def test_the_seven_key_factors_are_the_packs_and_each_settles_a_fact(version: str) -> None:
    pack = named(version)
    found = factors.of_pack(pack)
    assert [one.provision for one in found] == [
        "2.2-factor-history",
        "2.2-factor-contact-abuse",
        "2.2-factor-own-children",
        "2.2-factor-partner",
        "2.2-factor-no-cooperation",
        "2.2-factor-understanding",
        "2.2-factor-criminal",
    ]
    assert {one.fact for one in found} == {name for name in pack.facts if name.startswith("factor_")}
