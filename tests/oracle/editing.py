"""The same case with something changed: always a new document."""

from __future__ import annotations

from collections.abc import Iterator, Set
from copy import deepcopy
from random import Random
from typing import Any

from oracle.cases import Document
from register.reading import Fact, register


def people(case: Document) -> list[Document]:
    return case.get("people") or []


def holders(case: Document) -> list[Document]:
    """The concern (the case itself) and each person: whatever has `facts`."""
    return [case, *people(case)]


def facts_of(case: Document) -> Iterator[tuple[int, Fact]]:
    """Every fact that the case could state: the place of its holder, and the fact."""
    for place, holder in enumerate(holders(case)):
        for fact in register().facts_of(holder.get("kind", "concern")):
            yield place, fact


def unknown_facts(case: Document) -> list[tuple[int, Fact]]:
    """Those that it does not state; an age is stated by a birth date too."""
    return [
        (place, fact)
        for place, fact in facts_of(case)
        for facts in [holders(case)[place].get("facts") or {}]
        if facts.get(fact.id) is None and (fact.id != "age" or facts.get("date_of_birth") is None)
    ]


def with_fact(case: Document, place: int, fact: Fact, value: Any) -> Document:
    """With this answer instead of whatever stood there; None for no answer."""
    changed = deepcopy(case)
    holder = holders(changed)[place]
    holder["facts"] = {**(holder.get("facts") or {}), fact.id: value}
    if fact.id == "age":
        holder["facts"].pop("date_of_birth", None)
    return changed


def with_only(case: Document, names: Set[str]) -> Document:
    """With no facts but these, named as in `because`."""
    changed = deepcopy(case)
    for holder in holders(changed):
        id = holder.get("id", "concern")
        holder["facts"] = {
            fact: value for fact, value in (holder.get("facts") or {}).items() if f"{id}.{fact}" in names
        }
    return changed


def with_keys_shuffled(value: Any, random: Random) -> Any:
    """With the keys of every mapping in another order; lists keep theirs."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {key: with_keys_shuffled(value[key], random) for key in keys}
    if isinstance(value, list):
        return [with_keys_shuffled(item, random) for item in value]
    return value
