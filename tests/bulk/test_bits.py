"""Bits of many rows: every offset and every length that could go wrong at a word's edge."""

from __future__ import annotations

import numpy as np
import pytest

from fingerpost_bulk.bits import Bytes, any_of, apart, copy_bits, reaches, together, words

RANDOM = np.random.default_rng(7)


def unpacked(plane: np.ndarray, rows: int) -> list[int]:
    return np.unpackbits(plane.view(np.uint8), bitorder="little")[:rows].tolist()


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 63, 64, 65, 127, 128, 300])
@pytest.mark.parametrize("first", [0, 1, 7, 8, 9, 63, 64, 77])
def test_bits_are_copied_from_any_place(first: int, rows: int) -> None:
    bits = RANDOM.integers(0, 2, first + rows, dtype=np.uint8)
    target = np.full(words(rows) + 1, 0xFFFF_FFFF_FFFF_FFFF, np.uint64)
    copy_bits(np.packbits(bits, bitorder="little"), first, rows, target)
    assert unpacked(target, rows) == bits[first:].tolist()


@pytest.mark.parametrize("rows", [64, 128, 640])
def test_planes_become_bytes_and_planes_again(rows: int) -> None:
    planes = RANDOM.integers(0, 2**63, (8, rows // 64), dtype=np.uint64)
    each = together(planes)
    expected = np.array([unpacked(plane, rows) for plane in planes])
    assert each.tolist() == (expected * (1 << np.arange(8))[:, None]).sum(axis=0).tolist()
    target, scratch = np.zeros(rows // 64, np.uint64), np.empty(rows, np.uint8)
    for number, plane in enumerate(planes):
        apart(each, number, target, scratch)
        assert target.tolist() == plane.tolist()


@pytest.mark.parametrize("sizes", [[1], [3], [1, 1, 1], [2, 5, 1, 9], [17, 1, 4], [4] * 50])
def test_what_any_row_of_a_run_has(sizes: list[int]) -> None:
    rows: Bytes = (1 << RANDOM.integers(0, 8, sum(sizes))).astype(np.uint8)
    heads = np.cumsum([0, *sizes[:-1]])
    continues = np.full(len(rows), 0xFF, np.uint8)
    continues[heads] = 0
    expected = [int(np.bitwise_or.reduce(run)) for run in np.split(rows, heads[1:])]
    assert any_of(rows, reaches(continues))[heads].tolist() == expected
