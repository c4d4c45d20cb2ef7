"""A process that changes something again and again, each change with its entry, and says when each is confirmed.

    python -m ledger.writer SQLITE-FILE|CONNINFO NAME [CHANGES]

Every change is a row of its own table, made in the same transaction as its ledger entry. A line of standard output, the
change's number, is written only after the commit has returned. It goes on until it is killed, or to CHANGES.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count, islice
from typing import Protocol, cast

import psycopg

from fingerpost.ledger.store import Cursor, Ledger
from ledger.databases import WORDS, entry

CHANGE_TABLE = "CREATE TABLE change (number bigint PRIMARY KEY)"
PAUSE = 0.001  # seconds; SQLite has no queue, and one that never pauses would keep the others out for good
NUMBERS_EACH = 1_000_000  # so that two writers' numbers never meet


class Connection(Protocol):
    """One open connection, kept for many transactions."""

    ledger: Ledger

    def cursor(self) -> Cursor: ...

    def transaction(self) -> AbstractContextManager[Cursor]: ...


class SqliteConnection:
    ledger = Ledger("sqlite", "?")

    def __init__(self, path: str, *, synchronous: str = "FULL", journal: str = "WAL") -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        self.connection.execute(f"PRAGMA journal_mode = {journal}")
        self.connection.execute(f"PRAGMA synchronous = {synchronous}")

    def cursor(self) -> Cursor:
        return self.connection.cursor()

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        self.connection.execute("BEGIN IMMEDIATE")
        yield self.cursor()
        self.connection.execute("COMMIT")


class PostgresqlConnection:
    ledger = Ledger("postgresql")

    def __init__(self, conninfo: str) -> None:
        self.connection = psycopg.connect(conninfo)

    def cursor(self) -> Cursor:
        return cast("Cursor", self.connection.cursor())

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        with self.connection.transaction():
            yield self.cursor()


def connect(target: str) -> Connection:
    """Open the database that `target` names."""
    return PostgresqlConnection(target) if "dbname=" in target else SqliteConnection(target)


def change(connection: Connection, number: int) -> None:
    """Make one change, with its entry appended last before the commit."""
    ledger = connection.ledger
    with connection.transaction() as cursor:
        cursor.execute(f"INSERT INTO change (number) VALUES ({ledger.placeholder})", [number])  # noqa: S608
        ledger.append(cursor, [entry(number)], WORDS)


def main(target: str, name: str, changes: str | None = None) -> None:
    connection = connect(target)
    numbers = count(int(name) * NUMBERS_EACH)
    for number in islice(numbers, int(changes) if changes else None):
        change(connection, number)
        os.write(sys.stdout.fileno(), f"{number}\n".encode())
        time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
