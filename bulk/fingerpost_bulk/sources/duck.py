"""Tables by way of DuckDB: its own databases, and files that have to be put in order first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from fingerpost.procedure.errors import Problem
from fingerpost_bulk.sources.files import FileTables
from fingerpost_bulk.sql import DUCKDB
from fingerpost_bulk.tables import EVENTS, ID, TABLES, Format, TableError


class DuckTables:
    """Tables that a DuckDB connection can read: `sources` are what comes after FROM for each."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, name: str, sources: Mapping[str, str]) -> None:
        self.connection = connection
        self._name = name
        self.sources = sources
        self.schemas = {
            table: connection.sql(f"SELECT * FROM {source} LIMIT 0").to_arrow_table().schema  # noqa: S608
            for table, source in sources.items()
        }

    def where(self, table: str) -> str:
        """The table in the database."""
        return f"{self._name}, {table}"

    def rows(self, table: str) -> int:
        """How many rows the table has."""
        found = self.connection.execute(f"SELECT count(*) FROM {self.sources[table]}").fetchone()  # noqa: S608
        return int(found[0]) if found else 0

    def first_row(self, query: str) -> tuple[Any, ...] | None:
        """The first row that a query gives."""
        row: tuple[Any, ...] | None = self.connection.execute(query).fetchone()
        return row

    def batches(self, table: str, columns: Sequence[str], size: int) -> Iterator[Any]:
        """The rows in ascending order of concern."""
        names = ", ".join(DUCKDB.named(name) for name in columns)
        order = f"ORDER BY {DUCKDB.named(ID)}"
        query = f"SELECT {names} FROM {self.sources[table]} {order}"  # noqa: S608
        yield from self.connection.cursor().sql(query).to_arrow_reader(size)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def database(path: Path) -> DuckTables:
    """The tables of a DuckDB database."""
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise TableError([Problem(str(path), f"it cannot be opened ({_first_line(error)})")]) from None
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    there |= {name for (name,) in connection.execute("SELECT view_name FROM duckdb_views()").fetchall()}
    found = {table: DUCKDB.named(table) for table in (*TABLES.values(), EVENTS) if table in there}
    if TABLES["concern"] not in found:
        raise TableError([Problem(str(path), "it has no table “concerns”")])
    return DuckTables(limited(connection), path.name, found)


def sorted_files(folder: Path, form: Format) -> DuckTables:
    """Files in any order, put in order on the way. What does not fit in memory goes to disk meanwhile."""
    files = FileTables(folder, form)
    connection = limited(duckdb.connect())
    return DuckTables(connection, folder.name, {table: scanned(files, table) for table in files.files})


def scanned(files: FileTables, table: str) -> str:
    """A file as DuckDB reads it, with the columns' types as the format has them."""
    file = str(files.files[table]).replace("'", "''")
    if files.files[table].suffix == ".parquet":
        return f"read_parquet('{file}')"
    types = ", ".join(f"'{name}': '{_type(type)}'" for name, type in zip(*_columns(files.schemas[table]), strict=True))
    return f"read_csv('{file}', header = true, nullstr = ['', 'NULL', 'null'], columns = {{{types}}})"


def _columns(schema: Any) -> tuple[list[str], list[Any]]:
    return [name.replace("'", "''") for name in schema.names], schema.types


def _type(type: Any) -> str:
    names = {pa.bool_(): "BOOLEAN", pa.int8(): "TINYINT", pa.int64(): "BIGINT", pa.date32(): "DATE"}
    return names.get(type, "TIMESTAMPTZ" if pa.types.is_timestamp(type) else "VARCHAR")


def limited(connection: duckdb.DuckDBPyConnection, memory: str = "512MB") -> duckdb.DuckDBPyConnection:
    """The connection, kept to so much memory; it makes no promise about the order of rows."""
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET enable_progress_bar = false")
    return connection


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
