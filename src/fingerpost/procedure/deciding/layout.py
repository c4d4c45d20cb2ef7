"""Literals as bits: what is known of a case, and what a condition needs, as whole numbers of the same layout.

Bits are in the contract's order of facts (the concern's as the pack orders them, then each person's as the case lists
people), so that of two sets of facts the one without the later facts is the smaller number. Events come before all
facts: no answer names them, and they weigh nothing. What concerns the unlisted child comes directly after the
fact that says whether all children are listed, under that fact's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from fingerpost.procedure.deciding.ground import (
    CONCERN,
    EVENT,
    UNLISTED,
    Domains,
    Literal,
    Variable,
)
from fingerpost.procedure.deciding.literals import ValueSets
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.model import Pack

Name = tuple[int, str]
"""An owner and what follows their name: `(0, ".age")` is `c1.age` where c1 is listed first."""

_Sets = Mapping[Variable, Sequence[frozenset[Value]]]


@dataclass(frozen=True)
class Block:
    """The bits of one owner: the concern, a child or an adult.

    `spans` gives each variable's first bit; `literals` each literal's bit; `answers` for each fact and value the bits
    that the answer makes certain and those it excludes. `names` is what each bit is called.
    """

    width: int
    spans: Mapping[tuple[int, str], int]
    literals: Mapping[tuple[int, str, frozenset[Value]], int]
    answers: Mapping[str, Mapping[Value, tuple[int, int]]]
    names: tuple[str, ...]

    @cached_property
    def full(self) -> int:
        """Every bit."""
        return (1 << self.width) - 1

    @cached_property
    def none(self) -> int:
        """The bits that are certain when every answer is no: for events, when nothing has happened."""
        return sum(answers[False][0] for answers in self.answers.values())

    @cached_property
    def packed(self) -> Mapping[str, Mapping[Value, int]]:
        """For each fact and value, as one number, the bits made certain and, `width` further up, those excluded."""
        return {
            name: {value: on | off << self.width for value, (on, off) in values.items()}
            for name, values in self.answers.items()
        }

    @cached_property
    def happens(self) -> Mapping[str, tuple[int, int]]:
        """For each event the bits that are certain while it has not happened, and once it has."""
        return {name.removeprefix(EVENT): (values[False][0], values[True][0]) for name, values in self.answers.items()}


def _block(variables: Iterable[tuple[Variable, str]], sets: _Sets, domains: Domains) -> Block:
    spans: dict[tuple[int, str], int] = {}
    literals: dict[tuple[int, str, frozenset[Value]], int] = {}
    answers: dict[str, dict[Value, tuple[int, int]]] = {}
    names: list[str] = []
    for variable, called in variables:
        owner = UNLISTED if variable.owner == UNLISTED else 0
        first = len(names)
        spans[owner, variable.name] = first
        for values in sets.get(variable, ()):
            literals[owner, variable.name, values] = 1 << len(names)
            names.append("." + called)
        if owner == UNLISTED:
            continue  # Nothing can be learned of the unlisted child.
        answers[variable.name] = {
            value: (
                sum(1 << first + i for i, values in enumerate(sets.get(variable, ())) if value in values),
                sum(1 << first + i for i, values in enumerate(sets.get(variable, ())) if value not in values),
            )
            for value in domains.ordered(variable)
        }
    return Block(len(names), spans, literals, answers, tuple(names))


class Blocks:
    """The pack's literals for each scope, facts and events apart."""

    def __init__(self, pack: Pack, domains: Domains, sets: ValueSets) -> None:
        scopes: tuple[Scope, ...] = ("concern", "child", "adult")
        self.facts: dict[Scope, Block] = {
            scope: _block(_facts(pack, scope, sets[scope]), sets[scope], domains) for scope in scopes
        }
        self.events: dict[Scope, Block] = {
            scope: _block(
                ((Variable(0, EVENT + e.id), e.id) for e in pack.events.values() if e.about == scope),
                sets[scope],
                domains,
            )
            for scope in scopes
        }


def _facts(pack: Pack, scope: Scope, sets: _Sets) -> Iterator[tuple[Variable, str]]:
    for fact in pack.facts_of(scope):
        yield Variable(0, fact.id), fact.id
        if fact.unlisted_child:
            for variable in sorted(v for v in sets if v.owner == UNLISTED):
                yield variable, fact.id


class Placement:
    """Where each owner's bits are, for one listing of people."""

    def __init__(self, blocks: Blocks, kinds: Sequence[PersonKind]) -> None:
        scopes: list[tuple[int, Scope]] = [(CONCERN, "concern"), *enumerate(kinds)]
        self._blocks = blocks
        self._scopes = dict(scopes)
        self.event_shift: dict[int, int] = {}
        self.fact_shift: dict[int, int] = {}
        names: list[Name] = []
        at = 0
        for owner, scope in scopes:
            self.event_shift[owner] = at
            at += blocks.events[scope].width
        self.event_bits = (1 << at) - 1
        names += [(CONCERN, "")] * at
        for owner, scope in scopes:
            self.fact_shift[owner] = at
            at += blocks.facts[scope].width
            names += [(owner, name) for name in blocks.facts[scope].names]
        self._names = names

    def bit(self, literal: Literal) -> int:
        """The literal's bit."""
        block, shift, key = self._find(literal.variable)
        return block.literals[(*key, literal.values)] << shift

    def first(self, variable: Variable) -> int:
        """The variable's first bit, the same for all its literals."""
        block, shift, key = self._find(variable)
        return 1 << block.spans[key] + shift

    def reach(self, literal: Literal) -> int:
        """The bits of every literal that holds whenever this one does."""
        block, shift, key = self._find(literal.variable)
        wider = (
            bit
            for (owner, name, values), bit in block.literals.items()
            if (owner, name) == key and literal.values <= values
        )
        return sum(wider) << shift

    def _find(self, variable: Variable) -> tuple[Block, int, tuple[int, str]]:
        owner, name = variable
        holder = CONCERN if owner == UNLISTED else owner
        scope = self._scopes[holder]
        key = (UNLISTED if owner == UNLISTED else 0, name)
        if name.startswith(EVENT):
            return self._blocks.events[scope], self.event_shift[holder], key
        return self._blocks.facts[scope], self.fact_shift[holder], key

    def names(self, mask: int) -> tuple[Name, ...]:
        """What the bits of `mask` are called, each name once, in order; events have no name."""
        mask &= ~self.event_bits
        found: dict[Name, None] = {}
        while mask:
            low = mask & -mask
            found[self._names[low.bit_length() - 1]] = None
            mask ^= low
        return tuple(found)
