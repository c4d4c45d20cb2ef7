"""DuckDB: the SQL that `fingerpost bulk --engine duckdb` gives it, over tables of its own in memory, on one thread."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from bulk_data import Contender, Counts, National

from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.engines.asking import question
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.sources.duck import DuckTables
from fingerpost_bulk.sql import DUCKDB
from fingerpost_bulk.tables import ID, TABLES


def contender(pack: Pack, national: National) -> Contender:
    """Columns in its own store, columns of Arrow out."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute("SET preserve_insertion_order = false")
    for scope in SCOPES:
        connection.register("given", pa.Table.from_batches([national.tables[scope]]))
        connection.execute(f"CREATE TABLE {TABLES[scope]} AS SELECT * FROM given")  # noqa: S608
    tables = DuckTables(connection, "memory", {table: table for table in TABLES.values()})
    asked = question(tables, tables.sources, pack, None, (), DUCKDB, tables.first_row)
    return Contender(
        "DuckDB, SQL", lambda: [connection.sql(asked.selects[scope]).to_arrow_table() for scope in SCOPES], counted
    )


def counted(found: list[pa.Table]) -> Counts:
    """The counts of all tables."""
    return {
        name: (sum(chunk.true_count for chunk in table[name].chunks), table[name].null_count)
        for table in found
        for name in table.column_names
        if name not in (ID, "child", "adult")
    }
