"""Databases as they are in use, one that has a record and new ones to restore it into, with the same few handles."""

from __future__ import annotations

import os
import secrets
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection, connections
from django.db.utils import load_backend

from access.database import Guarded
from fingerpost.access.guard.install import Roles
from support.postgres import SUPERUSER


class Place(ABC):
    """A kind of database, of which `new` gives empty ones by their names."""

    @abstractmethod
    def filled(self) -> str:
        """Make a database with the service's tables, and return its name."""

    @abstractmethod
    def new(self) -> str:
        """Return the name of one that is empty."""

    @abstractmethod
    def serving(self, name: str) -> Any:
        """Let this database be the service's: its environment, and Django's connection in the application's role."""

    @abstractmethod
    def all_of(self, name: str) -> Any:
        """Let Django's connection be one that sees everything."""

    @abstractmethod
    def select(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """Ask the database, seeing everything."""

    def writing(self, name: str) -> Any:
        """Open another connection that has something uncommitted."""
        raise NotImplementedError


@contextmanager
def default(**configured: Any) -> Iterator[None]:
    """Let Django's default connection have these settings."""
    before = connections["default"]
    given = {**before.settings_dict, "OPTIONS": {}, "CONN_MAX_AGE": None, **configured}
    connections["default"] = load_backend(given["ENGINE"]).DatabaseWrapper(given, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


class Sqlite(Place):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def filled(self) -> str:
        name = self.new()
        connection.ensure_connection()
        with closing(sqlite3.connect(name)) as file:
            connection.connection.backup(file)  # of the tests' own, which is migrated
        return name

    def new(self) -> str:
        return str(self.folder / f"{secrets.token_hex(4)}.sqlite3")

    @contextmanager
    def serving(self, name: str) -> Iterator[None]:
        options = {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
        with default(ENGINE="django.db.backends.sqlite3", NAME=Path(name), OPTIONS=options):
            yield

    all_of = serving

    @contextmanager
    def writing(self, name: str) -> Iterator[Any]:
        with closing(sqlite3.connect(name, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield other
            other.execute("COMMIT")

    def select(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(name)) as file:
            return file.execute(statement).fetchall()


class Postgresql(Place):
    def __init__(self, guarded: Guarded) -> None:
        self.cluster, self._guarded = guarded.cluster, guarded
        # The guard's role has no address to be named by: where it is restored, it has another name.
        self.roles = replace(guarded.roles, guard=Roles().guard)

    def filled(self) -> str:
        self._guarded.empty()
        return self._guarded.name

    def new(self) -> str:
        return self.cluster.create_database()

    @contextmanager
    def serving(self, name: str) -> Iterator[None]:
        addresses = {
            "DATABASE_ADMIN_URL": self.cluster.url(name),
            "DATABASE_OWNER_URL": self.cluster.url(name, self.roles.owner),
            "DATABASE_BACKUP_URL": self.cluster.url(name, self.roles.backup),
            "DATABASE_SIGN_IN_URL": self.cluster.url(name, self.roles.sign_in),
        }
        with patch.dict(os.environ, addresses), self._as(name, self.roles.application):
            yield

    @contextmanager
    def all_of(self, name: str) -> Iterator[None]:
        with self._as(name, SUPERUSER):
            yield

    @contextmanager
    def writing(self, name: str) -> Iterator[Any]:
        with psycopg.connect(self.cluster.conninfo(name)) as other:
            yield other

    def select(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        with self.cluster.connect(name) as other:
            return other.execute(statement.encode()).fetchall()

    def _as(self, name: str, user: str) -> Any:
        place = {"HOST": str(self.cluster.folder), "PORT": "5432", "PASSWORD": ""}
        return default(ENGINE="django.db.backends.postgresql", NAME=name, USER=user, **place)
