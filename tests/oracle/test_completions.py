"""The search through completions, against writing all of them down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from oracle.completions import (
    Either,
    Every,
    Ground,
    Leaf,
    Negation,
    Possible,
    Value,
    can_be,
    can_change,
    either,
    every,
    negation,
    representatives,
)

DOMAINS: dict[str, tuple[Value, ...]] = {
    "a": (True, False),
    "b": (True, False),
    "c": (True, False),
    "d": ("x", "y", "z"),
    "e": (0, 1, 2, 3),
}


def leaf(fact: str) -> st.SearchStrategy[Ground]:
    return st.sets(st.sampled_from(DOMAINS[fact])).map(lambda values: Leaf(fact, frozenset(values)))


def bigger(part: st.SearchStrategy[Ground]) -> st.SearchStrategy[Ground]:
    some = st.lists(part, min_size=1, max_size=3)
    return st.one_of(part.map(negation), some.map(every), some.map(either))


GROUNDS = st.recursive(st.sampled_from(sorted(DOMAINS)).flatmap(leaf) | st.booleans(), bigger, max_leaves=12)
POSSIBLE = st.fixed_dictionaries(
    {fact: st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple) for fact, values in DOMAINS.items()}
)


def value(ground: Ground, completion: dict[str, Value]) -> bool:
    match ground:
        case Leaf(fact, values):
            return completion[fact] in values
        case Negation(part):
            return not value(part, completion)
        case Every(parts):
            return all(value(part, completion) for part in parts)
        case Either(parts):
            return any(value(part, completion) for part in parts)
        case _:
            return ground


def completions(possible: Possible) -> Iterator[dict[str, Value]]:
    for values in product(*possible.values()):
        yield dict(zip(possible, values, strict=True))


@given(GROUNDS, POSSIBLE)
def test_what_a_condition_can_be_is_what_it_is_in_some_completion(ground: Ground, possible: Possible) -> None:
    values = {value(ground, completion) for completion in completions(possible)}
    assert {wanted for wanted in (True, False) if can_be(wanted, ground, possible)} == values


@given(GROUNDS, POSSIBLE, st.sampled_from(sorted(DOMAINS)))
def test_a_fact_can_change_a_condition_if_two_completions_that_differ_in_it_say_so(
    ground: Ground, possible: Possible, fact: str
) -> None:
    differs = any(
        len({value(ground, {**completion, fact: choice}) for choice in possible[fact]}) > 1
        for completion in completions(possible)
    )
    assert can_change(ground, fact, possible) is differs


def test_representatives_keep_one_value_of_each_kind() -> None:
    under_13 = Leaf("age", frozenset(range(13)))
    over_15 = Leaf("age", frozenset({16, 17}))
    kept = representatives([Every((under_13, over_15))], "age", range(18))
    assert sorted((a in under_13.values, a in over_15.values) for a in kept if isinstance(a, int)) == [
        (False, False),
        (False, True),
        (True, False),
    ]
    assert len(kept) == 3
