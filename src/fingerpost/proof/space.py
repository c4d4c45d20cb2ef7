"""Every case of up to so many people, as variables of Z3; and a pack's conditions as formulas over them.

A condition is seen on two *rails*, as the engine sees it: what *surely* holds and what *possibly* holds. With every
fact known the two differ only by the child who may be missing from the list: nothing is ever learned about that child,
so each *future* (nobody is missing, or somebody with certain answers is) is spelt out, and a condition surely holds
when it holds in all of them. With facts unknown, each fact has a second variable: whether it is known at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

import z3

from fingerpost.procedure.language.tree import (
    All,
    And,
    Answer,
    Any,
    Applies,
    Constant,
    Happened,
    Named,
    Node,
    Not,
    Or,
    PersonKind,
    Scope,
    UnlistedChild,
    Value,
    walk,
)
from fingerpost.procedure.pack.model import Pack

KINDS: tuple[PersonKind, ...] = ("child", "adult")


class Owner(NamedTuple):
    """The concern, or a person by place. `UNLISTED` is the child who may be missing from the list."""

    kind: Scope
    place: int


CONCERN = Owner("concern", 0)
UNLISTED = Owner("child", -1)

Future = tuple[tuple[str, Value], ...] | None
"""What a child who is missing from the list would be answered to; None where nobody is missing."""


class Variable(NamedTuple):
    """A fact's two variables: its value (a truth, or a place in `values`) and whether it is known."""

    value: z3.BoolRef | z3.BitVecRef
    known: z3.BoolRef
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Words:
    """What a case may say: for each symbol whose fact it is and its values, and who each event is about.

    `symbols` gives, for each pack, the symbol of each of its facts: two packs share one where they ask the same.
    """

    facts: Mapping[str, tuple[Scope, tuple[Value, ...]]]
    events: Mapping[str, Scope]
    symbols: tuple[Mapping[str, str], ...]


def words_of(pack: Pack) -> Words:
    """What a case of this pack may say."""
    facts = {fact.id: (fact.scope, fact.values) for fact in pack.facts.values()}
    return Words(facts, {event.id: event.about for event in pack.events.values()}, ({id: id for id in facts},))


class Space:
    """All cases with up to `people` of each kind. Each has a Z3 of its own, so that threads do not meet."""

    def __init__(self, words: Words, people: Mapping[PersonKind, int]) -> None:
        self.words = words
        self.people = dict(people)
        self.context = z3.Context()
        self.rules: list[z3.BoolRef] = []
        self._variables: dict[tuple[Owner, str], Variable] = {}
        self._happened: dict[tuple[Owner, str], z3.BoolRef] = {}
        self._listed = {owner: self.fresh(f"listed {owner.kind} {owner.place}") for owner in self.everybody()}
        for kind in KINDS:
            # Of two places the first is taken first, but the very first may stay empty where it is nobody's turn.
            for one, other in pairwise(self.of_kind(kind)):
                self.rules.append(z3.Implies(self._listed[other], self._listed[one]))
        self._solver = z3.SolverFor("QF_FD", ctx=self.context)
        self._told = 0

    def fresh(self, name: str) -> z3.BoolRef:
        return z3.Bool(name, self.context)

    def true(self, value: bool) -> z3.BoolRef:
        return z3.BoolVal(value, self.context)

    def all_of(self, parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
        found = list(parts)
        return z3.And(found) if found else self.true(True)

    def any_of(self, parts: Iterable[z3.BoolRef]) -> z3.BoolRef:
        found = list(parts)
        return z3.Or(found) if found else self.true(False)

    def of_kind(self, kind: PersonKind) -> list[Owner]:
        return [Owner(kind, place) for place in range(self.people[kind])]

    def everybody(self) -> list[Owner]:
        return [owner for kind in KINDS for owner in self.of_kind(kind)]

    def listed(self, owner: Owner) -> z3.BoolRef:
        """Whether there is such a person. The concern is always there."""
        return self.true(True) if owner == CONCERN else self._listed[owner]

    def happened(self, owner: Owner, event: str) -> z3.BoolRef:
        key = owner, event
        if key not in self._happened:
            self._happened[key] = self.fresh(f"{owner.kind} {owner.place} happened {event}")
        return self._happened[key]

    def variable(self, owner: Owner, symbol: str) -> Variable:
        key = owner, symbol
        if key not in self._variables:
            values = self.words.facts[symbol][1]
            name = f"{owner.kind} {owner.place} {symbol}"
            known = self.fresh(f"{name} known")
            if values == (True, False):
                self._variables[key] = Variable(self.fresh(name), known, values)
            else:
                place = z3.BitVec(name, max(1, len(values).bit_length()), self.context)
                self.rules.append(z3.ULT(place, len(values)))
                self._variables[key] = Variable(place, known, values)
        return self._variables[key]

    def said(self) -> Iterator[tuple[Owner, str, Variable]]:
        """Every fact that some formula has asked for so far."""
        for (owner, symbol), variable in self._variables.items():
            yield owner, symbol, variable

    def happenings(self) -> Iterator[tuple[Owner, str, z3.BoolRef]]:
        """Every event that some formula has asked for so far."""
        for (owner, event), variable in self._happened.items():
            yield owner, event, variable

    def is_one_of(self, variable: Variable, values: frozenset[Value]) -> z3.BoolRef:
        """The value is one of these."""
        if isinstance(variable.value, z3.BoolRef):
            return self.any_of(variable.value if value else z3.Not(variable.value) for value in values)
        places = [place for place, value in enumerate(variable.values) if value in values]
        return self.any_of(
            z3.And(z3.UGE(variable.value, first), z3.ULE(variable.value, last)) for first, last in _runs(places)
        )

    def find(self, *claims: z3.BoolRef) -> z3.ModelRef | None:
        """A case in which all of this is so, or None where there is none."""
        solver = self._solver
        for rule in self.rules[self._told :]:
            solver.add(rule)
        self._told = len(self.rules)
        solver.push()
        solver.add(*claims)
        answer = solver.check()
        model = solver.model() if answer == z3.sat else None
        solver.pop()
        if answer == z3.unknown:
            raise RuntimeError(solver.reason_unknown())  # Finite and small: this is a defect of ours.
        return model

    def possible(self, *claims: z3.BoolRef) -> bool:
        """Whether all of this can be so."""
        return self.find(*claims) is not None


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of numbers without a gap."""
    first = None
    for place, after in zip(places, [*places[1:], None], strict=True):
        first = place if first is None else first
        if after != place + 1:
            yield first, place
            first = None


class Conditions:
    """One pack's conditions over a space. `partial`: facts may be unknown; otherwise every one is answered."""

    def __init__(self, space: Space, futures: Sequence[Future], symbols: Mapping[str, str], *, partial: bool) -> None:
        self.space = space
        self.partial = partial
        self._futures = futures
        self._symbols = symbols
        self._seen: dict[tuple[Node, Owner, Future, bool], z3.BoolRef] = {}

    def surely(self, node: Node, person: Owner = CONCERN) -> z3.BoolRef:
        """It holds, however everything that is not known turns out."""
        return self.space.all_of(self.see(node, person, future, True) for future in self.futures(node))

    def possibly(self, node: Node, person: Owner = CONCERN) -> z3.BoolRef:
        """It holds for some way in which what is not known may turn out."""
        return self.space.any_of(self.see(node, person, future, False) for future in self.futures(node))

    def futures(self, node: Node) -> Sequence[Future]:
        return self._futures if any(isinstance(part, UnlistedChild) for part in walk(node)) else (None,)

    def variable(self, owner: Owner, fact: str) -> Variable:
        return self.space.variable(owner, self._symbols[fact])

    def see(self, node: Node, person: Owner, future: Future, surely: bool) -> z3.BoolRef:
        key = node, person, future, surely
        if key not in self._seen:
            self._seen[key] = self._see(node, person, future, surely)
        return self._seen[key]

    def _see(self, node: Node, person: Owner, future: Future, surely: bool) -> z3.BoolRef:
        space = self.space
        match node:
            case Constant(value):
                return space.true(value)
            case Answer(fact, scope, values, _):
                return self._answer(CONCERN if scope == "concern" else person, fact, values, future, surely)
            case Happened(event, scope):
                return space.happened(CONCERN if scope == "concern" else person, event)
            case Not(operand):
                return z3.Not(self.see(operand, person, future, not surely))
            case And(operands):
                return space.all_of(self.see(operand, person, future, surely) for operand in operands)
            case Or(operands):
                return space.any_of(self.see(operand, person, future, surely) for operand in operands)
            case Named(body=body) | Applies(body=body):
                return self.see(body, person, future, surely)
            case Any(kind, body):
                return space.any_of(
                    z3.And(space.listed(one), self.see(body, one, future, surely)) for one in space.of_kind(kind)
                )
            case All(kind, body):
                return space.all_of(
                    z3.Implies(space.listed(one), self.see(body, one, future, surely)) for one in space.of_kind(kind)
                )
            case UnlistedChild(listed, _, body):
                if future is None:
                    return space.true(False)
                open_list = self._answer(CONCERN, listed, frozenset({False}), future, surely)
                return z3.And(open_list, self.see(body, UNLISTED, future, surely))

    def _answer(self, owner: Owner, fact: str, values: frozenset[Value], future: Future, surely: bool) -> z3.BoolRef:
        if owner == UNLISTED:
            return self.space.true(dict(future or ())[self._symbols[fact]] in values)
        variable = self.variable(owner, fact)
        holds = self.space.is_one_of(variable, values)
        if not self.partial:
            return holds
        return z3.And(variable.known, holds) if surely else z3.Or(z3.Not(variable.known), holds)


def futures_of(space: Words, trees: Iterable[tuple[Node, Mapping[str, str]]]) -> tuple[Future, ...]:
    """Every way in which a child may be missing that some condition tells apart, and that nobody is missing.

    `trees` are conditions, each with its pack's symbols.
    """
    sets: dict[str, set[frozenset[Value]]] = {}
    certain: dict[str, Value] = {}
    for tree, symbols in trees:
        for node in walk(tree):
            if isinstance(node, UnlistedChild):
                certain[symbols[node.given]] = True
                for part in walk(node.body):
                    if isinstance(part, Answer) and part.scope != "concern":
                        sets.setdefault(symbols[part.fact], set()).add(part.values)
    told: list[list[tuple[str, Value]]] = []
    for symbol in sorted(sets.keys() | certain.keys()):
        values = (certain[symbol],) if symbol in certain else space.facts[symbol][1]
        kinds = sorted(sets.get(symbol, ()), key=sorted_key)
        classes = {tuple(value in some for some in kinds): value for value in values}
        told.append([(symbol, value) for value in classes.values()])
    return (None, *product(*told)) if told else (None,)


def sorted_key(values: frozenset[Value]) -> list[str]:
    """Values in an order that is the same every time."""
    return sorted(map(str, values))
