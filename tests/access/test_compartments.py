"""Compartments: what a decision is made from, who may read it, and what is known across the wall."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access import compartments
from fingerpost.access.rules import COMPARTMENTS, Waiting

VIEWS = [frozenset(view) for view in chain.from_iterable(combinations(COMPARTMENTS, n) for n in range(5))]


@pytest.mark.parametrize("view", VIEWS)
def test_whoever_may_read_a_decision_may_know_everything_that_it_was_made_from(view: frozenset[str]) -> None:
    for name in compartments.decisions_for(view):
        assert compartments.SOURCES[name] <= view


def test_the_designated_officers_strand_and_the_common_record_are_not_read_through_each_other() -> None:
    assert compartments.decisions_for({"common"}) == ("common",)
    assert compartments.decisions_for({"designated_officer"}) == ("designated_officer",)
    assert compartments.decisions_for({"common", "police"}) == ("common", "police")
    assert compartments.decisions_for({"police"}) == ()


@given(view=st.sampled_from(VIEWS), waiting=st.lists(st.sampled_from(COMPARTMENTS), max_size=12))
def test_across_the_wall_one_learns_that_something_waits_and_with_whom_and_not_how_much(
    view: frozenset[str], waiting: list[str]
) -> None:
    told = compartments.across_the_wall(view, waiting)
    assert told == compartments.across_the_wall(view, reversed([*waiting, *waiting]))
    assert {it.compartment for it in told} == (set(waiting) - view if view else set())


def test_whoever_sees_nothing_is_told_nothing() -> None:
    assert compartments.across_the_wall((), ["police"]) == ()
    assert compartments.across_the_wall(["common"], ["police", "police"]) == (Waiting("police"),)
    assert compartments.across_the_wall(["common"], []) == ()


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("teacher", {"common"}),
        ("lead", {"common"}),
        ("suspect", set()),
        ("worker", {"common"}),
        ("worker-2", set()),
        ("manager-east", {"common"}),
        ("officer", {"police"}),
        ("officer-2", set()),
        ("lado", {"designated_officer"}),
        ("council-auditor", {"common"}),
        ("administrator", set()),
        ("other-teacher", set()),
    ],
)
def test_the_view_of_somebody(anywhere: Anywhere, who: str, expected: set[str]) -> None:
    from access import scene

    with anywhere.laying():
        actor = scene.actor(who)
    with anywhere.acting(who):
        assert compartments.view_of(actor, anywhere.scene.shared) == expected
        assert compartments.view_of(actor, worlds.name("no such concern")) == set()
