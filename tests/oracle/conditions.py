"""Conditions at random, harder than the chapter's: facts that pull both ways, `all`, bounds from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256

from hypothesis import strategies as st

from fingerpost.procedure.language import tree as pack
from fingerpost.procedure.pack.model import Pack
from register.pack_trees import rewritten
from register.reading import Register

# Few facts, so that each is in a condition more than once.
FACTS: Mapping[pack.Scope, list[str]] = {
    "concern": ["youth_produced_imagery", "sexual_acts", "adult_involved"],
    "child": ["depicted", "groomed_by_adult"],
    "adult": ["alleged_abuser", "found_in_possession", "works_with_children"],
}
EVENTS: Mapping[pack.Scope, list[str]] = {"concern": ["viewing_decision"], "adult": ["arrest"], "child": []}
SETTINGS = ["school_or_college", "health", "police"]

# Provisions that between them have every other property: a prohibition that is an embargo, a same-day duty, duties that
# are held for a child, parents and an adult, and one with a deadline of working days.
REWRITTEN = [
    "2.1-refer-adult",
    "2.1-support",
    "2.1-involve-parents",
    "2.2-agreement",
    "2.2-no-disclosure",
    "2.2-lado-meeting",
]


def yes(fact: str, scope: pack.Scope) -> pack.Node:
    return pack.Answer(fact, scope, frozenset({True}), fact)


def younger(age: int) -> pack.Node:
    return pack.Answer("age", "child", frozenset(range(age)), f"age < {age}")


def leaves(scope: pack.Scope) -> list[pack.Node]:
    """What can be said about this scope without asking about all people of a kind."""
    own: list[pack.Node] = [yes(fact, scope) for fact in FACTS[scope]]
    own += [pack.Happened(event, scope) for event in EVENTS[scope]]
    if scope == "child":
        own += [younger(13), younger(16)]
    if scope == "concern":
        own.append(pack.Answer("setting", "concern", frozenset(SETTINGS), "setting in (…)"))
    return own if scope == "concern" else [*own, *leaves("concern")]


def larger(part: st.SearchStrategy[pack.Node]) -> st.SearchStrategy[pack.Node]:
    several = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(part.map(pack.Not), several.map(pack.And), several.map(pack.Or))


@cache
def bodies(scope: pack.Scope) -> st.SearchStrategy[pack.Node]:
    return st.recursive(st.sampled_from(leaves(scope)), larger, max_leaves=5)


@cache
def about_people(kind: pack.PersonKind) -> st.SearchStrategy[pack.Node]:
    return st.builds(pack.Any, st.just(kind), bodies(kind)) | st.builds(pack.All, st.just(kind), bodies(kind))


UNLISTED = st.sampled_from(
    [
        pack.UnlistedChild("all_depicted_children_listed", "depicted", body)
        for body in (
            younger(13),
            younger(16),
            pack.Not(younger(16)),
            pack.And((younger(13), yes("depicted", "child"))),
        )
    ]
)


@cache
def conditions(scope: pack.Scope) -> st.SearchStrategy[pack.Node]:
    single = st.sampled_from(leaves(scope)) | about_people("child") | about_people("adult") | UNLISTED
    return st.recursive(single, larger, max_leaves=7)


@st.composite
def rewritten_packs(draw: st.DrawFn, original: Pack, register: Register) -> tuple[Pack, Register]:
    """A pack of a few provisions with other conditions, and the register that says the same."""
    by_id = {provision.id: provision for provision in register.provisions}
    provisions, ours = {}, []
    for id in REWRITTEN:
        provision = original.provisions[id]
        condition = draw(conditions(by_id[id].about))
        provisions[id] = replace(provision, condition=condition)
        ours.append(replace(by_id[id], condition=rewritten(condition)))
    told = sha256(repr([provision.condition for provision in ours]).encode())  # another pack has another digest
    return replace(original, provisions=provisions, digest=f"sha256:{told.hexdigest()}"), replace(
        register, provisions=tuple(ours)
    )
