"""The ledger's tables in a real SQLite file and in a real PostgreSQL database, with the same few handles on both."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import psycopg

from fingerpost.ledger import schema
from fingerpost.ledger.entry import Entry, Sealed
from fingerpost.ledger.store import Cursor, Ledger
from fingerpost.ledger.verify import Known, Report, verify
from fingerpost.ledger.words import OWN, Words
from support.postgres import PostgresCluster

WORDS = Words(
    OWN.actions,
    roles=["practitioner"],
    object_kinds=["concern"],
    compartments=["common", "police"],
    payload_names=["text"],
)
"""Of these tests: of entries that no room writes, and where there is no Django."""
KEY = UUID("99999999-0000-4000-8000-000000000001")
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def entry(number: int) -> Entry:
    """An entry that differs from every other number's."""
    return Entry(
        at=MORNING + timedelta(milliseconds=number),
        action="looked" if number % 3 else "changed",
        actor=UUID(int=1000 + number % 7),
        role="practitioner",
        organisation=UUID(int=2000 + number % 3),
        object_kind="concern",
        object_id=UUID(int=3000 + number % 11),
        within=UUID(int=4000 + number % 13),
        compartment="police" if number % 5 == 0 else None,
        why=Sealed(KEY, number.to_bytes(16)),
        request=UUID(int=number),
    )


class Database(ABC):
    """One database with the ledger's tables in it."""

    ledger: Ledger

    @contextmanager
    @abstractmethod
    def transaction(self) -> Iterator[Cursor]:
        """Work as the application does: commit at the end, roll back after an error. Each time on a new connection."""

    @contextmanager
    @abstractmethod
    def tampering(self) -> Iterator[Cursor]:
        """Work as somebody who owns the database: nothing refuses anything."""

    def append(self, entries: Sequence[Entry]) -> range:
        with self.transaction() as cursor:
            return self.ledger.append(cursor, entries, WORDS)

    def verify(self, known: Sequence[Known] = ()) -> Report:
        with self.transaction() as cursor:
            head, entries, nodes = self.ledger.stored(cursor)
            return verify(entries, nodes, head, known)

    def tamper(self, statement: str, params: Sequence[Any] = ()) -> None:
        with self.tampering() as cursor:
            cursor.execute(statement.replace("?", self.ledger.placeholder), params)

    def select(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.transaction() as cursor:
            cursor.execute(statement.replace("?", self.ledger.placeholder), params)
            return [tuple(row) for row in cursor.fetchall()]


class Sqlite(Database):
    ledger = Ledger("sqlite", "?")

    def __init__(self, path: Path) -> None:
        self.path = path
        with self.connection() as connection:
            for statement in schema.create("sqlite"):
                connection.execute(statement)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=60)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        with self.connection() as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
            except BaseException:
                cursor.execute("ROLLBACK")
                raise
            cursor.execute("COMMIT")

    @contextmanager
    def tampering(self) -> Iterator[Cursor]:
        with self.transaction() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'", ())
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}", ())
            yield cursor
            for _, statement in triggers:
                cursor.execute(statement, ())


def _granted(role: str) -> list[str]:
    """Give a role what writing and reading the ledger needs, and no more, as the guard does with the application's."""
    growing = [table for table in schema.TABLES if table != "ledger_head"]
    return [
        *(f"GRANT SELECT, INSERT ON {table} TO {role}" for table in growing),
        f"GRANT SELECT, UPDATE (size, edge) ON ledger_head TO {role}",
    ]


class Postgresql(Database):
    ledger = Ledger("postgresql")

    def __init__(self, cluster: PostgresCluster) -> None:
        self.cluster = cluster
        self.name = cluster.create_database()
        self.role = cluster.create_role()
        self.create()

    def create(self) -> None:
        with self.cluster.connect(self.name) as connection:
            run(connection, [*schema.create("postgresql"), *_granted(self.role)])

    def drop(self) -> None:
        with self.cluster.connect(self.name) as connection:
            run(connection, [*schema.drop("postgresql"), "DROP TABLE IF EXISTS change"])

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        with psycopg.connect(self.cluster.conninfo(self.name, self.role)) as connection:
            yield cast("Cursor", connection.cursor())

    @contextmanager
    def tampering(self) -> Iterator[Cursor]:
        with psycopg.connect(self.cluster.conninfo(self.name)) as connection:
            connection.execute("SET session_replication_role = replica")
            yield cast("Cursor", connection.cursor())


def run(connection: psycopg.Connection, statements: Iterable[str]) -> None:
    """Run statements that are put together from names."""
    for statement in statements:
        connection.execute(statement.encode())
