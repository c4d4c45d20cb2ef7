"""Failures that published reviews have told of: each edition asks for what was worked out by hand, on those days."""

from __future__ import annotations

import pytest

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.vignettes import Vignette, vignettes
from fingerpost.proof.impact import told_to

EDITIONS = {"due": ("e-safety@2017", "e-safety@2026"), "later": ("e-safety@2026", "e-safety@2017")}


def test_there_are_twenty_and_each_names_its_review() -> None:
    assert len(vignettes()) >= 20
    assert all(one.source.address.startswith("http") and one.source.body for one in vignettes())


@pytest.mark.parametrize("which", EDITIONS)
@pytest.mark.parametrize("one", vignettes(), ids=lambda one: str(one.name))
def test_an_edition_asks_for_what_should_have_been_done(one: Vignette, which: str) -> None:
    """Every duty that was worked out applies, and no other has a day."""
    pack, other = map(load_pack, EDITIONS[which])
    decision = decide(pack, case_from(told_to(pack, other, dict(one.case)), pack))
    applies = {(each.provision, each.about): each for each in decision.outcomes if each.status == "applies"}
    wanted = {(each.rule, each.about): each for each in getattr(one, which)}
    for key, each in wanted.items():
        assert key in applies
        assert set(pack.provisions[each.rule].who) == set(each.who)
        assert (set(applies[key].to), applies[key].due) == (set(each.to), each.by)
    assert {key for key, each in applies.items() if each.due} <= wanted.keys()
