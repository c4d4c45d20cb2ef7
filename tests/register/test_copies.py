"""The register's copies in this repository, by which its tests stand alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from register.language import Is, NotUnderstoodError, Or, Some, UnlistedChild, walk
from register.reading import SPEC, register

CHECKOUT = Path(__file__).resolve().parents[2]
NAMES = ["facts.yaml", "provisions.yaml"]


@pytest.mark.parametrize("name", NAMES)
def test_the_copy_is_the_register(name: str) -> None:
    """To the byte, where the register lies beside the checkout; elsewhere the copy is what there is."""
    copy = (SPEC / name).read_bytes()
    original = CHECKOUT.parent / "shared" / "spec" / name
    if original.is_file():
        assert copy == original.read_bytes()
    assert copy


def test_the_whole_register_is_read() -> None:
    assert len(register().provisions) == 144
    assert len([provision for provision in register().provisions if provision.condition is not None]) == 57
    assert [len(register().facts_of(owner)) for owner in ("concern", "child", "adult")] == [17, 20, 26]
    assert set(register().shorthands) == {
        "image_offence",
        "suspect",
        "trust",
        "contact",
        "touched",
        "factor",
        "adult_in_it",
        "imagery",
    }


def test_every_fact_is_used_or_recorded_only() -> None:
    conditions = [provision.condition for provision in register().provisions if provision.condition is not None]
    parts = [part for condition in conditions for part in walk(condition)]
    used = {(part.owner, part.fact) for part in parts if isinstance(part, Is)}
    if any(isinstance(part, UnlistedChild) for part in parts):
        used.add(("concern", "all_depicted_children_listed"))
    assert {(fact.owner, fact.id) for fact in register().facts if not fact.record_only} == used


def test_the_five_grounds_are_spelled_out() -> None:
    by_id = {one.id: one.condition for one in register().provisions if one.condition is not None}
    grounds = by_id["2.1-same-day"]
    assert isinstance(grounds, Or)
    assert grounds.parts == (
        by_id["2.1-refer-adult"],
        Some("child", by_id["2.1-refer-coercion"]),
        by_id["2.1-refer-content"],
        by_id["2.1-refer-under-13"],
        Some("child", by_id["2.1-refer-immediate-risk"]),
    )


@pytest.mark.parametrize(
    "text",
    [
        "youth_produced_imagry",
        "youth_produced_imagery and",
        "youth_produced_imagery or c.alleged_abuser",
        "setting == shool",
        "suspect(c)",
        "suspect",
        "any(child: suspect)",
        "event arrested of a",
        "(youth_produced_imagery",
        "age < 13",
        "youth_produced_imagery sexual_acts",
    ],
)
def test_what_the_register_does_not_say_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstoodError):
        register().condition(text)
