"""The checked tree of a condition: what every other part evaluates, explains, proves and exports.

A tree is immutable and closed: names are resolved, types are checked, definitions and references carry their bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Scope = Literal["concern", "child", "adult"]
PersonKind = Literal["child", "adult"]
Value = bool | int | str


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false for all facts."""

    value: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The fact's value is one of `values`. `text` is the comparison as the pack writes it."""

    fact: str
    scope: Scope
    values: frozenset[Value]
    text: str


@dataclass(frozen=True, slots=True)
class Happened:
    """The event has happened: for the person in scope if it is a person's event, otherwise for the concern."""

    event: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Not:
    operand: Node


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A definition of the pack, with its body."""

    name: str
    scope: Scope
    body: Node


@dataclass(frozen=True, slots=True)
class Applies:
    """Another provision applies (to the concern, or to the person in scope), with that provision's condition."""

    provision: str
    scope: Scope
    body: Node


@dataclass(frozen=True, slots=True)
class Any:
    """`body` holds for at least one listed person of the kind."""

    kind: PersonKind
    body: Node


@dataclass(frozen=True, slots=True)
class All:
    """`body` holds for every listed person of the kind."""

    kind: PersonKind
    body: Node


@dataclass(frozen=True, slots=True)
class UnlistedChild:
    """There is one more child, not listed, with only `given` certain of them, and `body` holds.

    There may be such a child while the concern's fact `listed` is not true. Nothing can ever be learned about them, so
    this is false or unknown, never true.
    """

    listed: str
    given: str
    body: Node


Node = Constant | Answer | Happened | Not | And | Or | Named | Applies | Any | All | UnlistedChild


def children(node: Node) -> tuple[Node, ...]:
    """The operands of a node, in the order in which the pack writes them."""
    match node:
        case And(operands) | Or(operands):
            return operands
        case Not(operand):
            return (operand,)
        case Named(body=body) | Applies(body=body) | Any(body=body) | All(body=body) | UnlistedChild(body=body):
            return (body,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything beneath it, first to last."""
    yield node
    for child in children(node):
        yield from walk(child)
