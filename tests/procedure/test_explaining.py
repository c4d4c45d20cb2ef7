"""Why, why not, and what would change it: each claim is checked by deciding again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fingerpost.procedure.case.model import Case, Person
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.errors import CaseError
from fingerpost.procedure.explaining import Explanation, Step, changes, explain
from fingerpost.procedure.language.tree import Value
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.source.yaml import parse_yaml

PACK = load_pack("e-safety@2017")
ENGINE = Engine(PACK)
AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
EXAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "examples").glob("*.yaml") if ".expected." not in path.name
)


def example(path: Path) -> Case:
    return case_from(parse_yaml(path.read_text(encoding="utf-8")).value, PACK)


def a_case(**child: Value) -> Case:
    facts: dict[str, Value] = {
        "youth_produced_imagery": True,
        "sexual_acts": True,
        "all_depicted_children_listed": True,
    }
    return Case(AT, facts, (Person("c1", "child", {"depicted": True, **child}),), (), AT, PACK.name)


def one(case: Case, provision: str) -> Explanation:
    [explanation] = explain(ENGINE, case, provision)
    return explanation


def with_answer(case: Case, name: str, value: Value) -> Case:
    owner, _, fact = name.rpartition(".")
    if owner == "concern":
        return replace(case, facts={**case.facts, fact: value})
    people = tuple(
        replace(person, facts={**person.facts, fact: value}, born=None) if person.id == owner else person
        for person in case.people
    )
    return replace(case, people=people)


def statuses(case: Case) -> dict[tuple[str, str], str]:
    return {(outcome.provision, outcome.about): outcome.status for outcome in ENGINE.decide(case).outcomes}


def test_if_she_were_13_this_ground_would_fall_away_and_the_others_would_not() -> None:
    case = a_case(age=12, coerced_blackmailed_or_groomed=True)
    explanation = one(case, "2.1-refer-under-13")
    assert explanation.status == "applies"
    assert explanation.because == ("concern.youth_produced_imagery", "concern.sexual_acts", "c1.age", "c1.depicted")
    older = next(change for change in explanation.alone if change.fact == "c1.age")
    assert (older.was, older.value) == (12, 13)
    assert [(e.provision, e.before, e.after) for e in older.effects] == [("2.1-refer-under-13", "applies", None)]
    assert (("c1.age", 13),) in [alteration.answers for alteration in explanation.smallest]


def test_why_not_names_known_facts_that_exclude_it_and_none_to_spare() -> None:
    explanation = one(a_case(age=15), "2.1-refer-under-13")
    assert explanation.status is None
    assert explanation.because == ("concern.all_depicted_children_listed", "c1.age")


def test_what_depends_says_on_what_and_how_it_would_settle() -> None:
    explanation = one(a_case(), "2.1-refer-coercion")
    assert explanation.status == "depends"
    assert explanation.depends_on == ("c1.coerced_blackmailed_or_groomed", "c1.groomed_by_adult", "c1.capacity_concern")
    assert {alteration.answers for alteration in explanation.smallest if alteration.after == "applies"} == {
        ((name, True),) for name in explanation.depends_on
    }


def test_a_change_may_take_two_facts() -> None:
    explanation = one(a_case(), "3-severe")
    assert {alteration.answers for alteration in explanation.smallest} == {
        (("concern.online_bullying", True), ("concern.bullying_severe", True))
    }


def test_the_tree_carries_three_values() -> None:
    def find(step: Step, words: str) -> Step:
        return next(found for found in flat(step) if words in found.says)

    tree = one(a_case(age=12), "2.1-refer-coercion").tree
    assert tree.value is None
    assert find(tree, PACK.facts["youth_produced_imagery"].ask).value is True
    assert find(tree, PACK.facts["coerced_blackmailed_or_groomed"].ask).value is None
    tree = one(a_case(age=13), "2.1-refer-under-13").tree
    assert find(tree, PACK.facts["age"].ask).value is False
    assert find(tree, PACK.facts["age"].ask).says.endswith("13 (asked for: age < 13)")


def flat(step: Step) -> list[Step]:
    return [step, *(inner for part in step.steps for inner in flat(part))]


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_every_single_change_does_what_it_says_and_none_is_left_out(path: Path) -> None:
    case = example(path)
    before = statuses(case)
    found = {(change.fact, change.value): change for change in changes(ENGINE, case)}
    for change in found.values():
        after = statuses(with_answer(case, change.fact, change.value))
        altered = {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys()}
        altered = {key: pair for key, pair in altered.items() if pair[0] != pair[1]}
        assert {(e.provision, e.about): (e.before, e.after) for e in change.effects} == altered, change.fact
    for owner, scope, facts in [
        ("concern", "concern", case.facts),
        *((person.id, person.kind, person.facts) for person in case.people),
    ]:
        for fact in PACK.facts_of(scope):
            for value in fact.values:
                if facts.get(fact.id) != value and (f"{owner}.{fact.id}", value) not in found:
                    alike = [v for f, v in found if f == f"{owner}.{fact.id}"]
                    after = statuses(with_answer(case, f"{owner}.{fact.id}", value))
                    same = [statuses(with_answer(case, f"{owner}.{fact.id}", v)) for v in alike]
                    assert after == before or after in same, (owner, fact.id, value)


@pytest.mark.parametrize("path", EXAMPLES[:12], ids=[path.stem for path in EXAMPLES[:12]])
def test_every_explanation_holds_when_decided_again(path: Path) -> None:
    case = example(path)
    before = statuses(case)
    for provision in PACK.decided:
        try:
            explanations = explain(ENGINE, case, provision.id)
        except CaseError:
            assert provision.about not in {"concern", *(person.kind for person in case.people)}
            continue
        for explanation in explanations:
            key = (provision.id, explanation.about)
            assert explanation.status == before.get(key)
            assert explanation.tree.value is {"applies": True, None: False, "depends": None}[explanation.status]
            for alteration in explanation.smallest[:5]:
                changed = case
                for name, value in alteration.answers:
                    changed = with_answer(changed, name, value)
                assert statuses(changed).get(key) == alteration.after != explanation.status


def test_it_says_what_cannot_be_explained() -> None:
    case = a_case()
    with pytest.raises(CaseError, match=r"Did you mean “2\.1-refer-coercion”"):
        explain(ENGINE, case, "2.1-refer-coersion")
    with pytest.raises(CaseError, match="has no condition"):
        explain(ENGINE, case, "1-esafety")
    with pytest.raises(CaseError, match="lists no adult"):
        explain(ENGINE, case, "2.2-lado-meeting")
    with pytest.raises(CaseError, match=r"lists no child “c9”\. It lists c1"):
        explain(ENGINE, case, "2.1-refer-coercion", "c9")
    with pytest.raises(CaseError, match="about the concern"):
        explain(ENGINE, case, "3-severe", "c1")
