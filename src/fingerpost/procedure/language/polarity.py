"""Which way each leaf of a condition pulls: whether its being so speaks for the whole or against it."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.procedure.language.tree import Node, Not, children


def leaves(node: Node, positive: bool = True) -> Iterator[tuple[Node, bool]]:
    """Each leaf beneath `node` with its sign: True where it is plain, False under an odd number of `not`."""
    beneath = children(node)
    if not beneath:
        yield node, positive
    sign = positive is not isinstance(node, Not)
    for child in beneath:
        yield from leaves(child, sign)
