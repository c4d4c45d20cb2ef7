"""What would change if one answer were another: every outcome that one fact alone would alter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding.engine import Engine
from fingerpost.procedure.deciding.ground import CONCERN
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.layout import Block
from fingerpost.procedure.deciding.program import Condition, Layer, Status
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
    knowledge = Knowledge(case, engine.program.blocks)
    layers = list(engine.program.look(knowledge).layers())
    found: list[Change] = []
    owners: list[tuple[int, str, Scope, Mapping[str, Value]]] = [(CONCERN, "concern", "concern", case.facts)]
    owners += [(place, person.id, person.kind, person.facts) for place, person in enumerate(case.people)]
    for owner, called, scope, facts in owners:
        block = engine.program.blocks.facts[scope]
        for name in block.answers:
            readers = list(_readers(layers, owner, name))
            if not readers:
                continue
            was = facts.get(name)
            for value, bits, rest in alternatives(block, name, was):
                effects = _effects(engine, case, readers, bits, rest)
                if effects:
                    found.append(Change(f"{called}.{name}", was, value, effects))
    return found


class _Reader(NamedTuple):
    """A condition that reads the fact: whom it is about, the bits it is decided on, and where the owner's begin."""

    node: int
    about: int
    condition: Condition
    sure: int
    possible: int
    shift: int
    before: Status


def _readers(layers: list[Layer], owner: int, fact: str) -> Iterator[_Reader]:
    for ready, people, (sure, possible) in layers:
        if owner != CONCERN and owner not in people:
            continue
        place = CONCERN if owner == CONCERN else people.index(owner)
        shift = ready.placement.fact_shift[place]
        for node, who, condition in ready.readers.get((place, "." + fact), ()):
            about = CONCERN if who == CONCERN else people[who]
            yield _Reader(node, about, condition, sure, possible, shift, condition.status(sure, possible))


def alternatives(block: Block, fact: str, was: Value | None) -> Iterator[tuple[Value, int, int]]:
    """One other value for each way in which conditions can see it, the nearest to the present one, with its bits."""
    answers = block.answers[fact]
    seen = {answers[was]} if was is not None else set()
    for value in sorted(answers, key=lambda value: abs(int(value) - was)) if type(was) is int else answers:
        if answers[value] not in seen:
            seen.add(answers[value])
            yield value, *answers[value]


def _effects(engine: Engine, case: Case, readers: list[_Reader], on: int, off: int) -> tuple[Effect, ...]:
    effects: list[Effect] = []
    for reader in readers:
        bits, cleared = on << reader.shift, ~((on | off) << reader.shift)
        after = reader.condition.status(reader.sure & cleared | bits, reader.possible & cleared | bits)
        if after != reader.before and reader.node < len(engine.slots):
            about = "concern" if reader.about == CONCERN else case.people[reader.about].id
            effects.append(Effect(engine.decided[reader.node].id, about, reader.before, after))
    return tuple(effects)
