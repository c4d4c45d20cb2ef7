"""The pack has what the register has, and nothing else."""

from __future__ import annotations

import pytest

from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Deadline
from register.reading import EVENTS_WITH_A_RECIPIENT, OWNERS, PERSON_EVENTS, Provision, register

PACK = load_pack("e-safety@2017")
ALIKE = ["section", "kind", "modality", "who", "about", "by", "to", "held_for", "said", "inferred"]


def test_the_same_provisions_in_the_same_order() -> None:
    assert list(PACK.provisions) == [provision.id for provision in register().provisions]


@pytest.mark.parametrize("provision", register().provisions, ids=lambda provision: provision.id)
def test_a_provision_is_alike(provision: Provision) -> None:
    packs = PACK.provisions[provision.id]
    assert {name: getattr(packs, name) for name in ALIKE} == {name: getattr(provision, name) for name in ALIKE}
    assert (packs.condition is None) == (provision.condition is None)


@pytest.mark.parametrize("provision", register().provisions, ids=lambda provision: provision.id)
def test_a_deadline_counts_alike(provision: Provision) -> None:
    deadline = PACK.provisions[provision.id].deadline
    match provision.by:
        case None:
            assert deadline is None
        case "same_day":
            assert deadline == Deadline("same_day")
        case "on:arrest":
            assert deadline == Deadline("on", event="arrest")
        case "before:alleged_abuser_interview":
            assert deadline == Deadline("before", event="alleged_abuser_interview")
        case _:
            assert provision.due is not None
            assert deadline == Deadline("working_days", provision.due.working_days, provision.due.event)


@pytest.mark.parametrize("owner", OWNERS)
def test_the_same_facts_in_the_same_order(owner: str) -> None:
    ours = [fact for fact in register().facts if fact.owner == owner]
    packs = [fact for fact in PACK.facts.values() if fact.scope == owner]
    assert [fact.id for fact in packs] == [fact.id for fact in ours]
    assert [fact.type for fact in packs] == [fact.type for fact in ours]
    assert [fact.record_only for fact in packs] == [fact.record_only for fact in ours]
    for one, other in zip(packs, ours, strict=True):
        assert {type(value) for value in one.values} == {type(value) for value in other.values}
        # The order of yes and no is the pack's own.
        assert (sorted(one.values) if one.type == "bool" else list(one.values)) == (
            sorted(other.values) if other.type == "bool" else list(other.values)
        )


def test_what_the_contract_says_of_two_facts() -> None:
    births = {fact.id: fact.birth_date for fact in PACK.facts.values() if fact.birth_date is not None}
    unlisted = {fact.id: fact.unlisted_child for fact in PACK.facts.values() if fact.unlisted_child is not None}
    assert births == {"age": "date_of_birth"}
    assert unlisted == {"all_depicted_children_listed": "depicted"}


def test_the_same_events() -> None:
    assert list(PACK.events) == list(register().events)
    assert {id for id, event in PACK.events.items() if event.about == "adult"} == PERSON_EVENTS
    assert {event.about for event in PACK.events.values()} == {"adult", "concern"}
    assert {id for id, event in PACK.events.items() if event.to} == EVENTS_WITH_A_RECIPIENT


def test_one_provision_is_an_embargo() -> None:
    embargoes = {id: provision.embargo for id, provision in PACK.provisions.items() if provision.embargo is not None}
    assert list(embargoes) == ["2.2-no-disclosure"]
    assert embargoes["2.2-no-disclosure"].lifted_by == "disclosure_agreed"
