"""What would change if one answer were another: every outcome that one fact alone would alter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.engine import Engine
from fingerpost.procedure.deciding.ground import CONCERN
from fingerpost.procedure.deciding.layout import Block
from fingerpost.procedure.deciding.program import Bits, Condition, Status
from fingerpost.procedure.deciding.view import View
from fingerpost.procedure.language.tree import Scope, Value


class Effect(NamedTuple):
    """A provision that would be decided otherwise for `about`."""

    provision: str
    about: str
    before: Status
    after: Status


class Change(NamedTuple):
    """One fact (`c1.age`) with another answer, and all that this alone would alter. `was` is None if unknown."""

    fact: str
    was: Value | None
    value: Value
    effects: tuple[Effect, ...]


def changes(engine: Engine, case: Case) -> list[Change]:
    """Every change of a single answer that alters an outcome, in the order of facts.

    Where no condition tells some answers apart (ages of 13 and 14, say) only the nearest to the present one is tried.
    """
    view = engine.view(case)
    found: list[Change] = []
    owners: list[tuple[int, str, Scope, Mapping[str, Value]]] = [(CONCERN, "concern", "concern", case.facts)]
    owners += [(place, person.id, person.kind, person.facts) for place, person in enumerate(case.people)]
    for owner, called, scope, facts in owners:
        block = engine.program.blocks.facts[scope]
        for name in block.answers:
            readers = list(_readers(view, owner, name))
            if not readers:
                continue
            was = facts.get(name)
            for value, on, off in alternatives(block, name, was):
                effects = _effects(engine, view, readers, on, off)
                if effects:
                    found.append(Change(f"{called}.{name}", was, value, effects))
    return found


class _Reader(NamedTuple):
    """A condition that reads the fact: its person, the bits it is decided on, and where its owner's begin."""

    node: int
    about: int
    condition: Condition
    bits: Bits
    shift: int
    before: Status


def _readers(view: View, owner: int, fact: str) -> Iterator[_Reader]:
    for placed, bits in zip(view.listing.layers, view.bits, strict=True):
        if owner != CONCERN and owner not in placed.people:
            continue
        place = CONCERN if owner == CONCERN else placed.people.index(owner)
        shift = placed.layer.placement.fact_shift[place]
        for lookup in placed.layer.readers.get((place, "." + fact), ()):
            before = lookup.condition.status(*bits)
            yield _Reader(lookup.node, placed.owner(lookup.owner), lookup.condition, bits, shift, before)


def alternatives(block: Block, fact: str, was: Value | None) -> Iterator[tuple[Value, int, int]]:
    """One other value for each way in which conditions can see it, the nearest to the present one, with its bits."""
    answers = block.answers[fact]
    seen = {answers[was]} if was is not None else set()
    for value in sorted(answers, key=lambda value: abs(int(value) - was)) if type(was) is int else answers:
        if answers[value] not in seen:
            seen.add(answers[value])
            yield value, *answers[value]


def _effects(engine: Engine, view: View, readers: list[_Reader], on: int, off: int) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for reader in readers:
        bits, kept = on << reader.shift, ~((on | off) << reader.shift)
        sure, possible = reader.bits
        after = reader.condition.status(sure & kept | bits, possible & kept | bits)
        if after != reader.before and reader.node < len(engine.decided):
            about = "concern" if reader.about == CONCERN else view.case.people[reader.about].id
            effects.append(Effect(engine.decided[reader.node].id, about, reader.before, after))
    return tuple(effects)
