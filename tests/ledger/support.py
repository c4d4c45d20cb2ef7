"""What several tests of the ledger need: a tree kept in memory, and the definitions of RFC 9162 word for word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from fingerpost.ledger.merkle import Node, Tree, leaf_hash


class Kept:
    """A tree and its nodes in memory. Reads only what was stored: a proof that needs another node fails."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.tree = Tree()
        self.nodes: list[bytes] = []
        self.add(leaves)

    def add(self, leaves: Iterable[bytes]) -> None:
        self.tree, made = self.tree.grow(leaf_hash(leaf) for leaf in leaves)
        self.nodes += made

    def read(self, nodes: Sequence[Node]) -> list[bytes]:
        return [self.nodes[node.position] for node in nodes]


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = largest_power_below(len(leaves))
    return sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def path_by_definition(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*path_by_definition(m, leaves[:k]), by_definition(leaves[k:])]
    return [*path_by_definition(m - k, leaves[k:]), by_definition(leaves[:k])]


def subproof_by_definition(m: int, leaves: Sequence[bytes], known: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 9162, 2.1.4.1; with `known`, PROOF."""
    if m == len(leaves):
        return [] if known else [by_definition(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof_by_definition(m, leaves[:k], known), by_definition(leaves[k:])]
    return [*subproof_by_definition(m - k, leaves[k:], False), by_definition(leaves[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k
