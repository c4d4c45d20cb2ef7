"""Bits of many rows at once: 64 rows a word, the first row in the lowest bit, as Arrow's own bitmaps have them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

ALL = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_SWAPS = tuple(
    (np.uint64(shift), np.uint64(mask))
    for shift, mask in ((7, 0x00AA00AA00AA00AA), (14, 0x0000CCCC0000CCCC), (28, 0x00000000F0F0F0F0))
)


def words(rows: int) -> int:
    """How many words hold so many rows."""
    return (rows + 63) >> 6


def copy_bits(source: Bytes, first: int, rows: int, target: Words) -> None:
    """Copy `rows` bits of a bitmap, beginning at bit `first`, to the beginning of `target`.

    `target` has a word more than the rows need, as room for the shift. What is beyond the rows is arbitrary.
    """
    start, shift = first >> 3, first & 7
    size = (shift + rows + 7) >> 3
    target.view(np.uint8)[:size] = source[start : start + size]
    if shift:
        count = words(rows)
        carried = target[1 : count + 1] << np.uint64(64 - shift)
        target[:count] >>= np.uint64(shift)
        target[:count] |= carried


def turned(x: Words, scratch: Words) -> None:
    """Turn each word, seen as 8 bytes of 8 bits, in place: bit j of byte k becomes bit k of byte j."""
    for shift, mask in _SWAPS:
        np.right_shift(x, shift, out=scratch)
        np.bitwise_xor(scratch, x, out=scratch)
        np.bitwise_and(scratch, mask, out=scratch)
        np.bitwise_xor(x, scratch, out=x)
        np.left_shift(scratch, shift, out=scratch)
        np.bitwise_xor(x, scratch, out=x)


def together(planes: Words) -> Bytes:
    """Eight planes as one byte a row: bit k is plane k's. `planes` is 8 by words; the result has 64 rows a word."""
    count = planes.shape[1]
    whole = np.empty((2, count * 8), np.uint64)
    np.copyto(whole[0].view(np.uint8).reshape(count * 8, 8), planes.view(np.uint8).T)
    turned(whole[0], whole[1])
    rows: Bytes = whole[0].view(np.uint8)
    return rows


def apart(rows: Bytes, plane: int, target: Words, scratch: Bytes) -> None:
    """Plane `plane` of what `together` made, into `target`, whose bits beyond the rows in its last byte are 0."""
    np.bitwise_and(rows, np.uint8(1 << plane), out=scratch)
    packed = np.packbits(scratch, bitorder="little")
    target.view(np.uint8)[: len(packed)] = packed


def reaches(continues: Bytes) -> list[Bytes]:
    """How far ahead a run goes on: for 1, 2, 4, … rows, 0xFF where that many rows before are of the same run.

    `continues` is 0xFF where a row belongs to the same run as the row before it, else 0. Ends where no run goes on.
    """
    found = []
    same, step = continues, 1
    while step < len(continues) and same.any():
        found.append(same)
        further = np.zeros_like(same)
        np.bitwise_and(same[step:], same[:-step], out=further[step:])
        same, step = further, step * 2
    return found


def any_of(rows: Bytes, reach: list[Bytes]) -> Bytes:
    """For the first row of each run, the bits that any row of the run has; other rows' results mean nothing.

    `reach` is what `reaches` found. Each step looks twice as far ahead as the last. `rows` is used up.
    """
    for power, same in enumerate(reach):
        step = 1 << power
        rows[:-step] |= rows[step:] & same[step:]
    return rows


def ones(plane: Words, rows: int) -> int:
    """How many of the first `rows` bits are set."""
    full, rest = divmod(rows, 64)
    total = int(np.bitwise_count(plane[:full]).sum(dtype=np.int64))
    if rest:
        total += (int(plane[full]) & ((1 << rest) - 1)).bit_count()
    return total
