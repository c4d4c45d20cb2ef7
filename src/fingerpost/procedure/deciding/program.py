"""The pack's conditions made ready: for one person at a time where that is enough, else for a listing of people.

A *layer* is what some conditions look at: everybody listed, the concern alone, or one person with the concern. Its
conditions read whole numbers in which the layer's literals are bits; a *sieve* says of all of them at once which hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, partial
from typing import Literal, NamedTuple

from fingerpost.procedure.deciding.formula import NONE, Formula, compiled, formula, sieve
from fingerpost.procedure.deciding.ground import CONCERN, Domains, Grounding
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.layout import Blocks, Name, Placement
from fingerpost.procedure.deciding.literals import value_sets
from fingerpost.procedure.deciding.primes import MOST, TooManyError
from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.language.tree import All, Any, Node, PersonKind, Scope, walk
from fingerpost.procedure.pack.model import Pack

REMEMBERED = 4096
"""How many findings a condition keeps: answers repeat from case to case."""

SHAPES = 256
"""How many listings of people keep their conditions ready."""

Kinds = tuple[PersonKind, ...]

Status = Literal["applies", "depends"] | None
"""None: it holds in no way."""

Bits = tuple[int, int]
"""The literals of a layer that surely hold, and those that possibly hold."""


class Finding(NamedTuple):
    """A condition that holds (`names` are what suffices) or may hold (`names` are what can change it)."""

    applies: bool
    names: tuple[Name, ...]


class Condition:
    """One condition in one placement, with its findings remembered. A finding's owners are places in the placement."""

    __slots__ = ("_found", "_holds", "_placement", "bits", "formula")

    def __init__(self, whole: Formula, placement: Placement) -> None:
        self.formula = whole
        self.bits = whole.bits
        self._placement = placement
        self._found: dict[Bits, Finding | None] = {}
        self._holds: Callable[[int], bool] | None = None

    def find(self, sure: int, possible: int) -> Finding | None:
        """What is found when these bits surely and possibly hold; None where the condition holds in no way."""
        key = (sure & self.bits, possible & self.bits)
        found = self._found
        if key in found:
            return found[key]
        if len(found) >= REMEMBERED:
            found.clear()
        finding = found[key] = self._find(*key)
        return finding

    def status(self, sure: int, possible: int) -> Status:
        """Only whether it applies, depends, or holds in no way."""
        holds = self._holds
        if holds is None:
            holds = self._holds = compiled(self.formula)
        if holds(sure):
            return "applies"
        return "depends" if holds(possible) else None

    @property
    def reads(self) -> tuple[Name, ...]:
        """The facts that it reads."""
        return self._placement.names(self.bits)

    def _find(self, sure: int, possible: int) -> Finding | None:
        because = self.formula.because(sure)
        if because != NONE:
            return Finding(True, self._placement.names(because))
        if self.formula.holds(possible):
            return Finding(False, self._placement.names(self.formula.open(sure, possible)))
        return None


class Lookup(NamedTuple):
    """A condition of a layer: which node of the program, whose (a place in the placement), and its bit in the sieve."""

    node: int
    owner: int
    condition: Condition
    bit: int


class Layer:
    """Conditions in one placement."""

    def __init__(self, placement: Placement, conditions: Iterable[tuple[int, int, Condition]]) -> None:
        self.placement = placement
        self.lookups = tuple(
            Lookup(node, owner, condition, 1 << index) for index, (node, owner, condition) in enumerate(conditions)
        )

    @cached_property
    def sieve(self) -> Callable[[int], int]:
        """The bits of the lookups that hold, for literals that hold."""
        return sieve([lookup.condition.formula for lookup in self.lookups])

    @cached_property
    def readers(self) -> dict[Name, list[Lookup]]:
        """Which conditions read a fact."""
        found: dict[Name, list[Lookup]] = {}
        for lookup in self.lookups:
            for name in lookup.condition.reads:
                found.setdefault(name, []).append(lookup)
        return found


class Placed(NamedTuple):
    """A layer over certain people (places in the list). `owner(place)` is a lookup's place in the list."""

    layer: Layer
    people: tuple[int, ...]

    def owner(self, place: int) -> int:
        """CONCERN, or a place in the list."""
        return CONCERN if place == CONCERN else self.people[place]


class Entry(NamedTuple):
    """One outcome that may come out: its condition, its person (a place in the list), and its layer's number."""

    node: int
    owner: int
    layer: int
    bit: int
    condition: Condition


class Listing:
    """Everything ready for one listing of people. `entries` are in the order of nodes, then of people."""

    def __init__(self, layers: Sequence[Placed], whole: Callable[[], Layer]) -> None:
        self.layers = tuple(layers)
        self._whole = whole
        entries = [
            Entry(lookup.node, placed.owner(lookup.owner), number, lookup.bit, lookup.condition)
            for number, placed in enumerate(layers)
            for lookup in placed.layer.lookups
        ]
        self.entries = tuple(sorted(entries, key=lambda entry: (entry.node, entry.owner)))

    @cached_property
    def whole(self) -> Layer:
        """All conditions in one layer over everybody, in the order of `entries`: one sieve for all of them."""
        return self._whole()

    def bits(self, knowledge: Knowledge) -> list[Bits]:
        """What is known, layer by layer."""
        return [knowledge.bits(placed.layer.placement, placed.people) for placed in self.layers]


class Program:
    """Makes and keeps conditions. `nodes` are the ones to decide: each with its name and the scope it is seen from.

    Raises PackError, when made or when a listing is first met, for a condition too tangled to be decided exactly.
    """

    def __init__(self, pack: Pack, nodes: Iterable[tuple[str, Node, Scope]]) -> None:
        called = tuple(nodes)
        self._called = tuple(name for name, _, _ in called)
        self.nodes = tuple((node, scope) for _, node, scope in called)
        self.domains = Domains(pack)
        self.blocks = Blocks(pack, self.domains, value_sets((node for node, _ in self.nodes), self.domains))
        self._is_wide = [any(isinstance(part, Any | All) for part in walk(node)) for node, _ in self.nodes]
        self._concern = self._layer((), self._narrow("concern"))
        kinds: Kinds = ("child", "adult")
        self._alone = {kind: self._layer((kind,), self._narrow(kind)) for kind in kinds}
        self.listing: Callable[[Kinds], Listing] = lru_cache(SHAPES)(self._listing)

    def _narrow(self, scope: str) -> list[int]:
        return [node for node, (_, of) in enumerate(self.nodes) if of == scope and not self._is_wide[node]]

    def _listing(self, kinds: Kinds) -> Listing:
        everybody = self._layer(kinds, [node for node in range(len(self.nodes)) if self._is_wide[node]])
        ones = [Placed(self._alone[kind], (index,)) for index, kind in enumerate(kinds)]
        layers = [Placed(everybody, tuple(range(len(kinds)))), Placed(self._concern, ()), *ones]
        return Listing(layers, partial(self._layer, kinds, range(len(self.nodes))))

    def _layer(self, kinds: Kinds, nodes: Iterable[int]) -> Layer:
        placement = Placement(self.blocks, kinds)
        grounding = Grounding(self.domains, kinds)
        conditions: list[tuple[int, int, Condition]] = []
        for node in nodes:
            tree, scope = self.nodes[node]
            owners = [CONCERN] if scope == "concern" else [i for i, kind in enumerate(kinds) if kind == scope]
            for owner in owners:
                try:
                    whole = formula(grounding.ground(tree, owner), placement, self.domains)
                except TooManyError:
                    raise PackError([self._too_many(node)]) from None
                conditions.append((node, owner, Condition(whole, placement)))
        return Layer(placement, conditions)

    def _too_many(self, node: int) -> Problem:
        what = f"the condition of “{self._called[node]}” can be met in more than {MOST} ways"
        return Problem(self._called[node], what, "Say it with fewer parts, or divide it between provisions.")
