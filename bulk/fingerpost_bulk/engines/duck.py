"""DuckDB decides: SQL over files or one of its own databases, answers straight into Parquet."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import duckdb

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.counts import Counts
from fingerpost_bulk.engines.asking import Question, question
from fingerpost_bulk.sources.duck import DuckTables, database, sorted_files
from fingerpost_bulk.sql import DUCKDB, counting
from fingerpost_bulk.tables import TABLES, TableError, format_of
from fingerpost_bulk.writing import Folder


def decide(
    given: str, pack: Pack, only: Collection[str] | None, keep: Collection[str], folder: Folder | None
) -> Counts:
    """Decide the tables of a folder or a DuckDB database. Answers come in no particular order. Raises TableError."""
    path = Path(given)
    if path.is_dir():
        tables = sorted_files(path, format_of(pack))
    elif path.suffix.lower() == ".duckdb" and path.is_file():
        tables = database(path)
    else:
        raise TableError([Problem(given, "DuckDB decides folders of tables and .duckdb files", "Take another engine.")])
    with closing(tables):
        try:
            asked = question(tables, tables.sources, pack, only, keep, DUCKDB, tables.first_row)
            return _decided(tables, asked, folder)
        except duckdb.Error as error:
            raise TableError([Problem(given, str(error).splitlines()[0])]) from None


def _decided(tables: DuckTables, asked: Question, folder: Folder | None) -> Counts:
    counts = Counts()
    for scope, select in asked.selects.items():
        answers = select
        if folder is not None:
            file = str(folder.file(TABLES[scope])).replace("'", "''")
            tables.connection.execute(f"COPY ({select}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
            answers = f"SELECT * FROM read_parquet('{file}')"  # noqa: S608
        row = tables.first_row(counting(answers, asked.names[scope], DUCKDB))
        counts.add_row(scope, asked.names[scope], row or ())
    return counts
