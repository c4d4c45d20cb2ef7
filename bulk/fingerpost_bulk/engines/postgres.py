"""PostgreSQL decides, by SQL; the answers come by COPY. Planes fed by COPY are faster: `sources.postgres`."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing

import pyarrow as pa

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.counts import Counts
from fingerpost_bulk.engines.asking import question
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.sources.postgres import PostgresTables
from fingerpost_bulk.sql import POSTGRES
from fingerpost_bulk.tables import ID, TABLES
from fingerpost_bulk.writing import Writer


def decide(
    address: str, pack: Pack, only: Collection[str] | None, keep: Collection[str], writer: Writer | None
) -> Counts:
    """Decide the tables of a database. Answers come in no particular order. Raises TableError."""
    with closing(PostgresTables(address)) as tables:
        return _decided(tables, pack, only, keep, writer)


def _decided(
    tables: PostgresTables, pack: Pack, only: Collection[str] | None, keep: Collection[str], writer: Writer | None
) -> Counts:
    sources = {table: POSTGRES.named(table) for table in tables.schemas}
    asked = question(tables, sources, pack, only, keep, POSTGRES, tables.first_row)
    counts = Counts()
    for scope in SCOPES:
        table = TABLES[scope]
        if table not in tables.schemas:
            continue
        fields = [tables.schemas[table].field(name) for name in (ID, *asked.choice.kept[scope])]
        schema = pa.schema([*fields, *((id, pa.bool_()) for id in asked.names[scope])])
        for batch in tables.copied(asked.selects[scope], schema):
            counts.add(scope, batch.num_rows, batch.select(asked.names[scope]))
            if writer:
                writer.write({scope: batch})
    if writer:
        writer.close()
    return counts
