"""The pack's conditions made ready: for one person at a time where that is enough, else for a listing of people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from fingerpost.procedure.deciding.formula import NONE, Formula, compiled, formula
from fingerpost.procedure.deciding.ground import CONCERN, Domains, Grounding
from fingerpost.procedure.deciding.knowledge import Knowledge
from fingerpost.procedure.deciding.layout import Blocks, Name, Placement, probe
from fingerpost.procedure.language.tree import All, Any, Node, PersonKind, Scope, walk
from fingerpost.procedure.pack.model import Pack

REMEMBERED = 4096
"""How many findings a condition keeps: answers repeat from case to case."""

SHAPES = 256
"""How many listings of people keep their conditions ready."""

Kinds = tuple[PersonKind, ...]

Status = Literal["applies", "depends"] | None
"""None: it holds in no way."""


class Finding(NamedTuple):
    """A condition that holds (`names` are what suffices) or may hold (`names` are what can change it)."""

    applies: bool
    names: tuple[Name, ...]


class Condition:
    """One condition for one listing of people, with its findings remembered."""

    __slots__ = ("_bits", "_found", "_holds", "_placement", "formula")

    def __init__(self, whole: Formula, placement: Placement) -> None:
        self.formula = whole
        self._bits = whole.bits
        self._placement = placement
        self._found: dict[tuple[int, int], Finding | None] = {}
        self._holds: Callable[[int], bool] | None = None

    def find(self, sure: int, possible: int) -> Finding | None:
        """What is found when these bits surely and possibly hold; None where the condition holds in no way."""
        key = (sure & self._bits, possible & self._bits)
        try:
            return self._found[key]
        except KeyError:
            if len(self._found) >= REMEMBERED:
                self._found.clear()
            finding = self._found[key] = self._find(*key)
            return finding

    def status(self, sure: int, possible: int) -> Status:
        """Only whether it applies, depends, or holds in no way."""
        if self._holds is None:
            self._holds = compiled(self.formula)
        if self._holds(sure):
            return "applies"
        return "depends" if self._holds(possible) else None

    @property
    def reads(self) -> tuple[Name, ...]:
        """The facts that it reads."""
        return self._placement.names(self._bits)

    def _find(self, sure: int, possible: int) -> Finding | None:
        because = self.formula.because(sure)
        if because != NONE:
            return Finding(True, self._placement.names(because))
        if self.formula.holds(possible):
            return Finding(False, self._placement.names(self.formula.open(sure, possible)))
        return None


class Ready(NamedTuple):
    """A listing's conditions: `of[i]` is the i-th node's, by owner. `readers`: which of them read a fact."""

    placement: Placement
    of: tuple[dict[int, Condition], ...]
    readers: dict[Name, list[tuple[int, int, Condition]]]


class Program:
    """Makes and keeps conditions. `nodes` are the conditions to decide, each with the scope it is seen from."""

    def __init__(self, pack: Pack, nodes: Iterable[tuple[Node, Scope]]) -> None:
        self.nodes = tuple(nodes)
        self.domains = Domains(pack)
        self.blocks = Blocks(pack, self.domains, probe(pack, self.domains))
        self.is_wide = tuple(any(isinstance(part, Any | All) for part in walk(node)) for node, _ in self.nodes)
        self.alone: dict[Scope, Ready] = {
            "concern": self._ready((), wide=False),
            "child": self._ready(("child",), wide=False),
            "adult": self._ready(("adult",), wide=False),
        }
        self.listing: Callable[[Kinds], Ready] = lru_cache(SHAPES)(lambda kinds: self._ready(kinds, wide=True))

    def _ready(self, kinds: Kinds, *, wide: bool) -> Ready:
        placement = Placement(self.blocks, kinds)
        grounding = Grounding(self.domains, kinds)
        made: list[dict[int, Condition]] = []
        for (node, scope), is_wide in zip(self.nodes, self.is_wide, strict=True):
            if is_wide is not wide or (not wide and scope != (kinds[0] if kinds else "concern")):
                made.append({})
                continue
            owners = [CONCERN] if scope == "concern" else [i for i, kind in enumerate(kinds) if kind == scope]
            made.append(
                {
                    owner: Condition(formula(grounding.ground(node, owner), placement, self.domains), placement)
                    for owner in owners
                }
            )
        readers: dict[Name, list[tuple[int, int, Condition]]] = {}
        for index, conditions in enumerate(made):
            for owner, condition in conditions.items():
                for name in condition.reads:
                    readers.setdefault(name, []).append((index, owner, condition))
        return Ready(placement, tuple(made), readers)

    def look(self, knowledge: Knowledge) -> View:
        """The conditions that fit this case, and its bits in their layouts."""
        return View(self, knowledge)


Layer = tuple[Ready, tuple[int, ...], tuple[int, int]]
"""Conditions, the people they look at (places in the list), and the bits that surely and possibly hold."""


class View:
    """One case seen through the program."""

    __slots__ = ("_concern", "_everybody", "_listing", "_one", "_program", "kinds")

    def __init__(self, program: Program, knowledge: Knowledge) -> None:
        alone = program.alone
        self.kinds = knowledge.kinds
        self._program = program
        self._listing = program.listing(knowledge.kinds)
        self._everybody = knowledge.bits(self._listing.placement, range(len(self.kinds)))
        self._concern = knowledge.bits(alone["concern"].placement, ())
        self._one = [knowledge.bits(alone[kind].placement, (index,)) for index, kind in enumerate(self.kinds)]

    def layers(self) -> Iterator[Layer]:
        """The case once as a whole, once as the concern alone, and once for each person."""
        alone = self._program.alone
        yield self._listing, tuple(range(len(self.kinds))), self._everybody
        yield alone["concern"], (), self._concern
        for index, kind in enumerate(self.kinds):
            yield alone[kind], (index,), self._one[index]

    def find(self, node: int) -> Iterator[tuple[int, Finding]]:
        """What is found of a condition, for each owner (CONCERN, or a place in the list) for whom it holds or may hold.

        A finding's names have the owner's place 0 where the condition looks at one person alone.
        """
        if self._program.is_wide[node]:
            for owner, condition in self._listing.of[node].items():
                finding = condition.find(*self._everybody)
                if finding:
                    yield owner, finding
            return
        scope = self._program.nodes[node][1]
        if scope == "concern":
            finding = self._program.alone[scope].of[node][CONCERN].find(*self._concern)
            if finding:
                yield CONCERN, finding
            return
        condition = self._program.alone[scope].of[node][0]
        for index, kind in enumerate(self.kinds):
            if kind == scope:
                finding = condition.find(*self._one[index])
                if finding:
                    yield index, finding
