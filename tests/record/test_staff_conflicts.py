"""When a user may be somebody in a concern: the rule over all that can agree or differ, and names held together."""

from __future__ import annotations

from itertools import product

import pytest

from fingerpost.record.staff_conflicts import (
    Agrees,
    StaffComparison,
    Verdict,
    judge,
    names_alike,
    names_same,
    place_is_alike,
)

EVERYTHING = [
    StaffComparison(*values)
    for values in product((False, True), (False, True), Agrees, Agrees, (False, True), (False, True))
    if values[0] or not values[1]  # the same name is alike
]


def test_everything_that_can_agree_is_judged() -> None:
    assert len(EVERYTHING) == 3 * 16 * 4
    for it in EVERYTHING:
        verdict = judge(it)
        second = it.email or it.phone or Agrees.SAME in (it.born, it.staff)
        differs = Agrees.DIFFERS in (it.born, it.staff)
        # A name alone never shuts out, and nothing does without a name
        if verdict is Verdict.SHUT_OUT:
            assert it.alike
            assert second
            assert not differs
        # A name and a second identifier do, unless another one differs: then somebody is asked
        if it.alike and second:
            assert verdict is (Verdict.ASK if differs else Verdict.SHUT_OUT)
        # A namesake of whom something differs, and nothing agrees, is somebody else
        if differs and not second:
            assert verdict is Verdict.NOTHING
        # Of a name alone somebody is asked, if it is the same name and not only one that sounds so
        if it.alike and not second and not differs:
            assert verdict is (Verdict.ASK if it.name else Verdict.NOTHING)
        # Without the name, only the address of an account asks
        if not it.alike:
            assert verdict is (Verdict.ASK if it.email else Verdict.NOTHING)


def test_what_agrees_is_said_in_words_and_nothing_else() -> None:
    it = StaffComparison(True, True, Agrees.SAME, Agrees.DIFFERS, email=True)
    assert it.found == "name born email"


@pytest.mark.parametrize(
    ("one", "other", "same", "alike"),
    [
        ("Robin Example", "Example, Robin", True, True),
        ("Robin Ann Example", "Robin Example", True, True),
        ("Dr Robin Example", "robin example", True, True),
        ("Jon Smyth", "John Smith", False, True),
        ("Robin Example", "Robin", False, True),
        ("Robin", "Robin Example", False, False),
        ("Robin Example", "Sam Example", False, False),
        ("Robin Example", "Kofi Sample", False, False),
        ("Robin Example", "", False, False),
    ],
)
def test_names(one: str, other: str, *, same: bool, alike: bool) -> None:
    assert names_same(one, [other]) is same
    assert names_alike(one, [other]) is alike


@pytest.mark.parametrize(
    ("place", "organisation", "alike"),
    [
        ("Example Primary School", "Example Primary School, Sampleton", True),
        ("example primary", "Example Primary School", True),
        ("School", "Example Primary School", False),
        ("Sample Club", "Example Primary School", False),
        ("", "Example Primary School", False),
    ],
)
def test_places(place: str, organisation: str, *, alike: bool) -> None:
    assert place_is_alike(place, organisation) is alike
