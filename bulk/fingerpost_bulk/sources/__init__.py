"""Where tables come from: files, databases, and files of cases."""

from __future__ import annotations

from pathlib import Path

from fingerpost.procedure.errors import Problem
from fingerpost_bulk.sources.given import Tables
from fingerpost_bulk.tables import Format, TableError

POSTGRES = ("postgresql://", "postgres://")
_HOW = "Name a folder of tables, a database (.duckdb, .sqlite or postgresql://…), or a .jsonl file of cases."


def open_tables(given: str, form: Format, *, sort: bool = False) -> Tables:
    """The tables that a path or an address names. Raises TableError; what they need is imported only then."""
    if given.startswith(POSTGRES):
        from fingerpost_bulk.sources.postgres import PostgresTables

        return PostgresTables(given)
    path = Path(given)
    if not path.exists():
        raise TableError([Problem(given, "there is no such file or folder", _HOW)])
    if path.is_dir():
        if sort:
            from fingerpost_bulk.sources.duck import sorted_files

            return sorted_files(path, form)
        from fingerpost_bulk.sources.files import FileTables

        return FileTables(path, form)
    suffix = path.suffix.lower()
    if suffix == ".duckdb":
        from fingerpost_bulk.sources.duck import database

        return database(path)
    if suffix in (".sqlite", ".sqlite3", ".db"):
        from fingerpost_bulk.sources.sqlite import SqliteTables

        return SqliteTables(path, form)
    raise TableError([Problem(given, "this is no form of tables that is known", _HOW)])
