"""Planes over columns in memory, from three starting points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bulk_data import Contender, Counts, National

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.aligned import Block, owners_of
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.planes import Planes
from fingerpost_bulk.tables import ID


def block_of(national: National) -> Block:
    """The tables with their people's rows joined to concerns."""
    concerns = national.tables["concern"]
    owners = {kind: owners_of(concerns.column(ID), national.tables[kind].column(ID), kind) for kind in KINDS}
    return Block(concerns, {kind: national.tables[kind] for kind in KINDS}, owners)


def contenders(pack: Pack, national: National) -> list[Contender]:
    """From columns to columns; and the planes alone, when all that surrounds them is done."""
    planes = Planes(pack)
    ready = planes.ready(block_of(national))

    def whole() -> list[Any]:
        return list(planes.answers(planes.ready(block_of(national))))

    def alone() -> list[Any]:
        return list(planes.planes(ready))

    return [
        Contender("planes: columns in, columns out", whole, counted),
        Contender("planes: without joining, checking and making columns", alone),
    ]


def counted(found: list[Mapping[Any, Any]]) -> Counts:
    """The counts of all chunks."""
    counts: Counts = {}
    for chunk in found:
        for scope in SCOPES:
            columns = chunk[scope].columns
            for name, column in zip(columns.schema.names, columns.columns, strict=True):
                yes, open_ = counts.get(name, (0, 0))
                counts[name] = (yes + column.true_count, open_ + column.null_count)
    return counts
