"""Copying a SQLite file while the service writes to it, and putting a copy in the place of no database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import batched
from pathlib import Path
from urllib.parse import quote

from fingerpost.keys import files
from fingerpost.ledger.store import Ledger
from fingerpost.site.backup import data_keys
from fingerpost.site.backup.container import DatabaseState
from fingerpost.site.backup.contents import LEFT_OUT, state
from fingerpost.site.backup.errors import NOT_IN_ORDER, BackupError

LEDGER = Ledger("sqlite", "?")
_BATCH = 1000


def copy(source: Path, record: Path, keys: Path) -> DatabaseState:
    """Copy the database at one moment into two new files, by SQLite's own online backup. Returns what it was."""
    if not source.exists():
        raise BackupError(str(source), "there is no database")
    with (
        closing(sqlite3.connect(f"file:{quote(str(source))}?mode=ro", uri=True, timeout=60)) as live,
        _open(record) as copied,
    ):
        live.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")
        copied.execute("PRAGMA secure_delete = ON")
        found = state(copied.cursor(), LEDGER)
        data_keys.write(keys, copied.execute(f"SELECT {data_keys.COLUMNS} FROM keys_datakey"))  # noqa: S608 - no input
        _leave_out(copied)
        copied.execute("VACUUM")
        return found


def has_tables(path: Path) -> bool:
    """Whether there is a database with anything in it. A file that is none counts: nothing takes its place."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    with _open(path) as connection:
        try:
            return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
        except sqlite3.DatabaseError:
            return True


@contextmanager
def filled(record: Path, keys: Iterable[data_keys.DataKeyRow]) -> Iterator[sqlite3.Cursor]:
    """Put the data keys back into a copied record, and give a cursor to look at the whole."""
    insertion = f"INSERT INTO keys_datakey ({data_keys.COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - no input
    with _open(record) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupError(str(record.name), "SQLite finds the database broken", status=NOT_IN_ORDER)
        connection.execute("BEGIN")
        for rows in batched(keys, _BATCH):
            connection.executemany(insertion, [row.values() for row in rows])
        connection.execute("COMMIT")
        yield connection.cursor()


def put(record: Path, target: Path) -> None:
    """Let a restored file be the database. Raises `BackupError` if one came meanwhile, or another has it open."""
    with _open(record) as connection:
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            raise BackupError(str(record.name), "something else uses this file", status=NOT_IN_ORDER)
    logs = [target.with_name(f"{target.name}{ending}") for ending in ("-wal", "-shm")]
    if has_tables(target) or any(log.exists() for log in logs):
        raise BackupError(str(target), "something else uses this file", "Stop the service, and restore again.")
    handle = os.open(record, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    record.chmod(0o600)
    record.replace(target)
    files.sync_folder(target.parent)


def _leave_out(copied: sqlite3.Connection) -> None:
    """Empty the tables that are no part of a record, with the triggers that would refuse it out of the way."""
    marks = ", ".join("?" * len(LEFT_OUT))
    triggers = copied.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ({marks})",  # noqa: S608
        LEFT_OUT,
    ).fetchall()
    copied.execute("BEGIN")
    for name, _ in triggers:
        copied.execute(f'DROP TRIGGER "{name}"')
    for table in LEFT_OUT:
        copied.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own
    for _, statement in triggers:
        copied.execute(statement)
    copied.execute("COMMIT")


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as connection:
        yield connection
