"""Each condition of the pack means what the register's says, and any one slip in it would be seen."""

from __future__ import annotations

from functools import cache

import pytest

from fingerpost.procedure.language.tree import Node
from fingerpost.procedure.pack.library import load_pack
from register.language import Tree
from register.pack_trees import mutants, rewritten, users_of, with_definition
from register.reading import register
from register.solver import Cases, few_people_are_enough

EMBARGO_UNLISTED = "the embargo of an adult who is not listed"
UNLISTED_ADULT = "adult_involved or any(child: groomed_by_adult)"  # the contract's words, under `may_be_held_by`

PACK = load_pack("e-safety@2017")


@cache
def cases() -> Cases:
    return Cases(register())


def packs_conditions() -> dict[str, Node]:
    found = {provision.id: provision.condition for provision in PACK.decided if provision.condition is not None}
    (embargo,) = [provision.embargo for provision in PACK.provisions.values() if provision.embargo is not None]
    return {**found, EMBARGO_UNLISTED: embargo.unlisted_when}


def registers_conditions() -> dict[str, Tree]:
    found = {one.id: one.condition for one in register().provisions if one.condition is not None}
    return {**found, EMBARGO_UNLISTED: register().condition(UNLISTED_ADULT)}


THEIRS = packs_conditions()
OURS = registers_conditions()
ABOUT = {**{provision.id: provision.about for provision in register().provisions}, EMBARGO_UNLISTED: "concern"}


def differ(id: str, condition: Node) -> bool:
    return cases().differ(rewritten(condition), OURS[id], ABOUT[id]) is not None


@pytest.mark.parametrize("id", OURS)
def test_a_condition_means_the_same(id: str) -> None:
    assert cases().differ(rewritten(THEIRS[id]), OURS[id], ABOUT[id]) is None


@pytest.mark.parametrize("id", OURS)
def test_two_people_of_a_kind_are_enough_to_compare_it(id: str) -> None:
    assert few_people_are_enough(OURS[id])
    assert few_people_are_enough(rewritten(THEIRS[id]))


def test_the_argument_for_two_people_is_not_vacuous() -> None:
    for text in (
        "not any(child: depicted)",
        "any(child: depicted) and (sexual_acts or any(child: age < 13))",
        "any(child: depicted and any(adult: alleged_abuser))",
    ):
        assert not few_people_are_enough(register().condition(text))


def test_every_slip_in_a_condition_is_seen() -> None:
    slips = [(id, slip, mutant) for id, condition in THEIRS.items() for slip, mutant in mutants(condition)]
    assert len(slips) > 200
    assert [f"{id}: {slip}" for id, slip, mutant in slips if not differ(id, mutant)] == []


@pytest.mark.parametrize("name", PACK.definitions)
def test_every_slip_in_a_definition_is_seen(name: str) -> None:
    users = users_of(name, THEIRS)
    assert users, "no condition uses it"
    unseen = [
        slip
        for slip, meaning in mutants(PACK.definitions[name].meaning)
        if not any(differ(id, with_definition(THEIRS[id], name, meaning)) for id in users)
    ]
    assert unseen == []


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("2.1-refer-under-13", "youth_produced_imagery and sexual_acts and any(child: depicted and age < 13)"),
        ("2.1-do-not-view", "imagery"),
        ("2.2-cross-border", "investigation_open or section47_started"),
        ("2.2-strategy-on-arrest", "a.alleged_abuser"),
    ],
)
def test_another_meaning_of_a_condition_is_seen(id: str, text: str) -> None:
    assert cases().differ(register().condition(text), OURS[id], ABOUT[id]) is not None
