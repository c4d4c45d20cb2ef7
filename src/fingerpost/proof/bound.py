"""How many people a case has to have, so that all that can happen at all happens in a case of that size.

A condition speaks of people in two ways only: of the one person it is about, and of "somebody" or "everybody" of a
kind, one level deep and of one person at a time (`procedure.language.parse` refuses anything else). Push every `not`
down to the leaves. What is left is `and`, `or`, leaves, "somebody who …" and "everybody is …". Suppose that it holds in
a case of any size. One part of each `or` holds: keep only that part. Each "somebody" that is left has a witness. Take
out of the case everybody who is neither the person in scope nor such a witness: each "somebody" still has its witness,
each "everybody" still holds, for there are only fewer people, and no other part looks at them. So a statement that can
hold at all holds with at most one person for each "somebody" (the most of an `or`'s parts, the sum of an `and`'s), and
those in scope. Statements that are made together need the sum of what each of them needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce

from fingerpost.procedure.language.tree import (
    All,
    And,
    Any,
    Applies,
    Named,
    Node,
    Not,
    Or,
    PersonKind,
    UnlistedChild,
    children,
    walk,
)

People = Counter[PersonKind]


def witnesses(node: Node, holds: bool = True) -> People:
    """How many people of each kind suffice for the condition to hold, or not to, beside the person it is about."""
    match node:
        case Not(operand):
            return witnesses(operand, not holds)
        case And(operands) | Or(operands):
            parts = (witnesses(operand, holds) for operand in operands)
            if isinstance(node, And) is holds:
                return reduce(Counter.__add__, parts, Counter())
            return reduce(Counter.__or__, parts, Counter())
        case Named(body=body) | Applies(body=body):
            return witnesses(body, holds)
        case Any(kind, _) | All(kind, _):
            return Counter({kind: 1}) if isinstance(node, Any) is holds else Counter()
        case _:
            return Counter()


def needed(node: Node, holds: bool, futures: int) -> People:
    """How many are enough for it surely to hold (or not to), even with a child who is not listed.

    That is the same statement in each future. Where every question about such a child can only help the statement, the
    future in which nobody is missing is the hardest, and implies the others. Otherwise each future may need witnesses
    of its own.
    """
    found = witnesses(node, holds)
    if not any(isinstance(part, UnlistedChild) for part in walk(node)) or _signs(node) == {holds}:
        return found
    return Counter({kind: count * futures for kind, count in found.items()})


def _signs(node: Node, sign: bool = True) -> set[bool]:
    """Whether questions about a child who is not listed are plain (True), under `not` (False), or both."""
    if isinstance(node, UnlistedChild):
        return {sign}
    sign = sign is not isinstance(node, Not)
    return set().union(*(_signs(child, sign) for child in children(node)))


def most(nodes: Iterable[Node], futures: int) -> People:
    """How many suffice for any one of these to hold, or not to."""
    total: People = Counter()
    for node in nodes:
        total |= needed(node, True, futures) | needed(node, False, futures)
    return total
