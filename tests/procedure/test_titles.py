"""What each provision is called: the act in a few words, the same act in the same words."""

from __future__ import annotations

import re

import pytest

from fingerpost.procedure.pack.library import available, load_pack


@pytest.mark.parametrize("name", available())
def test_every_provision_has_a_title_that_is_read_at_a_glance(name: str) -> None:
    for one in load_pack(name).provisions.values():
        assert 1 <= len(one.title.split()) <= 6, one.id
        assert one.title[0].isupper(), one.id
        assert not one.title.endswith("."), one.id
        assert not re.search(r"\b(imagery_|[a-z]+_[a-z]+)\b", one.title), one.id


@pytest.mark.parametrize("name", available())
def test_the_same_act_has_the_same_title(name: str) -> None:
    """A referral to the same recipients is one act, on whatever ground; what the law requires in person is another."""
    pack = load_pack(name)
    titles: dict[tuple[str, ...], set[str]] = {}
    for one in pack.carried_out_by("referral"):
        if one.section != "7":
            titles.setdefault(one.to, set()).add(one.title)
    assert titles.pop(("prevent",), {"Make a Prevent referral"}) == {"Make a Prevent referral"}
    assert titles == {
        ("police", "social_care"): {"Refer to police or social care"},
        ("police",): {"Refer to the police"},
        ("social_care",): {"Refer to children's social care"},
        ("lado",): {"Tell the designated officer (LADO)"},
    }


def test_an_edition_calls_what_it_has_kept_as_it_was_called() -> None:
    old, new = load_pack("e-safety@2017").provisions, load_pack("e-safety@2026").provisions
    assert {id for id in old if id in new and old[id].title != new[id].title} == set()
