"""The same tables in other places: databases and other forms of files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as parquet

TYPES = {
    pa.bool_(): "boolean",
    pa.int8(): "smallint",
    pa.int16(): "smallint",
    pa.int64(): "bigint",
    pa.date32(): "date",
}


def load_postgres(connection: psycopg.Connection[Any], folder: Path) -> None:
    """Copy a folder's Parquet files into tables of the same names, the last row first."""
    for file in sorted(folder.glob("*.parquet")):
        table = parquet.read_table(file)
        columns = ", ".join(f'"{field.name}" {_type(field.type)}' for field in table.schema)
        connection.execute(f"CREATE TABLE {file.stem} ({columns})".encode())
        with connection.cursor().copy(f"COPY {file.stem} FROM STDIN".encode()) as copy:
            for row in reversed(list(zip(*(column.to_pylist() for column in table.columns), strict=True))):
                copy.write_row(row)


def load_sqlite(path: Path, folder: Path) -> None:
    """The same into a SQLite file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for file in sorted(folder.glob("*.parquet")):
            table = parquet.read_table(file)
            columns = ", ".join(f'"{field.name}" {_type(field.type)}' for field in table.schema)
            connection.execute(f"CREATE TABLE {file.stem} ({columns})")
            rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
            marks = ", ".join("?" * table.num_columns)
            connection.executemany(f"INSERT INTO {file.stem} VALUES ({marks})", reversed(rows))  # noqa: S608


def load_duckdb(path: Path, folder: Path) -> None:
    """The same into a DuckDB file."""
    with closing(duckdb.connect(str(path))) as connection:
        for file in sorted(folder.glob("*.parquet")):
            connection.execute(f"CREATE TABLE {file.stem} AS SELECT * FROM '{file}' ORDER BY random()")  # noqa: S608


def load_csv(out: Path, folder: Path) -> None:
    """The same as CSV files, in order."""
    out.mkdir()
    for file in sorted(folder.glob("*.parquet")):
        arrow_csv.write_csv(parquet.read_table(file), out / f"{file.stem}.csv")


def _type(type: Any) -> str:
    return TYPES.get(type, "text")
