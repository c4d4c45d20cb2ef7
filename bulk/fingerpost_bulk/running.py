"""A run over all blocks: each is decided, counted and written before the next is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from fingerpost.procedure.language.tree import Scope
from fingerpost_bulk.aligned import Block
from fingerpost_bulk.counts import Counts
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.planes import Planes
from fingerpost_bulk.tables import ID
from fingerpost_bulk.writing import Writer

Watch = Callable[[int], None]
"""Told after each chunk how many rows of all tables are done with."""


def run(
    planes: Planes,
    blocks: Iterable[Block],
    kept: Mapping[Scope, Sequence[str]],
    writer: Writer | None = None,
    watch: Watch = lambda _: None,
) -> Counts:
    """Decide every block. `kept` are columns that are written beside a row's answers. Raises TableError."""
    counts = Counts()
    done = 0
    for given_block in blocks:
        block = planes.ready(given_block)
        tables = block.tables()
        starts = dict.fromkeys(SCOPES, 0)
        for answers in planes.answers(block):
            written: dict[Scope, Any] = {}
            for scope in SCOPES:
                rows = answers[scope].rows
                counts.add(scope, rows, answers[scope].columns)
                if writer:
                    beside = tables[scope].slice(starts[scope], rows).select([ID, *kept[scope]])
                    columns = answers[scope].columns
                    written[scope] = pa.RecordBatch.from_arrays(
                        [*beside.columns, *columns.columns], [*beside.schema.names, *columns.schema.names]
                    )
                starts[scope] += rows
                done += rows
            if writer:
                writer.write(written)
            watch(done)
    if writer:
        writer.close()
    return counts
