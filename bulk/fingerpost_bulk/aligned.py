"""Streams of three tables into blocks: some concerns with everybody and everything of theirs.

The tables come in ascending order of their concern, so that a block needs only what is next in each stream. Memory
stays flat however long the tables are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as of_type
from numpy.typing import NDArray

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import PersonKind
from fingerpost_bulk.lifted import Owner
from fingerpost_bulk.machine import Owners
from fingerpost_bulk.tables import ID, TableError

Batch = Any
"""A `pyarrow.RecordBatch`."""

SORT = "Put the rows in ascending order of it, or have that done: --sort."


@dataclass
class Block:
    """Some concerns, in order, with their people and events. `owners` gives each person's row of concerns."""

    concerns: Batch
    people: dict[PersonKind, Batch]
    owners: dict[PersonKind, Owners]
    events: Batch | None = None

    def tables(self) -> dict[Owner, Batch]:
        """The tables of concerns, children and adults, by whose facts they hold."""
        return {"concern": self.concerns, "child": self.people["child"], "adult": self.people["adult"]}


class Stream:
    """One table's batches, in ascending order of concern. `where` is what messages call it."""

    def __init__(self, where: str, batches: Iterator[Batch], *, unique: bool = False) -> None:
        self.where = where
        self._batches = batches
        self._unique = unique
        self._held: Batch | None = None
        self._last: Any = None
        self.rows = 0

    def next(self) -> Batch | None:
        """The next batch that has rows; None at the end. Raises TableError for rows that are out of order."""
        held, self._held = self._held, None
        while held is None:
            batch = next(self._batches, None)
            if batch is None:
                return None
            if batch.num_rows:
                held = _plainly_named(batch)
                self._check(held.column(ID))
                self.rows += batch.num_rows
        return held

    def until(self, last: Any, empty: Batch) -> Batch:
        """The rows whose concern is `last` at most. `empty` has the columns, and is what comes when there are none."""
        parts = []
        while (batch := self.next()) is not None:
            count = _count_until(batch.column(ID), last)
            if count:
                parts.append(batch.slice(0, count))
            if count < batch.num_rows:
                self._held = batch.slice(count)
                break
        if not parts:
            return empty
        return parts[0] if len(parts) == 1 else pa.concat_batches(parts)

    def _check(self, ids: Any) -> None:
        first = self.rows + 1
        if ids.null_count:
            row = first + pc.index(pc.is_null(ids), True).as_py()
            raise TableError([Problem(f"{self.where}, row {row}", f"the column “{ID}” is empty", "Name the concern.")])
        before, after = ids.slice(0, len(ids) - 1), ids.slice(1)
        wrong = pc.less_equal(after, before) if self._unique else pc.less(after, before)
        place = pc.index(wrong, True).as_py()
        if place >= 0:
            raise self._out_of_order(first + place + 1, after[place].as_py(), before[place].as_py())
        start = ids[0].as_py()
        if self._last is not None and (start < self._last or (self._unique and start == self._last)):
            raise self._out_of_order(first, start, self._last)
        self._last = ids[-1].as_py()

    def _out_of_order(self, row: int, now: object, before: object) -> TableError:
        if now == before:
            return TableError([Problem(f"{self.where}, row {row}", f"concern {now} is there twice", "One row each.")])
        what = f"concern {now} comes after {before}"
        return TableError([Problem(f"{self.where}, row {row}", what, SORT)])


def blocks(
    concerns: Stream, people: Mapping[PersonKind, tuple[Stream, Batch]], events: tuple[Stream, Batch] | None
) -> Iterator[Block]:
    """Blocks of concerns, as large as the batches of concerns are. Beside each stream is an empty batch of its kind.

    Raises TableError for somebody whose concern is not there.
    """
    while (batch := concerns.next()) is not None:
        ids = batch.column(ID)
        last = ids[-1].as_py()
        of_people = {kind: stream.until(last, empty) for kind, (stream, empty) in people.items()}
        owners = {kind: owners_of(ids, rows.column(ID), people[kind][0].where) for kind, rows in of_people.items()}
        happened = events[0].until(last, events[1]) if events else None
        yield Block(batch, of_people, owners, happened)
    for stream in [stream for stream, _ in people.values()] + ([events[0]] if events else []):
        if (rest := stream.next()) is not None:
            raise _nowhere(stream.where, rest.column(ID)[0].as_py())


def owners_of(concerns: Any, people: Any, where: str) -> Owners:
    """For each person the row of their concern. Both are ascending. Raises TableError for one that is not there."""
    if not len(people):
        return np.zeros(0, np.intp)
    if of_type.is_integer(concerns.type) and of_type.is_integer(people.type):
        known, named = _numbers(concerns), _numbers(people)
        base = int(known[0])
        if int(known[-1]) - base + 1 == len(known):
            found: Owners = (named - base).astype(np.intp, copy=False)
            missing = found[0] < 0 or found[-1] >= len(known)
        else:
            found = np.minimum(np.searchsorted(known, named), len(known) - 1)
            missing = bool((known[found] != named).any())
        if not missing:
            return found
    elif of_type.is_integer(concerns.type) != of_type.is_integer(people.type):
        what = f"the column “{ID}” is {people.type}, and in concerns it is {concerns.type}"
        raise TableError([Problem(where, what, "Name concerns in one way.")])
    named_in = pc.index_in(people, value_set=concerns)
    if named_in.null_count:
        raise _nowhere(where, people[pc.index(pc.is_null(named_in), True).as_py()].as_py())
    places: Owners = named_in.to_numpy().astype(np.intp)
    return places


def _plainly_named(batch: Batch) -> Batch:
    """The batch with names of concerns that can be compared: numbers, or one of Arrow's several forms of text."""
    ids = batch.column(ID)
    if of_type.is_integer(ids.type) or ids.type == pa.string():
        return batch
    return batch.set_column(batch.schema.get_field_index(ID), ID, ids.cast(pa.string()))


def _numbers(ids: Any) -> NDArray[np.int64]:
    numbers: NDArray[np.int64] = ids.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)
    return numbers


def _count_until(ids: Any, last: Any) -> int:
    """How many of the ascending ids are `last` at most."""
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        if ids[middle].as_py() <= last:
            low = middle + 1
        else:
            high = middle
    return low


def _nowhere(where: str, concern: object) -> TableError:
    return TableError([Problem(where, f"concern {concern} is not among the concerns", "Each has a row there.")])
