"""A Merkle tree that only grows: RFC 9162 (Certificate Transparency 2.0), section 2.1, over SHA-256.

Everything here is a pure function. A log of n entries is held as its *edge*, the roots of the complete subtrees that
its n leaves split into, largest first (one for each bit of n), which is all that growing it needs; and as the hashes of
all complete subtrees, which never change once made and from which every proof is read. Indices count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of an entry's bytes. A leaf and an inner node can never hash alike: their first bytes differ."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the inner node over two subtrees' hashes."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Node:
    """The complete subtree over the 2**level leaves that begin at leaf index * 2**level."""

    level: int
    index: int

    @property
    def position(self) -> int:
        """Its place in the order in which a growing log's nodes are made, counted from 0."""
        return node_count(((self.index + 1) << self.level) - 1) + self.level


def node_count(size: int) -> int:
    """Return how many complete subtrees, leaves among them, a log of this size has."""
    return 2 * size - size.bit_count()


class NodeStore(Protocol):
    """Where the hashes of complete subtrees are kept."""

    def read(self, nodes: Sequence[Node]) -> Sequence[bytes]:
        """Return the nodes' hashes, in the order asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Tree:
    """A log's size and its edge: the tree as far as growing it needs to know."""

    size: int = 0
    edge: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """Return the tree head's root hash."""
        return _fold(self.edge)

    def grow(self, leaf_hashes: Iterable[bytes]) -> tuple[Tree, list[bytes]]:
        """Return the tree with these leaves added, and the hashes of the nodes they complete.

        The nodes are in the order of `Node.position`, the first at `node_count(self.size)`. Adding k leaves costs fewer
        than 2k + log2(size) hashes.
        """
        size, edge, made = self.size, list(self.edge), list[bytes]()
        for made_last in leaf_hashes:
            made.append(made_last)
            left_of_it = size
            while left_of_it & 1:
                made_last = sha256(b"\x01" + edge.pop() + made_last).digest()  # noqa: PLW2901
                made.append(made_last)
                left_of_it >>= 1
            edge.append(made_last)
            size += 1
        return Tree(size, tuple(edge)), made


def edge_nodes(size: int) -> list[Node]:
    """Return the complete subtrees that a log of this size splits into, largest first."""
    return _range_nodes(0, size)


def tree_at(store: NodeStore, size: int) -> Tree:
    """Return the tree as it was at an earlier size."""
    return Tree(size, tuple(store.read(edge_nodes(size))))


def inclusion_proof(store: NodeStore, index: int, size: int) -> list[bytes]:
    """Return the proof that the leaf at `index` is in the tree of the first `size` leaves: PATH(m, D_n), leaf upwards.

    Raises `ValueError` unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    siblings, start, end = list[tuple[int, int]](), 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return _range_roots(store, siblings[::-1])


def consistency_proof(store: NodeStore, old_size: int, new_size: int) -> list[bytes]:
    """Return the proof that the tree of `old_size` is the beginning of the tree of `new_size`: PROOF(m, D_n).

    The proof is empty when the sizes are equal or the old tree is empty. Raises `ValueError` unless
    0 <= old_size <= new_size.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {old_size} cannot be the beginning of a tree of {new_size}")
    if old_size in (0, new_size):
        return []
    siblings, start, end = list[tuple[int, int]](), 0, new_size
    while end != old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    # Where the walk never went right, what is left is the whole old tree: the verifier knows its root already.
    if start > 0:
        siblings.append((start, end))
    return _range_roots(store, siblings[::-1])


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether `proof` shows that the hash `leaf` is at `index` in the tree of `size` with this root (2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes([leaf, root, *proof]):
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether `proof` shows that the tree with the old size and root is the beginning of the new one (2.1.4.2)."""
    if not 0 <= old_size <= new_size or not _are_hashes([old_root, new_root, *proof]):
        return False
    if old_size in (0, new_size):
        known = EMPTY_ROOT if old_size == 0 else new_root
        return not proof and old_root == known and (new_size > 0 or new_root == EMPTY_ROOT)
    if not proof:
        return False
    path = [old_root, *proof] if old_size.bit_count() == 1 else list(proof)
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    found_old = found_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            found_old, found_new = node_hash(sibling, found_old), node_hash(sibling, found_new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found_new = node_hash(found_new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)


def _split(width: int) -> int:
    """The largest power of two below `width`, which is 2 or more."""
    return 1 << ((width - 1).bit_length() - 1)


def _fold(edge: Sequence[bytes]) -> bytes:
    if not edge:
        return EMPTY_ROOT
    found = edge[-1]
    for left in reversed(edge[:-1]):
        found = node_hash(left, found)
    return found


def _range_nodes(start: int, end: int) -> list[Node]:
    """The complete subtrees of the leaves start … end - 1, where `start` is where a subtree that wide may begin."""
    nodes = list[Node]()
    for level in reversed(range((end - start).bit_length())):
        if (end - start) >> level & 1:
            nodes.append(Node(level, start >> level))
            start += 1 << level
    return nodes


def _range_roots(store: NodeStore, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    """The root of each range of leaves, with one reading of the store for all."""
    needed = [_range_nodes(start, end) for start, end in ranges]
    hashes = iter(store.read([node for nodes in needed for node in nodes]))
    return [_fold([next(hashes) for _ in nodes]) for nodes in needed]
