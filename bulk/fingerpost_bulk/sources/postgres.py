"""Tables of a PostgreSQL database, by COPY: one consistent view of them, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv as arrow_csv
from psycopg import sql

from fingerpost.procedure.errors import Problem
from fingerpost_bulk.sql import POSTGRES
from fingerpost_bulk.tables import EVENTS, ID, TABLES, TableError

_TYPES = {
    "bool": pa.bool_(),
    "int2": pa.int16(),
    "int4": pa.int32(),
    "int8": pa.int64(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", "UTC"),
}
_PIECE = 1 << 20
"""Bytes of text at a time."""
_COLUMNS = """
    SELECT a.attname, t.typname, t.typtype FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""


class PostgresTables:
    """`concerns` and the other tables as an address's search path finds them. All are read as of one moment."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._first = self._connect()
        self._snapshot = self._first.execute("SELECT pg_export_snapshot()").fetchone()
        self.schemas: dict[str, Any] = {}
        for table in (*TABLES.values(), EVENTS):
            if columns := self._first.execute(_COLUMNS, (table,)).fetchall():
                self.schemas[table] = pa.schema([(name, _TYPES.get(type, pa.string())) for name, type, _ in columns])
        if TABLES["concern"] not in self.schemas:
            raise TableError([Problem("the database", "it has no table “concerns”")])

    def where(self, table: str) -> str:
        """The table in the database."""
        return f"the database, {table}"

    def rows(self, table: str) -> int:
        """How many rows the table has."""
        found = self._first.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
        return int(found[0]) if found else 0

    def first_row(self, query: str) -> tuple[Any, ...] | None:
        """The first row that a query gives."""
        return self._first.execute(query.encode()).fetchone()

    def batches(self, table: str, columns: Sequence[str], size: int) -> Iterator[Any]:  # noqa: ARG002
        """The rows in ascending order of concern. Text is in the order of its characters' codes."""
        schema = self.schemas[table]
        names = ", ".join(map(POSTGRES.named, columns))
        by_code = ' COLLATE "C"' if schema.field(ID).type == pa.string() else ""
        query = f"SELECT {names} FROM {POSTGRES.named(table)} ORDER BY {POSTGRES.named(ID)}{by_code}"  # noqa: S608
        return self.copied(query, pa.schema([schema.field(name) for name in columns]))

    def copied(self, query: str, schema: Any) -> Iterator[Any]:
        """What a query gives, as record batches."""
        convert = arrow_csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        )
        read = arrow_csv.ReadOptions(column_names=schema.names, use_threads=False, block_size=_PIECE)
        with self._connect() as connection:
            if self._snapshot:
                connection.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(self._snapshot[0]))
            with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT csv)".encode()) as copy:
                text = _Text(copy)
                if not text.is_empty():
                    yield from arrow_csv.open_csv(pa.PythonFile(text, "r"), read_options=read, convert_options=convert)

    def close(self) -> None:
        """Close the connection."""
        self._first.close()

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        try:
            connection = psycopg.connect(self._address)
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
        except psycopg.Error as error:
            what = f"it cannot be reached ({str(error).strip().splitlines()[0]})"
            raise TableError([Problem("the database", what)]) from None
        return connection


class _Text:
    """What COPY sends, as a file that Arrow reads from."""

    closed = False

    def __init__(self, copy: psycopg.Copy) -> None:
        self._rows = iter(copy)
        self._rest = b""

    def is_empty(self) -> bool:
        """Whether nothing comes at all."""
        self._rest += bytes(next(self._rows, b""))
        return not self._rest

    def read(self, size: int = -1) -> bytes:
        """So many bytes, fewer at the end."""
        parts, held = [self._rest], len(self._rest)
        while size < 0 or held < size:
            row = next(self._rows, None)
            if row is None:
                break
            parts.append(bytes(row))
            held += len(row)
        text = b"".join(parts)
        if size < 0:
            size = len(text)
        self._rest = text[size:]
        return text[:size]

    def close(self) -> None:
        """Nothing is held open."""
        self.closed = True
