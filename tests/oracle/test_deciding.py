"""The oracle's answers to cases that were worked out by hand from the contract."""

from __future__ import annotations

from typing import Any

import pytest

from oracle.deciding import Expected, expected
from register.reading import register

REPORTED = "2026-11-24T14:05:00+00:00"  # a Tuesday


def decide(**case: Any) -> Expected:
    return expected({"reported_at": REPORTED, **case}, register())


def outcome(answer: Expected, provision: str, about: str = "concern") -> dict[str, Any]:
    (found,) = [o for o in answer.outcomes if (o["provision"], o["about"]) == (provision, about)]
    return found


def names(answer: Expected) -> list[str]:
    return [f"{o['provision']}/{o['about']}" for o in answer.outcomes]


def child(id: str = "c1", **facts: Any) -> dict[str, Any]:
    return {"id": id, "kind": "child", "facts": facts}


def adult(id: str = "a1", **facts: Any) -> dict[str, Any]:
    return {"id": id, "kind": "adult", "facts": facts}


CONTRACT = {
    "facts": {"youth_produced_imagery": True, "sexual_acts": True},
    "people": [
        child("c1", age=12, depicted=True),
        child("c2", depicted=True, age=None),
        adult("a1", alleged_abuser=True),
    ],
    "events": [{"type": "arrest", "person": "a1", "at": "2026-11-25T07:30:00+00:00"}],
    "as_of": "2026-11-25T09:00:00+00:00",
}


def test_the_contracts_own_case() -> None:
    answer = decide(**CONTRACT)
    assert outcome(answer, "2.1-refer-under-13") == {
        "provision": "2.1-refer-under-13",
        "about": "concern",
        "status": "applies",
        "modality": "must",
        "due": "2026-11-24",
        "because": ["concern.youth_produced_imagery", "concern.sexual_acts", "c1.age", "c1.depicted"],
        "depends_on": [],
        "to": ["police", "social_care"],
        "held_by": [],
        "may_be_held_by": [],
    }
    assert answer.questions["c2.coerced_blackmailed_or_groomed"] == {"2.1-refer-coercion/c2"}
    assert "c2.coerced_blackmailed_or_groomed" in answer.urgent
    assert outcome(answer, "2.2-strategy-on-arrest", "a1")["due"] == "2026-11-25"
    assert outcome(answer, "2.2-strategy-on-arrest", "a1")["because"] == []


def test_prohibitions_come_first_then_due_dates_then_modality_then_the_register() -> None:
    ordered = names(decide(**CONTRACT))
    assert ordered[:3] == ["2.1-do-not-view/concern", "2.2-no-disclosure/a1", "4-not-anonymous/concern"]
    assert ordered[3:6] == ["2.1-refer-adult/concern", "2.1-refer-coercion/c1", "2.1-refer-coercion/c2"]
    assert ordered.index("2.1-same-day/concern") < ordered.index("2.2-strategy-on-arrest/a1")
    assert ordered.index("2.2-strategy-on-arrest/a1") < ordered.index("2.2-lado-meeting/a1")
    undated = [one["modality"] for one in decide(**CONTRACT).outcomes if one["due"] is None][3:]
    assert undated == sorted(undated, key=["must", "should", "consider", "may", "informs"].index)


def test_when_nothing_is_known_a_child_who_is_not_listed_may_be_shown() -> None:
    ground = outcome(decide(), "2.1-refer-under-13")
    assert ground["status"] == "depends"
    assert ground["depends_on"] == [
        "concern.youth_produced_imagery",
        "concern.sexual_acts",
        "concern.all_depicted_children_listed",
    ]


@pytest.mark.parametrize(
    ("listed", "depends_on", "asked"),
    [
        (None, ["concern.all_depicted_children_listed"], True),
        (False, ["concern.all_depicted_children_listed"], False),
        (True, None, False),
    ],
)
def test_the_unlisted_child(listed: bool | None, depends_on: list[str] | None, asked: bool) -> None:
    facts = {"youth_produced_imagery": True, "sexual_acts": True, "all_depicted_children_listed": listed}
    answer = decide(facts=facts, people=[child(depicted=True, age=13)])
    if depends_on is None:
        assert "2.1-refer-under-13/concern" not in names(answer)
    else:
        assert outcome(answer, "2.1-refer-under-13")["depends_on"] == depends_on
    assert ("concern.all_depicted_children_listed" in answer.questions) is asked


def test_because_drops_the_later_of_two_facts_that_each_suffice() -> None:
    people = [child("c1", groomed_by_adult=True), child("c2", groomed_by_adult=True)]
    answer = decide(facts={"adult_involved": True, "youth_produced_imagery": True}, people=people)
    assert outcome(answer, "2.2-focus-adult")["because"] == ["concern.adult_involved"]
    assert outcome(answer, "2-adult-behind")["because"] == ["concern.youth_produced_imagery", "c1.groomed_by_adult"]


def test_a_birth_date_stands_for_the_age_and_gives_its_name() -> None:
    facts = {"youth_produced_imagery": True, "sexual_acts": True}
    younger = decide(facts=facts, people=[child(date_of_birth="2013-11-25", depicted=True)])
    assert outcome(younger, "2.1-refer-under-13")["because"][2:] == ["c1.date_of_birth", "c1.depicted"]
    older = decide(facts=facts, people=[child(date_of_birth="2013-11-24", depicted=True)])
    assert outcome(older, "2.1-refer-under-13")["status"] == "depends"


def test_an_embargo_holds_a_duty_until_that_person_may_be_told() -> None:
    people = [child(imagery_of_them_shared=True), adult("a1", alleged_abuser=True), adult("a2")]
    facts = {"youth_produced_imagery": True}
    held = decide(facts=facts, people=people)
    assert outcome(held, "2.1-involve-parents", "c1")["held_by"] == ["2.2-no-disclosure/a1"]
    assert outcome(held, "2.1-involve-parents", "c1")["may_be_held_by"] == ["2.2-no-disclosure/a2"]
    # Support goes to a child who knows what was done to them, without a word about an adult.
    assert outcome(held, "2.1-support", "c1")["held_by"] == outcome(held, "2.1-support", "c1")["may_be_held_by"] == []
    told = [{"type": "disclosure_agreed", "person": "a1", "to": "parents:c1", "at": "2026-11-26T09:00:00+00:00"}]
    after = decide(facts=facts, people=people, events=told)
    assert outcome(after, "2.1-involve-parents", "c1")["held_by"] == []
    before = decide(facts=facts, people=people, events=told, as_of="2026-11-26T08:59:59+00:00")
    assert outcome(before, "2.1-involve-parents", "c1")["held_by"] == ["2.2-no-disclosure/a1"]


@pytest.mark.parametrize(
    ("facts", "people", "may_be_held_by"),
    [
        ({}, [child(made_or_shared_imagery=True)], ["2.2-no-disclosure/unlisted"]),
        ({"adult_involved": False}, [child(made_or_shared_imagery=True)], ["2.2-no-disclosure/unlisted"]),
        ({"adult_involved": False}, [child(made_or_shared_imagery=True, groomed_by_adult=False)], []),
        (
            {"adult_involved": True},
            [adult("a1"), child(made_or_shared_imagery=True, groomed_by_adult=False)],
            ["2.2-no-disclosure/a1", "2.2-no-disclosure/unlisted"],
        ),
        (
            {"adult_involved": True},
            [adult("a1"), adult("a2", found_in_possession=True), child(made_or_shared_imagery=True)],
            ["2.2-no-disclosure/a1"],
        ),
    ],
)
def test_an_adult_who_is_not_listed_may_be_behind_it(
    facts: dict[str, Any], people: list[dict[str, Any]], may_be_held_by: list[str]
) -> None:
    answer = decide(facts={"youth_produced_imagery": True, **facts}, people=people)
    assert outcome(answer, "2.1-involve-parents", "c1")["may_be_held_by"] == may_be_held_by


def test_events_after_as_of_have_not_happened_and_the_earliest_counts() -> None:
    started = [
        {"type": "assessment_started", "at": "2026-11-30T23:30:00+00:00"},
        {"type": "assessment_started", "at": "2026-11-27T10:00:00+00:00"},
    ]
    assert outcome(decide(events=started), "2.2-single-assessment")["due"] == "2027-02-03"
    assert "2.2-single-assessment/concern" not in names(decide(events=started, as_of="2026-11-27T09:59:59+00:00"))
    viewing = {"type": "viewing_decision", "at": "2026-11-25T10:00:00+00:00"}
    facts = {"youth_produced_imagery": True}
    assert "2.1-do-not-view/concern" not in names(decide(facts=facts, events=[viewing]))
    assert "2.1-do-not-view/concern" in names(decide(facts=facts, events=[viewing], as_of=REPORTED))


def test_due_dates_are_londons() -> None:
    summer = expected(
        {"reported_at": "2026-06-30T23:30:00+00:00", "facts": {"adult_involved": True, "youth_produced_imagery": True}},
        register(),
    )
    assert outcome(summer, "2.1-refer-adult")["due"] == "2026-07-01"
    trusted = decide(people=[adult(alleged_abuser=True, foster_carer=True)])
    assert outcome(trusted, "2.2-lado-meeting", "a1")["due"] == "2026-12-01"
