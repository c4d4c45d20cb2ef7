"""A condition for any number of people at once: `not` pushed to the leaves, quantifiers kept.

The engine spells a condition out for one listing of people (`procedure.deciding.ground`). Over millions of concerns
that would be as many conditions as there are listings; here a quantifier stays one node, and becomes a reduction over
the rows of people. What is left is monotone in its literals, so that the same form answers what *surely* holds and what
*possibly* holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal as OneOf
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
    Scope,
    UnlistedChild,
    Value,
)
from fingerpost.procedure.pack.model import Pack

Owner = OneOf["concern", "child", "adult", "unlisted"]
"""Whose fact it is: `child` and `adult` are the person in scope; of the unlisted child nothing is ever known."""

EVENT = "event "
EXISTS = "exists"
_YES_NO: frozenset[Value] = frozenset({True, False})


class Fact(NamedTuple):
    """A fact's id, or EVENT and an event's id, or EXISTS, with whose it is."""

    owner: Owner
    name: str


class Literal(NamedTuple):
    """The fact has one of `values`, which are neither none nor all that it can have."""

    fact: Fact
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Join:
    """All of the parts (`every`), or at least one of them."""

    every: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Over:
    """`body` of every listed person of the kind, or of at least one. A body of True asks whether there is anybody."""

    kind: PersonKind
    every: bool
    body: Lifted


Part = Literal | Join | Over
Lifted = bool | Part


class Domains:
    """The values that a fact can have."""

    def __init__(self, pack: Pack) -> None:
        self._values = {fact.id: frozenset(fact.values) for fact in pack.facts.values()}

    def of(self, fact: Fact) -> frozenset[Value]:
        """The whole domain; yes and no for events and for whether the unlisted child exists."""
        return self._values.get(fact.name, _YES_NO)


def lift(node: Node, scope: Scope, domains: Domains) -> Lifted:
    """The condition seen from the concern, or from one person of a kind."""
    return _Lifting(domains).lift(node, scope, True)


class _Lifting:
    def __init__(self, domains: Domains) -> None:
        self.domains = domains

    def lift(self, node: Node, person: Owner, sign: bool) -> Lifted:
        match node:
            case Constant(value):
                return value is sign
            case Answer(name, scope, values, _):
                return self.literal(Fact("concern" if scope == "concern" else person, name), values, sign)
            case Happened(event, scope):
                owner: Owner = "concern" if scope == "concern" else person
                return self.literal(Fact(owner, EVENT + event), frozenset({True}), sign)
            case Not(operand):
                return self.lift(operand, person, not sign)
            case And(operands) | Or(operands):
                every = isinstance(node, And) is sign
                return join(every, (self.lift(operand, person, sign) for operand in operands), self.domains)
            case Named(body=body) | Applies(body=body):
                return self.lift(body, person, sign)
            case Any(kind, body) | All(kind, body):
                return over(kind, isinstance(node, All) is sign, self.lift(body, kind, sign), self.domains)
            case UnlistedChild(listed, given, body):
                certain = Literal(Fact("unlisted", given), frozenset({True}))
                parts = (
                    self.literal(Fact("concern", listed), frozenset({False}), sign),
                    self.literal(Fact("unlisted", EXISTS), frozenset({True}), sign),
                    bound(self.lift(body, "unlisted", sign), certain, self.domains),
                )
                return join(sign, parts, self.domains)

    def literal(self, fact: Fact, values: frozenset[Value], sign: bool) -> Literal:
        return Literal(fact, values if sign else self.domains.of(fact) - values)


def join(every: bool, parts: Iterable[Lifted], domains: Domains) -> Lifted:
    """And (`every`) or or: flattened, constants and duplicates gone, literals of one fact made one."""
    literals: dict[Fact, frozenset[Value]] = {}
    others: dict[Join | Over, None] = {}
    for part in _flat(every, parts):
        if isinstance(part, bool):
            if part is not every:
                return part
        elif isinstance(part, Literal):
            fact, values = part
            if fact in literals:
                values = values & literals[fact] if every else values | literals[fact]
            if not values or values == domains.of(fact):
                return not every
            literals[fact] = values
        else:
            others[part] = None
    kept = [part for part in others if not (isinstance(part, Join) and _absorbed(part, literals))]
    whole: tuple[Part, ...] = (*(Literal(*item) for item in literals.items()), *kept)
    if len(whole) == 1:
        return whole[0]
    return Join(every, whole) if whole else every


def _flat(every: bool, parts: Iterable[Lifted]) -> Iterator[Lifted]:
    for part in parts:
        if isinstance(part, Join) and part.every is every:
            yield from part.parts
        else:
            yield part


def _absorbed(part: Join, literals: dict[Fact, frozenset[Value]]) -> bool:
    """`x or (x and y)` is `x`; `x and (x or y)` is `x`."""
    return any(
        isinstance(inner, Literal)
        and (values := literals.get(inner.fact)) is not None
        and (inner.values <= values if part.every else values <= inner.values)
        for inner in part.parts
    )


def over(kind: PersonKind, every: bool, body: Lifted, domains: Domains) -> Lifted:
    """A quantifier, with what does not concern the person taken out of it.

    `any(x and p)` is `x and any(p)` where x is the concern's, and `any(x or p)` is `x and any(true) or any(p)`;
    likewise with `all`, exchanged. What reads one row of a concern is then not asked once a person.
    """
    if isinstance(body, bool):
        return body if body is every else Over(kind, every, body)
    if level(body) == "concern":
        return join(not every, (body, Over(kind, every, not every)), domains)
    if not isinstance(body, Join):
        return Over(kind, every, body)
    closed = [part for part in body.parts if level(part) == "concern"]
    if not closed:
        return Over(kind, every, body)
    outside = join(body.every, closed, domains)
    inside = join(body.every, [part for part in body.parts if part not in closed], domains)
    if body.every is every:
        # all(x and p), any(x or p): x counts only where there is somebody (any), or nobody (all).
        alone = join(not every, (outside, Over(kind, every, not every)), domains)
        return join(every, (alone, over(kind, every, inside, domains)), domains)
    return join(body.every, (outside, over(kind, every, inside, domains)), domains)


def bound(whole: Lifted, certain: Literal, domains: Domains) -> Lifted:
    """`whole` when the fact of `certain` is known to have one of its values, which no literal tells apart."""
    if isinstance(whole, Literal):
        return certain.values <= whole.values if whole.fact == certain.fact else whole
    if isinstance(whole, Join):
        return join(whole.every, (bound(part, certain, domains) for part in whole.parts), domains)
    if isinstance(whole, Over):
        if certain.fact.owner != "concern":
            return whole
        return over(whole.kind, whole.every, bound(whole.body, certain, domains), domains)
    return whole


def level(whole: Lifted) -> Scope:
    """`concern` where it is the same for everybody in a concern, else the kind of person it is about."""
    if isinstance(whole, Literal):
        owner = whole.fact.owner
        return "concern" if owner == "unlisted" else owner
    if isinstance(whole, Join):
        return next((found for part in whole.parts if (found := level(part)) != "concern"), "concern")
    return "concern"


def literals(whole: Lifted, within: Over | None = None) -> Iterator[tuple[Literal, Over | None]]:
    """Every literal, with the quantifier it is in."""
    if isinstance(whole, Literal):
        yield whole, within
    elif isinstance(whole, Join):
        for part in whole.parts:
            yield from literals(part, within)
    elif isinstance(whole, Over):
        yield from literals(whole.body, whole)
