"""Tangled provisions, decided as the engine does: for each listing of people that occurs, by the engine's own formulas.

Slower than planes, and right for any condition. It is reached only where one quantifier contradicts another about the
same fact, such as `any_child(x) and any_child(not x)`: how that can turn out depends on how many people there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import repeat
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fingerpost.procedure.deciding import engine_for
from fingerpost.procedure.deciding.formula import Every, Formula, Primes, Some
from fingerpost.procedure.deciding.ground import CONCERN, UNLISTED
from fingerpost.procedure.deciding.layout import Blocks, Placement
from fingerpost.procedure.deciding.program import Entry, Listing
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost_bulk.aligned import Block
from fingerpost_bulk.bits import words
from fingerpost_bulk.columns import source
from fingerpost_bulk.lifted import EVENT, Fact
from fingerpost_bulk.machine import Owners
from fingerpost_bulk.plan import KINDS, SCOPES, Base
from fingerpost_bulk.tables import format_of

Truth = NDArray[np.bool_]
"""2 by rows: whether something surely holds, and whether it possibly does."""


YES: frozenset[Value] = frozenset({True})
NO: frozenset[Value] = frozenset({False})


class Listed:
    """Some provisions of a pack, decided listing by listing."""

    def __init__(self, pack: Pack, provisions: Sequence[Provision]) -> None:
        engine = engine_for(pack)
        self.program = engine.program
        self.names = format_of(pack).names
        wanted = {provision.id for provision in provisions}
        self.nodes = {number: one.id for number, one in enumerate(engine.decided) if one.id in wanted}
        self.scopes = {one.id: scope for one in provisions for scope in SCOPES if one.about == scope}

    def answers(self, block: Block) -> Mapping[str, Any]:
        """A column for each provision, for all rows of its table."""
        tables = block.tables()
        found = {id: np.zeros((2, tables[scope].num_rows), bool) for id, scope in self.scopes.items()}
        known = _Known(block, self.names)
        counts = np.stack([known.counts[kind] for kind in KINDS], axis=1)
        for children, adults in np.unique(counts, axis=0):
            kinds = (*repeat(KINDS[0], int(children)), *repeat(KINDS[1], int(adults)))
            group = np.flatnonzero((counts == (children, adults)).all(axis=1))
            listing = self.program.listing(kinds)
            for entry in listing.entries:
                if entry.node in self.nodes:
                    truth, rows = _Seen(known, self.program.blocks, listing, entry, kinds, group).decided()
                    found[self.nodes[entry.node]][:, rows] = truth
        return {id: pa.array(truth[0], mask=truth[1] & ~truth[0]) for id, truth in found.items()}


class _Known:
    """What the columns of a block say of each literal, row by row; read when first asked for."""

    def __init__(self, block: Block, names: Mapping[Fact, str]) -> None:
        self.tables = block.tables()
        self.names = names
        self.counts: dict[PersonKind, Owners] = {}
        self.starts: dict[PersonKind, Owners] = {}
        for kind in KINDS:
            self.counts[kind] = np.bincount(block.owners[kind], minlength=block.concerns.num_rows)
            self.starts[kind] = np.cumsum(self.counts[kind]) - self.counts[kind]
        self.read: dict[Base, Truth] = {}

    def truth(self, base: Base) -> Truth:
        if base.values == NO:
            return ~self.truth(Base(base.fact, YES))[::-1]
        if base not in self.read:
            fact = base.fact
            table, name = self.tables[fact.owner], self.names[fact]
            column = table.column(name) if name in table.schema.names else None
            count = words(table.num_rows)
            planes = np.zeros((2, count + 1), np.uint64)
            source(base, column, event=fact.name.startswith(EVENT)).fill(0, table.num_rows, planes[0], planes[1])
            bits = np.unpackbits(planes.view(np.uint8), axis=1, count=table.num_rows, bitorder="little").astype(bool)
            self.read[base] = np.stack([bits[0] & bits[1], bits[0] | ~bits[1]])
        return self.read[base]


class _Seen:
    """One condition for the concerns of one listing."""

    def __init__(
        self,
        known: _Known,
        blocks: Blocks,
        listing: Listing,
        entry: Entry,
        kinds: Sequence[PersonKind],
        group: Owners,
    ) -> None:
        self.known = known
        self.blocks = blocks
        self.entry = entry
        self.kinds = kinds
        self.group = group
        self.people = listing.layers[entry.layer].people
        self.bits = dict(self.literals(listing.layers[entry.layer].layer.placement))

    def decided(self) -> tuple[Truth, Owners]:
        """The answers, and the rows of the provision's table they are in."""
        truth = self.holds(self.entry.condition.formula)
        return truth, self.group if self.entry.owner == CONCERN else self.rows(self.entry.owner)

    def rows(self, place: int) -> Owners:
        """The rows of the person at one place of the listing."""
        kind = self.kinds[place]
        return self.known.starts[kind][self.group] + place - self.kinds.index(kind)

    def literals(self, placement: Placement) -> Iterable[tuple[int, tuple[int, Scope, str, frozenset[Value]]]]:
        """What each bit means: whose it is (a place in the listing), and which values of which fact."""
        blocks = self.blocks
        owners: list[tuple[int, int, Scope]] = [(CONCERN, CONCERN, "concern")]
        owners += [(at, place, self.kinds[place]) for at, place in enumerate(self.people)]
        for at, place, scope in owners:
            for block, shift in (
                (blocks.facts[scope], placement.fact_shift[at]),
                (blocks.events[scope], placement.event_shift[at]),
            ):
                for (owner, name, values), bit in block.literals.items():
                    yield bit << shift, (UNLISTED if owner == UNLISTED else place, scope, name, values)

    def bit(self, bit: int) -> Truth:
        place, scope, name, values = self.bits[bit]
        if place == UNLISTED:
            return np.stack([np.zeros(len(self.group), bool), np.ones(len(self.group), bool)])
        rows = self.group if place == CONCERN else self.rows(place)
        return self.known.truth(Base(Fact(scope, name), values))[:, rows]

    def all_of(self, mask: int) -> Truth:
        return reduce(np.logical_and, map(self.bit, _bits(mask)), self.constant(True))

    def constant(self, value: bool) -> Truth:
        return np.full((2, len(self.group)), value)

    def holds(self, formula: Formula) -> Truth:
        match formula:
            case Every(mask=mask, parts=parts):
                return reduce(np.logical_and, map(self.holds, parts), self.all_of(mask))
            case Some(mask=mask, parts=parts):
                any_bit = reduce(np.logical_or, map(self.bit, _bits(mask)), self.constant(False))
                return reduce(np.logical_or, map(self.holds, parts), any_bit)
            case Primes(grounds=grounds):
                return reduce(np.logical_or, (self.all_of(ground) for ground, _, _ in grounds), self.constant(False))
            case _:
                raise TypeError(type(formula))


def _bits(mask: int) -> Iterable[int]:
    while mask:
        yield mask & -mask
        mask &= mask - 1
