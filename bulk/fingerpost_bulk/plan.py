"""The pack's conditions as straight-line programs over planes: one for concerns, one for children, one for adults.

A *register* is a plane: for each row of a table a bit for *surely* and a bit for *possibly*. An instruction joins two
registers or negates one. Values go up from people to concerns (a quantifier: a reduction over the rows of a concern)
and down from concerns to people; since that costs more than an instruction, all that can go at one moment goes
together: programs are cut into *rounds*, with such transfers between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import NamedTuple

from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost_bulk.lifted import Domains, Fact, Join, Lifted, Literal, Over, level

SCOPES: tuple[Scope, ...] = ("concern", "child", "adult")
KINDS: tuple[PersonKind, ...] = ("child", "adult")

Op = OneOf["and", "or", "not"]


class Register(NamedTuple):
    """A plane of one table's rows, by number. `round`: the first in which it is there."""

    scope: Scope
    number: int
    round: int


class Instruction(NamedTuple):
    """`left` and `right` are the same for `not`."""

    op: Op
    target: int
    left: int
    right: int


class Transfer(NamedTuple):
    """A register of one table that becomes one of another. `every`: all people of a concern, not at least one."""

    source: int
    target: int
    every: bool = False


class Base(NamedTuple):
    """A register that is read from a column: whether the fact has one of the values."""

    fact: Fact
    values: frozenset[Value]


@dataclass
class Round:
    """What happens at one moment: first the transfers, then the instructions of each table."""

    up: dict[PersonKind, list[Transfer]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    down: dict[PersonKind, list[Transfer]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    code: dict[Scope, list[Instruction]] = field(default_factory=lambda: {scope: [] for scope in SCOPES})


@dataclass(frozen=True)
class Plan:
    """Programs whose registers are numbered by table.

    `bases`: the registers that columns fill, by number. `constants`: those that are the same in every row, as their
    bits for surely and possibly. `results`: each condition's register. `sizes`: how many registers a table has.
    """

    bases: Mapping[Scope, Mapping[int, Base]]
    constants: Mapping[Scope, Mapping[int, tuple[bool, bool]]]
    rounds: tuple[Round, ...]
    results: Mapping[Scope, tuple[int, ...]]
    sizes: Mapping[Scope, int]


def plan(conditions: Mapping[Scope, Iterable[Lifted]], domains: Domains) -> Plan:
    """The plan for conditions that three-valued evaluation decides exactly (`exact`)."""
    planner = _Planner(domains)
    results = {scope: [planner.register(whole, scope) for whole in conditions.get(scope, ())] for scope in SCOPES}
    return _packed(planner, results)


class _Planner:
    """Gives each expression one register a table, so that what conditions share is done once."""

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self.known: dict[tuple[Lifted | Base, Scope], Register] = {}
        self.bases: dict[Scope, dict[int, Base]] = {scope: {} for scope in SCOPES}
        self.constants: dict[Scope, dict[int, tuple[bool, bool]]] = {scope: {} for scope in SCOPES}
        self.rounds: list[Round] = [Round()]
        self.sizes: dict[Scope, int] = dict.fromkeys(SCOPES, 0)

    def register(self, whole: Lifted, scope: Scope) -> Register:
        """The register that gets `whole`, in the table of `scope`."""
        key = (whole, scope)
        if key not in self.known:
            self.known[key] = self.made(whole, scope)
        return self.known[key]

    def made(self, whole: Lifted, scope: Scope) -> Register:
        if isinstance(whole, bool):
            return self.constant(whole, whole, scope)
        if scope != "concern" and level(whole) == "concern":
            return self.down(self.register(whole, "concern"), scope)
        if isinstance(whole, Literal):
            return self.literal(whole, scope)
        if isinstance(whole, Over):
            return self.up(self.register(whole.body, whole.kind), whole.kind, whole.every)
        return self.joined(whole, scope)

    def literal(self, literal: Literal, scope: Scope) -> Register:
        if literal.fact.owner == "unlisted":
            return self.constant(False, True, scope)
        domain = self.domains.of(literal.fact)
        # Of a set of values and the rest of the domain, one is read, the other is its negation.
        plain = max(domain, key=str) in literal.values
        base = Base(literal.fact, literal.values if plain else domain - literal.values)
        key = (base, scope)
        if key not in self.known:
            self.known[key] = self.new(scope, 0)
            self.bases[scope][self.known[key].number] = base
        return self.known[key] if plain else self.emit("not", self.known[key], self.known[key])

    def joined(self, whole: Join, scope: Scope) -> Register:
        op: Op = "and" if whole.every else "or"
        above = [part for part in whole.parts if scope != "concern" and level(part) == "concern"]
        parts: list[Lifted] = [part for part in whole.parts if part not in above]
        if above:
            # One plane comes down, not one for each part.
            parts.append(above[0] if len(above) == 1 else Join(whole.every, tuple(above)))
        registers = sorted((self.register(part, scope) for part in parts), key=lambda register: register.round)
        total = registers[0]
        for register in registers[1:]:
            total = self.emit(op, total, register)
        return total

    def constant(self, surely: bool, possibly: bool, scope: Scope) -> Register:
        register = self.new(scope, 0)
        self.constants[scope][register.number] = (surely, possibly)
        return register

    def emit(self, op: Op, left: Register, right: Register) -> Register:
        target = self.new(left.scope, max(left.round, right.round))
        self.at(target.round).code[left.scope].append(Instruction(op, target.number, left.number, right.number))
        return target

    def up(self, body: Register, kind: PersonKind, every: bool) -> Register:
        target = self.new("concern", body.round + 1)
        self.at(target.round).up[kind].append(Transfer(body.number, target.number, every))
        return target

    def down(self, source: Register, kind: PersonKind) -> Register:
        target = self.new(kind, source.round + 1)
        self.at(target.round).down[kind].append(Transfer(source.number, target.number))
        return target

    def new(self, scope: Scope, when: int) -> Register:
        number = self.sizes[scope]
        self.sizes[scope] += 1
        return Register(scope, number, when)

    def at(self, when: int) -> Round:
        while len(self.rounds) <= when:
            self.rounds.append(Round())
        return self.rounds[when]


_When = tuple[int, int]
"""A round and a place in it; transfers come before the first instruction, at -1."""


class _Names:
    """New numbers for one table's registers: a number that is done with is given again."""

    def __init__(self, planner: _Planner, scope: Scope, kept: Iterable[Register]) -> None:
        fixed = [*planner.bases[scope], *planner.constants[scope]]
        self.names = {old: new for new, old in enumerate(fixed)}
        self.count = len(fixed)
        self.free: list[int] = []
        lasting = {*fixed, *(register.number for register in kept)}
        last: dict[int, _When] = {}
        for number, one in enumerate(planner.rounds):
            for source in _sent(one, scope):
                last[source] = (number, -1)
            for place, step in enumerate(one.code[scope]):
                last[step.left] = last[step.right] = (number, place)
        self.ending: dict[_When, list[int]] = {}
        for old, when in last.items():
            if old not in lasting:
                self.ending.setdefault(when, []).append(old)

    def __getitem__(self, old: int) -> int:
        return self.names[old]

    def give(self, old: int) -> int:
        """A number for a new register."""
        if self.free:
            new = self.free.pop()
        else:
            new = self.count
            self.count += 1
        self.names[old] = new
        return new

    def done(self, when: _When) -> None:
        """Take back the numbers of registers that are read here for the last time."""
        self.free += [self.names[old] for old in self.ending.get(when, ())]


def _sent(one: Round, scope: Scope) -> list[int]:
    """The registers of a table that a round's transfers read."""
    if scope == "concern":
        return [transfer.source for kind in KINDS for transfer in one.down[kind]]
    return [transfer.source for transfer in one.up[scope]]


def _packed(planner: _Planner, results: Mapping[Scope, list[Register]]) -> Plan:
    """The plan with registers numbered anew, so that fewer are needed and they stay in the processor's cache."""
    names = {scope: _Names(planner, scope, results[scope]) for scope in SCOPES}
    of_concern = names["concern"]
    rounds = []
    for number, old in enumerate(planner.rounds):
        new = Round()
        for kind in KINDS:
            of_kind = names[kind]
            new.up[kind] = [Transfer(of_kind[t.source], of_concern.give(t.target), t.every) for t in old.up[kind]]
            new.down[kind] = [Transfer(of_concern[t.source], of_kind.give(t.target)) for t in old.down[kind]]
        for scope in SCOPES:
            of_scope = names[scope]
            of_scope.done((number, -1))
            for place, step in enumerate(old.code[scope]):
                left, right = of_scope[step.left], of_scope[step.right]
                target = of_scope.give(step.target)
                of_scope.done((number, place))
                new.code[scope].append(Instruction(step.op, target, left, right))
        rounds.append(new)
    return Plan(
        {scope: {names[scope][old]: base for old, base in planner.bases[scope].items()} for scope in SCOPES},
        {scope: {names[scope][old]: bits for old, bits in planner.constants[scope].items()} for scope in SCOPES},
        tuple(rounds),
        {scope: tuple(names[scope][register.number] for register in results[scope]) for scope in SCOPES},
        {scope: names[scope].count for scope in SCOPES},
    )
