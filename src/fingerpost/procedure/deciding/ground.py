"""A condition for one listing of people: quantifiers spelt out, `not` pushed to the leaves, only literals left.

A *literal* says that one variable has one of some values. A *variable* is a fact or event of an owner: the concern, a
listed person (by place in the list), or the unlisted child. A ground expression is a literal, True, False, or
`Join`: and/or over other expressions. It is kept flat, without duplicates, and with at most one literal a variable on
each level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
    UnlistedChild,
    Value,
)
from fingerpost.procedure.pack.model import Pack

CONCERN = -2
UNLISTED = -1
EVENT = "event "
EXISTS = "exists"
_YES_NO: frozenset[Value] = frozenset({True, False})


class Variable(NamedTuple):
    """`owner` is CONCERN, UNLISTED, or a person's place in the list; `name` a fact's id, or EVENT and an event's id."""

    owner: int
    name: str


class Literal(NamedTuple):
    """The variable has one of `values`, which are neither none nor all it can have."""

    variable: Variable
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Join:
    """All of the parts (`every`), or at least one of them."""

    every: bool
    parts: tuple[Literal | Join, ...]


Ground = bool | Literal | Join


class Domains:
    """The values that a variable can have."""

    def __init__(self, pack: Pack) -> None:
        self._facts = {fact.id: frozenset(fact.values) for fact in pack.facts.values()}
        self._ordered = {fact.id: fact.values for fact in pack.facts.values()}

    def of(self, variable: Variable) -> frozenset[Value]:
        """The whole domain; yes and no for events and for whether the unlisted child exists."""
        return self._facts.get(variable.name, _YES_NO)

    def ordered(self, variable: Variable) -> Sequence[Value]:
        """The same, in the pack's order."""
        return self._ordered.get(variable.name, (True, False))


def join(every: bool, parts: Iterable[Ground], domains: Domains) -> Ground:
    """And (`every`) or or: flattened, constants and duplicates gone, literals of one variable made one."""
    literals: dict[Variable, frozenset[Value]] = {}
    joins: dict[Join, None] = {}
    for part in _flat(every, parts):
        if isinstance(part, bool):
            if part is not every:
                return part
        elif isinstance(part, Literal):
            variable, values = part
            if variable in literals:
                values = values & literals[variable] if every else values | literals[variable]
            if not values or values == domains.of(variable):
                return not every
            literals[variable] = values
        else:
            joins[part] = None
    kept = [part for part in joins if not _absorbed(part, literals)]
    whole: tuple[Literal | Join, ...] = (*(Literal(*item) for item in literals.items()), *kept)
    if len(whole) == 1:
        return whole[0]
    return Join(every, whole) if whole else every


def _flat(every: bool, parts: Iterable[Ground]) -> Iterable[Ground]:
    for part in parts:
        if isinstance(part, Join) and part.every is every:
            yield from part.parts
        else:
            yield part


def _absorbed(part: Join, literals: dict[Variable, frozenset[Value]]) -> bool:
    """`x or (x and y)` is `x`; `x and (x or y)` is `x`."""
    return any(
        isinstance(inner, Literal)
        and (values := literals.get(inner.variable)) is not None
        and (inner.values <= values if part.every else values <= inner.values)
        for inner in part.parts
    )


class Grounding:
    """Spells a condition out for one listing of people."""

    def __init__(self, domains: Domains, kinds: Sequence[PersonKind]) -> None:
        self.domains = domains
        self.kinds = kinds

    def ground(self, node: Node, person: int = CONCERN, sign: bool = True) -> Ground:
        """`node` seen from `person` (CONCERN for none); under `not` when `sign` is False."""
        match node:
            case Constant(value):
                return value is sign
            case Answer(fact, scope, values, _):
                return self.literal(CONCERN if scope == "concern" else person, fact, values, sign)
            case Happened(event, scope):
                owner = CONCERN if scope == "concern" else person
                return self.literal(owner, EVENT + event, frozenset({True}), sign)
            case Not(operand):
                return self.ground(operand, person, not sign)
            case And(operands) | Or(operands):
                every = isinstance(node, And) is sign
                return join(every, (self.ground(operand, person, sign) for operand in operands), self.domains)
            case Named(body=body) | Applies(body=body):
                return self.ground(body, person, sign)
            case Any(kind, body) | All(kind, body):
                every = isinstance(node, All) is sign
                people = (index for index, known in enumerate(self.kinds) if known == kind)
                return join(every, (self.ground(body, index, sign) for index in people), self.domains)
            case UnlistedChild(listed, given, body):
                return self.unlisted(listed, given, body, sign)

    def unlisted(self, listed: str, given: str, body: Node, sign: bool) -> Ground:
        """There is an unlisted child only while not all are listed; they are `given`; nothing else is known of them."""
        certain = Literal(Variable(UNLISTED, given), frozenset({True}))
        return join(
            sign,
            (
                self.literal(CONCERN, listed, frozenset({False}), sign),
                self.literal(UNLISTED, EXISTS, frozenset({True}), sign),
                _given(self.ground(body, UNLISTED, sign), certain, self.domains),
            ),
            self.domains,
        )

    def literal(self, owner: int, name: str, values: frozenset[Value], sign: bool) -> Literal:
        variable = Variable(owner, name)
        return Literal(variable, values if sign else self.domains.of(variable) - values)


def _given(ground: Ground, certain: Literal, domains: Domains) -> Ground:
    """`ground` with the variable of `certain` settled."""
    if isinstance(ground, Literal):
        return certain.values <= ground.values if ground.variable == certain.variable else ground
    if isinstance(ground, Join):
        return join(ground.every, (_given(part, certain, domains) for part in ground.parts), domains)
    return ground


def variables(ground: Ground) -> frozenset[Variable]:
    """Every variable beneath."""
    if isinstance(ground, Literal):
        return frozenset({ground.variable})
    if isinstance(ground, Join):
        return frozenset().union(*(variables(part) for part in ground.parts))
    return frozenset()
