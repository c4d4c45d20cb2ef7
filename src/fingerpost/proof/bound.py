"""How many people a case has to have, so that whatever can happen at all happens in a case of that size.

A condition speaks of people in two ways only: of the one person whom it is about, and of "somebody" or "everybody" of a
kind, one level deep and of one person at a time (`procedure.language.parse` refuses anything else). Push every `not`
down to the leaves. What is left is `and`, `or`, leaves, "somebody who …" and "everybody is …". Suppose that it holds in
a case of any size. Of an `or`, one part holds: keep that part alone. Each "somebody" that is left has a witness. Take
everybody out of the case who is neither the person in scope nor such a witness: each "somebody" still has its witness,
each "everybody" still holds, for there are only fewer people, and no other part looks at them. So a statement that can
hold at all holds with at most one person for each "somebody" (the most of an `or`'s parts, the sum of an `and`'s), and
those in scope. Statements that are made together need the sum of what each of them needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import reduce

from fingerpost.procedure.language.tree import All, And, Any, Applies, Named, Node, Not, Or, PersonKind
from fingerpost.proof.space import KINDS

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


def together(statements: Iterable[People], futures: int = 1) -> People:
    """What suffices for statements that are all made of one case, each in so many futures."""
    total: People = reduce(Counter.__add__, statements, Counter())
    return Counter({kind: total[kind] * futures for kind in KINDS})
