"""Tables of a SQLite database, which has no yes and no: 1 and 0 are taken for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from fingerpost.procedure.errors import Problem
from fingerpost_bulk.tables import EVENTS, ID, TABLES, Format, TableError


class SqliteTables:
    """`concerns` and the other tables of one database file, opened for reading alone."""

    def __init__(self, path: Path, form: Format) -> None:
        self._path = path
        self.schemas: dict[str, Any] = {}
        try:
            with closing(self._open()) as connection:
                there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
                for table in (*TABLES.values(), EVENTS):
                    if table in there:
                        self.schemas[table] = _schema(connection, table, form)
        except sqlite3.Error as error:
            raise TableError([Problem(str(path), f"it cannot be read ({error})")]) from None
        if TABLES["concern"] not in self.schemas:
            raise TableError([Problem(str(path), "it has no table “concerns”")])

    def where(self, table: str) -> str:
        """The table in the database."""
        return f"{self._path.name}, {table}"

    def rows(self, table: str) -> int:
        """How many rows the table has."""
        with closing(self._open()) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

    def batches(self, table: str, columns: Sequence[str], size: int) -> Iterator[Any]:
        """The rows in ascending order of concern. Raises TableError for a value that its column cannot have."""
        fields = [self.schemas[table].field(name) for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        with closing(self._open()) as connection:
            cursor = connection.execute(f'SELECT {names} FROM {table} ORDER BY "{ID}"')  # noqa: S608
            while rows := cursor.fetchmany(size):
                values = zip(*rows, strict=True)
                made = [self._column(table, field, column) for field, column in zip(fields, values, strict=True)]
                yield pa.RecordBatch.from_arrays(made, schema=pa.schema(fields))

    def close(self) -> None:
        """Nothing is held open."""

    def _column(self, table: str, field: Any, values: Sequence[Any]) -> Any:
        read = _READ.get(field.type)
        try:
            return pa.array([None if v is None else read(v) if read else v for v in values], field.type)
        except (KeyError, ValueError, TypeError, pa.ArrowInvalid, pa.ArrowTypeError) as error:
            what = f"the column “{field.name}” has something that is no {field.type} ({error})"
            raise TableError([Problem(self.where(table), what)]) from None

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)


def _schema(connection: sqlite3.Connection, table: str, form: Format) -> Any:
    kinds = form.of(table)
    fields = []
    for _, name, declared, *_ in connection.execute(f"PRAGMA table_info({table})"):
        known = kinds[name].reads if name in kinds else None
        fields.append(pa.field(name, known or (pa.int64() if "INT" in declared.upper() else pa.string())))
    return pa.schema(fields)


_READ: dict[Any, Callable[[Any], Any]] = {
    pa.bool_(): {1: True, 0: False}.__getitem__,
    pa.date32(): date.fromisoformat,
    pa.timestamp("us", "UTC"): datetime.fromisoformat,
    pa.string(): str,
}
