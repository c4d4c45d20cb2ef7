"""Columns of Arrow as the planes of a plan's bases, without a copy of the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.types as of_type
from numpy.typing import NDArray

from fingerpost_bulk.bits import ALL, Bytes, Words, copy_bits, words
from fingerpost_bulk.machine import Source
from fingerpost_bulk.plan import Base

Array = Any
"""A `pyarrow.Array`: pyarrow declares no types."""

Range = tuple[int, int]


@dataclass(frozen=True)
class Validity:
    """Which rows of a column are not null. `bitmap` is None where none is."""

    bitmap: Bytes | None
    offset: int

    def fill(self, first: int, rows: int, valid: Words) -> None:
        """Write the bits of some rows."""
        if self.bitmap is None:
            valid[: words(rows)] = ALL
        else:
            copy_bits(self.bitmap, self.offset + first, rows, valid)


@dataclass(frozen=True)
class YesOrNo:
    """A boolean column. `values` is its bitmap."""

    values: Bytes
    validity: Validity

    def fill(self, first: int, rows: int, values: Words, valid: Words) -> None:
        """Write the values of some rows, and which of them are known."""
        copy_bits(self.values, self.validity.offset + first, rows, values)
        self.validity.fill(first, rows, valid)


@dataclass(frozen=True)
class Happened:
    """A boolean column of an event: whether it happened is always known, and what is not said has not."""

    values: Bytes
    validity: Validity

    def fill(self, first: int, rows: int, values: Words, valid: Words) -> None:
        """Write the values of some rows; all are known."""
        count = words(rows)
        copy_bits(self.values, self.validity.offset + first, rows, values)
        self.validity.fill(first, rows, valid)
        values[:count] &= valid[:count]
        valid[:count] = ALL


@dataclass(frozen=True)
class Ranges:
    """A column of whole numbers, asked whether they lie in one of some ranges, both ends included."""

    numbers: NDArray[np.integer[Any]]
    validity: Validity
    ranges: Sequence[Range]

    def fill(self, first: int, rows: int, values: Words, valid: Words) -> None:
        """Write which rows lie in a range, and which are known."""
        numbers = self.numbers[first : first + rows]
        found = np.zeros(rows, bool)
        for low, high in self.ranges:
            found |= (numbers >= low) & (numbers <= high) if low != high else numbers == low
        packed = np.packbits(found, bitorder="little")
        values.view(np.uint8)[: len(packed)] = packed
        self.validity.fill(first, rows, valid)


@dataclass(frozen=True)
class Same:
    """Every row alike: a column that is not there. Of a fact nothing is known, an event has not happened."""

    known: bool

    def fill(self, first: int, rows: int, values: Words, valid: Words) -> None:  # noqa: ARG002
        """Write no for all rows."""
        count = words(rows)
        values[:count] = 0
        valid[:count] = ALL if self.known else 0


def source(base: Base, column: Array | None, *, event: bool) -> Source:
    """What fills a base. The column's type must be one that `tables.problems` accepts, its values the fact's own."""
    if column is None or of_type.is_null(column.type):
        return Same(known=event)
    if of_type.is_dictionary(column.type):
        codes = [code for code, value in enumerate(column.dictionary.to_pylist()) if value in base.values]
        return _ranges(column.indices, codes)
    if of_type.is_boolean(column.type):
        validity, values = column.buffers()
        make = Happened if event else YesOrNo
        return make(_bytes(values), Validity(None if validity is None else _bytes(validity), column.offset))
    return _ranges(column, sorted(value for value in base.values if isinstance(value, int)))


def _ranges(column: Array, numbers: Sequence[int]) -> Ranges:
    validity, data = column.buffers()
    whole = np.frombuffer(data, column.type.to_pandas_dtype())[column.offset : column.offset + len(column)]
    return Ranges(whole, Validity(None if validity is None else _bytes(validity), column.offset), tuple(_runs(numbers)))


def _runs(numbers: Sequence[int]) -> Iterator[Range]:
    """Ascending numbers as ranges."""
    first: int | None = None
    last = 0
    for number in numbers:
        if first is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None:
        yield first, last


def _bytes(buffer: Any) -> Bytes:
    return np.frombuffer(buffer, np.uint8)


def booleans(values: Words | Bytes, valid: Words | Bytes, rows: int) -> Array:
    """A boolean column over two planes: what holds, and what is known."""
    return pa.Array.from_buffers(pa.bool_(), rows, [pa.py_buffer(valid), pa.py_buffer(values)])
