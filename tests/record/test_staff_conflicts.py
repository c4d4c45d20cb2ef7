"""When a user may be somebody in a concern: the rule over all that can agree or differ, and names held together."""

from __future__ import annotations

from itertools import product

import pytest

from fingerpost.record.name_forms import Names
from fingerpost.record.staff_conflicts import (
    Agrees,
    StaffComparison,
    Verdict,
    judge,
    place_is_alike,
)

EVERYTHING = [StaffComparison(*values) for values in product(Names, Agrees, Agrees, *[(False, True)] * 3)]


def test_everything_that_can_agree_is_judged() -> None:
    assert len(EVERYTHING) == 4 * 16 * 8
    for it in EVERYTHING:
        verdict = judge(it)
        strong = sum([it.email, it.phone, it.address, it.born is Agrees.SAME, it.staff is Agrees.SAME])
        differs = Agrees.DIFFERS in (it.born, it.staff)
        is_named = it.names is not Names.OTHER
        # Nothing alone shuts out, and nothing does where something else differs
        if verdict is Verdict.SHUT_OUT:
            assert strong + is_named >= 2
            assert not differs
        # Two things do, whatever the form of the name, and without it; if something differs, somebody is asked
        if strong >= 2 or (strong and is_named):
            assert verdict is (Verdict.ASK if differs else Verdict.SHUT_OUT)
        # One thing asks
        elif strong:
            assert verdict is Verdict.ASK
        # So does a name alone, unless something else differs; one word of it is not enough
        elif it.names in (Names.SAME, Names.ALIKE):
            assert verdict is (Verdict.NOTHING if differs else Verdict.ASK)
        else:
            assert verdict is Verdict.NOTHING


def test_what_agrees_is_said_in_words_and_nothing_else() -> None:
    assert StaffComparison(Names.SAME, Agrees.SAME, Agrees.DIFFERS, email=True).found == "name born email"
    assert StaffComparison(Names.PART, phone=True).found == "part_of_name phone"
    assert StaffComparison(address=True).found == "address"
    assert StaffComparison(Names.PART).found == ""


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
