"""Unknown is never taken for “no”, nor for “yes”: conditions as the engine has compiled them, against their meaning.

For each listing of people the engine turns a condition into a formula over bits (`procedure.deciding.formula`). A bit
of what surely holds is: known, and one of these values. A bit of what possibly holds is: not known, or one of these
values. Z3 looks for answers, some known and some not, on which the engine says that a provision applies although it
need not, or leaves it out although it may apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product, repeat

import z3

from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.deciding.formula import Every, Formula, Primes, Some
from fingerpost.procedure.deciding.ground import CONCERN as EVERYBODY
from fingerpost.procedure.deciding.ground import EVENT, UNLISTED
from fingerpost.procedure.deciding.program import Entry, Kinds, Listing
from fingerpost.procedure.language.tree import Node, Scope, Value
from fingerpost.proof.finding import Checked, Finding
from fingerpost.proof.space import CONCERN, KINDS, Owner
from fingerpost.proof.subject import Subject

MOST = 2
"""People of each kind in a listing: enough for one the provision is about and another beside them."""

Bit = Callable[[int], z3.BoolRef]


def unknown(subject: Subject) -> Checked:
    """Provisions on which the engine takes what is not known for an answer."""
    engine = engine_for(subject.pack)
    findings: dict[str, Finding] = {}
    looked_at = 0
    most = {kind: min(MOST, count) for kind, count in subject.space.people.items()}
    for children, adults in product(range(most["child"] + 1), range(most["adult"] + 1)):
        kinds: Kinds = (*repeat(KINDS[0], children), *repeat(KINDS[1], adults))
        listing = engine.program.listing(kinds)
        seen = _Seen(subject, listing, kinds)
        for entry in listing.entries:
            if entry.node >= len(engine.decided):
                continue
            looked_at += 1
            provision = engine.decided[entry.node]
            wrong = seen.wrong(entry, subject.conditions[provision.id])
            if provision.id not in findings and subject.space.possible(*wrong):
                says = f"“{provision.id}” takes what is not known for an answer."
                example = subject.example(*wrong, of=[provision])
                findings[provision.id] = Finding("unknown", provision.id, provision.place, says, example)
    question = "Is what is not known never taken for “no”?"
    return Checked("unknown", question, looked_at, tuple(findings.values()))


class _Seen:
    """The bits of one listing as formulas."""

    def __init__(self, subject: Subject, listing: Listing, kinds: Kinds) -> None:
        self.subject = subject
        self.kinds = kinds
        self.listing = listing
        space = subject.space
        count = {"child": kinds.count("child"), "adult": kinds.count("adult")}
        self.there = space.all_of(
            space.listed(one) if one.place < count[one.kind] else z3.Not(space.listed(one)) for one in space.everybody()
        )
        self.bits = [dict(self._bits(layer)) for layer in range(len(listing.layers))]

    def wrong(self, entry: Entry, tree: Node) -> tuple[z3.BoolRef, ...]:
        """What is so of a case for which the engine is wrong about this entry."""
        full = self.subject.full
        owner = self.owner(entry.owner)
        formula = entry.condition.formula
        sure = _formula(formula, lambda bit: self.bits[entry.layer][bit][0], self)
        possible = _formula(formula, lambda bit: self.bits[entry.layer][bit][1], self)
        too_soon = z3.And(sure, z3.Not(full.surely(tree, owner)))
        missed = z3.And(z3.Not(possible), full.possibly(tree, owner))
        return self.there, z3.Or(too_soon, missed)

    def owner(self, place: int) -> Owner:
        if place == EVERYBODY:
            return CONCERN
        kind = self.kinds[place]
        return Owner(kind, place - self.kinds.index(kind))

    def _bits(self, layer: int) -> Iterator[tuple[int, tuple[z3.BoolRef, z3.BoolRef]]]:
        placed = self.listing.layers[layer]
        blocks = engine_for(self.subject.pack).program.blocks
        places: list[tuple[int, int, Scope]] = [(EVERYBODY, EVERYBODY, "concern")]
        places += [(at, place, self.kinds[place]) for at, place in enumerate(placed.people)]
        for at, place, scope in places:
            for block, shift in (
                (blocks.facts[scope], placed.layer.placement.fact_shift[at]),
                (blocks.events[scope], placed.layer.placement.event_shift[at]),
            ):
                for (whose, name, values), bit in block.literals.items():
                    yield bit << shift, self._literal(self.owner(place), whose, name, values)

    def _literal(self, owner: Owner, whose: int, name: str, values: frozenset[Value]) -> tuple[z3.BoolRef, z3.BoolRef]:
        space = self.subject.space
        if whose == UNLISTED:
            return space.true(False), space.true(True)
        if name.startswith(EVENT):
            happened = space.happened(owner, name.removeprefix(EVENT))
            holds = happened if True in values else z3.Not(happened)
            return holds, holds
        variable = self.subject.partial.variable(owner, name)
        holds = space.is_one_of(variable, values)
        return z3.And(variable.known, holds), z3.Or(z3.Not(variable.known), holds)


def _formula(formula: Formula, bit: Bit, seen: _Seen) -> z3.BoolRef:
    space = seen.subject.space
    match formula:
        case Every(mask=mask, parts=parts):
            return space.all_of([*map(bit, _ones(mask)), *(_formula(part, bit, seen) for part in parts)])
        case Some(mask=mask, parts=parts):
            return space.any_of([*map(bit, _ones(mask)), *(_formula(part, bit, seen) for part in parts)])
        case Primes(grounds=grounds):
            return space.any_of(space.all_of(map(bit, _ones(ground))) for ground, _, _ in grounds)
        case _:
            raise TypeError(type(formula))


def _ones(mask: int) -> Iterator[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1
