"""The tree against published vectors, against the definitions, and against another implementation."""

from __future__ import annotations

from itertools import count

import pymerkle  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.ledger.merkle import (
    EMPTY_ROOT,
    Node,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_count,
    tree_at,
    verify_consistency,
    verify_inclusion,
)
from ledger.support import Kept, by_definition, path_by_definition, subproof_by_definition
from ledger.vectors import CONSISTENCY, INCLUSION, LEAVES, ROOTS

MANY = 300
ENTRIES = [f"entry {number}".encode() for number in range(MANY)]
HASHES = [leaf_hash(entry) for entry in ENTRIES]
KEPT = Kept(ENTRIES)
ROOT_AT = [tree_at(KEPT, size).root() for size in range(MANY + 1)]

sizes = st.integers(1, MANY)


def flipped(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value) ^ (1 << bit)).to_bytes(len(value))


def hexes(values: list[bytes]) -> list[str]:
    return [value.hex() for value in values]


# against the published vectors


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert Kept(LEAVES[:size]).tree.root() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_inclusion_proofs_are_those_of_certificate_transparency(index: int, size: int) -> None:
    proof = inclusion_proof(Kept(LEAVES), index, size)
    assert hexes(proof) == INCLUSION[index, size]
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, ROOTS[size])


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_the_consistency_proofs_are_those_of_certificate_transparency(old: int, new: int) -> None:
    proof = consistency_proof(Kept(LEAVES), old, new)
    assert hexes(proof) == CONSISTENCY[old, new]
    assert verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)


# against the definitions, and against pymerkle, at every size


@pytest.mark.parametrize("size", range(MANY + 1))
def test_the_root_is_the_defined_one_however_the_leaves_came(size: int) -> None:
    defined = by_definition(ENTRIES[:size])
    assert ROOT_AT[size] == defined
    half = Tree().grow(HASHES[: size // 2])[0]
    assert half.grow(HASHES[size // 2 : size])[0].root() == defined


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 31, 32, 33, 100, 255, 256, 257])
def test_the_proofs_are_the_defined_ones(size: int) -> None:
    for index in range(size):
        assert inclusion_proof(KEPT, index, size) == path_by_definition(index, ENTRIES[:size])
    for old in range(1, size + 1):
        assert consistency_proof(KEPT, old, size) == subproof_by_definition(old, ENTRIES[:size])


def test_another_implementation_gives_the_same_roots_and_accepts_the_same_states() -> None:
    other = pymerkle.InmemoryTree(algorithm="sha256")
    for size, entry in enumerate(ENTRIES, start=1):
        other.append_entry(entry)
        assert other.get_root() == ROOT_AT[size]
    for size in range(1, MANY + 1, 7):
        for index in range(0, size, 5):
            theirs = other.prove_inclusion(index + 1, size)
            assert theirs.path == [HASHES[index], *inclusion_proof(KEPT, index, size)]
            pymerkle.verify_inclusion(HASHES[index], ROOT_AT[size], theirs)
        for old in range(1, size + 1, 11):
            pymerkle.verify_consistency(ROOT_AT[old], ROOT_AT[size], other.prove_consistency(old, size))


# what the proofs promise


def test_every_entry_of_every_small_tree_is_proved_and_no_other_place_or_size_is() -> None:
    for size in range(1, 40):
        for index in range(size):
            proof = inclusion_proof(KEPT, index, size)
            holds = [
                (other_index, other_size)
                for other_size in range(42)
                for other_index in range(-1, 42)
                if verify_inclusion(HASHES[index], other_index, other_size, proof, ROOT_AT[size])
            ]
            assert (index, size) in holds
            # The same path can stand for another index of another size (the shape of a tree is not in its hashes);
            # a checkpoint signs the size, so what matters is that no second place exists within the signed size.
            assert [place for place in holds if place[1] == size] == [(index, size)]


@given(st.data())
def test_a_changed_leaf_proof_or_root_proves_nothing(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(KEPT, index, size)
    leaf, root = HASHES[index], ROOT_AT[size]
    assert verify_inclusion(leaf, index, size, proof, root)
    bit = data.draw(st.integers(0, 255))
    assert not verify_inclusion(flipped(leaf, bit), index, size, proof, root)
    assert not verify_inclusion(leaf, index, size, proof, flipped(root, bit))
    assert not verify_inclusion(leaf, index, size, [*proof, root], root)
    assert not verify_inclusion(leaf, index, size, [*proof, b""], root)
    for place in range(len(proof)):
        changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not verify_inclusion(leaf, index, size, changed, root)
        assert not verify_inclusion(leaf, index, size, proof[:place] + proof[place + 1 :], root)
        cut = [*proof[:place], proof[place][:-1], *proof[place + 1 :]]
        assert not verify_inclusion(leaf, index, size, cut, root)


@given(st.data())
def test_a_later_tree_is_shown_to_continue_an_earlier_one_and_nothing_else_is(data: st.DataObject) -> None:
    new = data.draw(sizes)
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(KEPT, old, new)
    assert verify_consistency(old, ROOT_AT[old], new, ROOT_AT[new], proof)
    bit = data.draw(st.integers(0, 255))
    assert not verify_consistency(old, flipped(ROOT_AT[old], bit), new, ROOT_AT[new], proof)
    assert not verify_consistency(old, ROOT_AT[old], new, flipped(ROOT_AT[new], bit), proof)
    assert not verify_consistency(old, ROOT_AT[old], new, ROOT_AT[new], [*proof, ROOT_AT[new]])
    for place in range(len(proof)):
        changed = [*proof[:place], flipped(proof[place], bit), *proof[place + 1 :]]
        assert not verify_consistency(old, ROOT_AT[old], new, ROOT_AT[new], changed)
        shorter = proof[:place] + proof[place + 1 :]
        assert not verify_consistency(old, ROOT_AT[old], new, ROOT_AT[new], shorter)
    assert [
        size for size in range(1, MANY + 1) if verify_consistency(size, ROOT_AT[old], new, ROOT_AT[new], proof)
    ] == [old]


@given(st.data())
def test_no_honest_looking_proof_hides_a_rewritten_entry(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, MANY))
    old = data.draw(st.integers(1, new))
    altered = data.draw(st.integers(0, old - 1))
    rewritten = Kept([*ENTRIES[:altered], b"another", *ENTRIES[altered + 1 : new]])
    proof = consistency_proof(rewritten, old, new)
    assert not verify_consistency(old, ROOT_AT[old], new, rewritten.tree.root(), proof)


def test_the_empty_tree_is_the_beginning_of_every_tree_without_proof() -> None:
    assert consistency_proof(KEPT, 0, 9) == []
    assert verify_consistency(0, EMPTY_ROOT, 9, ROOT_AT[9], [])
    assert verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert not verify_consistency(0, ROOT_AT[1], 9, ROOT_AT[9], [])
    assert not verify_consistency(0, EMPTY_ROOT, 0, ROOT_AT[1], [])
    assert not verify_consistency(0, EMPTY_ROOT, 9, ROOT_AT[9], [ROOT_AT[9]])
    assert not verify_consistency(9, ROOT_AT[9], 8, ROOT_AT[8], [])
    assert not verify_consistency(8, ROOT_AT[8], 9, ROOT_AT[9], [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3), (4, 3)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=f"no leaf {index} in a tree of {size}"):
        inclusion_proof(KEPT, index, size)


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_a_larger_tree_is_not_the_beginning_of_a_smaller(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="beginning"):
        consistency_proof(KEPT, old, new)


# what is kept, and what it costs


def test_positions_number_the_nodes_in_the_order_they_are_made() -> None:
    expected = count()
    for size in range(1, 200):
        level = 0
        while size % (1 << level) == 0:
            assert Node(level, (size >> level) - 1).position == next(expected)
            level += 1
        assert node_count(size) == Node(level - 1, (size >> (level - 1)) - 1).position + 1


@given(st.integers(0, 2**40), st.integers(1, 40))
def test_growing_hashes_little_however_large_the_log_is(size: int, added: int) -> None:
    tree = Tree(size, tuple(bytes([level]) * 32 for level in range(size.bit_count())))
    grown, made = tree.grow([b"\x07" * 32] * added)
    assert len(made) == node_count(size + added) - node_count(size) <= 2 * added + size.bit_length()
    assert len(grown.edge) == grown.size.bit_count()


def test_a_proof_reads_the_store_once_and_only_logarithmically() -> None:
    asked = list[int]()

    class Counting(Kept):
        def read(self, nodes: object) -> list[bytes]:
            assert isinstance(nodes, list)
            asked.append(len(nodes))
            return super().read(nodes)

    store = Counting(ENTRIES)
    inclusion_proof(store, 137, MANY)
    consistency_proof(store, 137, MANY)
    assert len(asked) == 2
    assert max(asked) <= 2 * MANY.bit_length()
