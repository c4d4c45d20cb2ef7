"""Bit planes against the engine: the chapter's conditions, and any others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bulk.worlds import PACK, cases, decided, expected
from fingerpost.procedure.errors import PackError
from fingerpost.procedure.language.tree import All, And, Answer, Any, Node, Not, Or, Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.conditions import conditions_of
from oracle.conditions import rewritten_packs
from register.reading import register


def test_every_answer_is_the_engine_s() -> None:
    some = cases(4000, seed=2)
    answers = expected(some)
    assert decided(some) == answers
    # A test that could not fail would be one in which everything comes out alike.
    seen = {(id, value) for rows in answers.values() for row in rows.values() for id, value in row.items()}
    happened = {p.id for p in PACK.decided if p.condition_text.startswith("happened")}
    assert seen == {
        (p.id, v) for p in PACK.decided for v in (True, False, None) if v is not None or p.id not in happened
    }


@pytest.mark.parametrize("chunk", [64, 128, 1024])
def test_a_chunk_may_end_anywhere(chunk: int) -> None:
    some = cases(1000, seed=3)
    assert decided(some, chunk=chunk) == decided(some)


@pytest.mark.parametrize("most", [0, 1])
def test_concerns_of_few_people(most: int) -> None:
    some = cases(300, seed=4, most=most)
    assert decided(some) == expected(some)


def test_no_concern_at_all() -> None:
    assert decided([]) == {"concern": {}, "child": {}, "adult": {}}


def test_many_people_in_one_concern() -> None:
    some = cases(3, seed=5)
    crowd = tuple(replace(person, id=f"{person.id}-{n}") for n in range(40) for person in some[0].people)
    some = [some[1], replace(some[0], people=crowd, events=()), some[2]]
    assert decided(some) == expected(some)


@settings(max_examples=2 * settings().max_examples, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_condition_is_decided_exactly(data: st.DataObject) -> None:
    pack, _ = data.draw(rewritten_packs(PACK, register()))
    some = cases(40, seed=data.draw(st.integers(0, 999)), pack=pack, most=3)
    try:
        answers = expected(some, pack)
    except PackError:
        assume(False)
    assert decided(some, pack) == answers


def yes(fact: str, scope: Scope) -> Answer:
    return Answer(fact, scope, frozenset({True}), fact)


DEPICTED, GROOMED = yes("depicted", "child"), yes("groomed_by_adult", "child")
IMAGERY, ACTS = yes("youth_produced_imagery", "concern"), yes("sexual_acts", "concern")
HARD: dict[str, tuple[Node, bool]] = {
    "a fact of the concern that pulls both ways": (Or((And((IMAGERY, ACTS)), And((Not(IMAGERY), Not(ACTS))))), False),
    "a fact of a person that pulls both ways": (
        Any("child", Or((And((DEPICTED, GROOMED)), And((Not(DEPICTED), Not(GROOMED)))))),
        False,
    ),
    "always so, by a fact of one person": (All("child", Or((DEPICTED, Not(DEPICTED)))), False),
    "a quantifier that holds a fact of the concern": (Any("child", And((DEPICTED, Or((IMAGERY, GROOMED))))), False),
    "everybody, or somebody, or nobody": (Or((All("child", DEPICTED), Any("child", Not(DEPICTED)))), True),
    "one of each": (And((Any("child", DEPICTED), Any("child", Not(DEPICTED)))), True),
    "two ages at once": (
        And(
            (
                Any("child", Answer("age", "child", frozenset(range(13)), "age < 13")),
                All("child", Answer("age", "child", frozenset(range(10, 18)), "age >= 10")),
            )
        ),
        True,
    ),
}


@pytest.mark.parametrize("name", HARD)
def test_conditions_that_three_values_alone_would_leave_open(name: str) -> None:
    condition, is_tangled = HARD[name]
    pack = rewritten(condition)
    assert bool(conditions_of(pack).tangled) is is_tangled
    some = cases(800, seed=6, pack=pack, most=3)
    assert decided(some, pack) == expected(some, pack)


def rewritten(condition: Node) -> Pack:
    provision = replace(PACK.provisions["2.1-refer-adult"], condition=condition)
    return replace(PACK, provisions={provision.id: provision})
