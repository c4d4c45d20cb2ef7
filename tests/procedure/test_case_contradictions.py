"""A “no” that another answer of the case contradicts is put into words."""

from __future__ import annotations

from typing import Any

from fingerpost.procedure.case.contradictions import contradictions
from fingerpost.procedure.case.reading import case_from
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
