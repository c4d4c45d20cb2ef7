"""A “no” that another answer of the case contradicts is put into words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from fingerpost.procedure.case.contradictions import contradictions
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.language import tree
from fingerpost.procedure.pack.library import load_pack

PACK = load_pack()


def found(facts: dict[str, Any], *people: dict[str, Any]) -> list[str]:
    document = {"reported_at": "2026-11-24T14:05:00Z", "facts": facts, "people": list(people)}
    return contradictions(PACK, case_from(document, PACK))


def adult(ident: str, **facts: Any) -> dict[str, Any]:
    return {"id": ident, "kind": "adult", "facts": facts}


def child(ident: str, **facts: Any) -> dict[str, Any]:
    return {"id": ident, "kind": "child", "facts": facts}


def test_no_adult_beside_a_suspected_one() -> None:
    (sentence,) = found({"adult_involved": False}, adult("a1"), adult("a2", alleged_abuser=True))
    assert "adult_involved is answered “no”" in sentence
    assert "a2.alleged_abuser" in sentence
    assert "“yes” is used" in sentence


def test_no_adult_beside_a_child_groomed_by_one() -> None:
    (sentence,) = found({"adult_involved": False}, child("c1", groomed_by_adult=True))
    assert "c1.groomed_by_adult" in sentence


def test_each_adult_is_looked_at_alone() -> None:
    (sentence,) = found(
        {},
        adult("a1", factor_own_children=False, images_of_own_children=False),
        adult("a2", factor_own_children=False, images_of_own_children=True),
        adult("a3", images_of_own_children=True),
        adult("a4", factor_own_children=False),
    )
    assert sentence.startswith("a2.factor_own_children is answered “no”, but a2.images_of_own_children")


def test_what_is_not_known_contradicts_nothing() -> None:
    assert found({"adult_involved": False}, adult("a1"), child("c1")) == []
    assert found({"adult_involved": False}, adult("a1", alleged_abuser=False)) == []
    assert found({"adult_involved": True}, adult("a1", alleged_abuser=True)) == []
    assert found({}, adult("a1", alleged_abuser=True)) == []


YES = frozenset([True])
POLICE = tree.Answer("police_involved", "concern", YES, "police_involved")
OPEN = tree.Answer("investigation_open", "concern", YES, "investigation_open")
MONEY = tree.Answer("money_or_gifts", "concern", YES, "money_or_gifts")
DEPICTED = tree.Answer("depicted", "child", YES, "depicted")
ARRESTED, MADE = tree.Happened("arrest", "adult"), tree.Happened("referral_made", "concern")


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (POLICE, "police_involved"),
        (tree.Not(POLICE), None),
        (tree.Not(OPEN), "investigation_open"),
        (OPEN, None),
        (MONEY, None),
        (tree.Not(MONEY), None),
        (tree.Constant(True), "it is so in any case"),
        (tree.Constant(False), None),
        (tree.Not(tree.Constant(False)), "it is so in any case"),
        (tree.And((POLICE, tree.Not(OPEN))), "police_involved and investigation_open"),
        (tree.And((POLICE, MONEY)), None),
        (tree.And((POLICE, OPEN)), None),
        (tree.Not(tree.And((MONEY, OPEN))), "investigation_open"),
        (tree.Not(tree.And((MONEY, POLICE))), None),
        (tree.Or((MONEY, POLICE)), "police_involved"),
        (tree.Or((MONEY, OPEN)), None),
        (tree.Not(tree.Or((OPEN, tree.Not(POLICE)))), "investigation_open and police_involved"),
        (tree.Not(tree.Or((OPEN, MONEY))), None),
        (tree.Named("any", "concern", POLICE), "police_involved"),
        (tree.Applies("any", "concern", tree.Not(OPEN)), "investigation_open"),
        (tree.Any("child", DEPICTED), "c1.depicted"),
        (tree.Not(tree.Any("child", DEPICTED)), None),
        (tree.Not(tree.Any("child", tree.Not(DEPICTED))), None),
        (tree.All("child", DEPICTED), None),
        (tree.Not(tree.All("child", DEPICTED)), "c2.depicted"),
        (tree.All("adult", ARRESTED), None),
        (tree.Any("adult", ARRESTED), "the event arrest"),
        (tree.Not(tree.All("adult", ARRESTED)), "the event arrest"),
        (MADE, None),
        (tree.Not(MADE), "the event referral_made"),
        (tree.UnlistedChild("all_depicted_children_listed", "depicted", DEPICTED), None),
        (tree.Not(tree.UnlistedChild("all_depicted_children_listed", "depicted", DEPICTED)), None),
    ],
)
def test_a_condition_counts_only_where_what_is_known_proves_it(node: tree.Node, reason: str | None) -> None:
    fact = replace(PACK.facts["adult_involved"], true_when=node)
    pack = replace(PACK, facts={**PACK.facts, fact.id: fact})
    people = [child("c1", depicted=True), child("c2", depicted=False), child("c3"), adult("a1"), adult("a2")]
    document = {
        "reported_at": "2026-11-24T14:05:00Z",
        "facts": {"adult_involved": False, "police_involved": True, "investigation_open": False},
        "people": people,
        "events": [
            {"type": "arrest", "person": "a1", "at": "2026-11-25T09:00:00Z"},
            {"type": "referral_made", "at": "2026-11-25T09:00:01Z"},
        ],
        "as_of": "2026-11-25T09:00:00Z",
    }
    sentences = contradictions(pack, case_from(document, pack))
    assert len(sentences) == (reason is not None)
    for sentence in sentences:
        assert sentence.startswith(f"adult_involved is answered “no”, but {reason}")
