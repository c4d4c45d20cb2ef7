"""A PostgreSQL database as it is in use: prepared, and reached with a real login in the application's role.

Django's own test database is left alone. `Guarded.application` puts the application's connection in the place of
Django's default one, and `Guarded.superuser` one that sees everything, to lay out what a test needs.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from psycopg.pq import TransactionStatus

from fingerpost.access import context
from fingerpost.access.actor import Actor
from fingerpost.access.guard.install import Roles
from fingerpost.access.sign_in_database import SIGN_IN
from support import prepared
from support.postgres import SUPERUSER, PostgresCluster

# TRUNCATE would make each table's files anew, which takes longer than most tests. Triggers that keep rows are left out.
_EMPTY = """
SET LOCAL session_replication_role = replica;
DO $$
DECLARE
    place regclass;
BEGIN
    FOR place IN
        WITH RECURSIVE emptied(place) AS (
            SELECT unnest(ARRAY['access_organisation', 'access_user', 'django_tasks_database_dbtaskresult',
                                'site_cache']::regclass[])
            UNION
            SELECT conrelid::regclass FROM pg_constraint JOIN emptied ON confrelid = emptied.place WHERE contype = 'f'
        )
        SELECT emptied.place FROM emptied
    LOOP
        EXECUTE format('DELETE FROM %s', place);
    END LOOP;
END
$$
"""
KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class Guarded:
    """One prepared database in a cluster, and the roles that it is reached in."""

    cluster: PostgresCluster
    name: str
    roles: Roles
    # Connections that are not in use just now, by role: opening one takes longer than most of what is asked.
    _kept: dict[str, BaseDatabaseWrapper] = field(default_factory=dict, repr=False, compare=False)

    def connect(self, role: str | None = None) -> psycopg.Connection[Any]:
        """Open a connection of its own, signed in as `role`; as the application when left out."""
        return psycopg.connect(self.cluster.conninfo(self.name, role or self.roles.application))

    @contextmanager
    def superuser(self) -> Iterator[None]:
        """Let Django's default connection be one that sees everything."""
        with self._default(SUPERUSER):
            yield

    @contextmanager
    def application(self, actor: Actor | None = None) -> Iterator[None]:
        """Let Django's default connection be the application's, in a transaction, with `actor` acting."""
        with self._default(self.roles.application), self.as_actor(actor):
            yield

    @contextmanager
    def as_actor(self, actor: Actor | None) -> Iterator[None]:
        """Open a transaction on Django's default connection, with `actor` acting in it."""
        with transaction.atomic(), context.acting(actor):
            yield

    @contextmanager
    def application_connection(self) -> Iterator[None]:
        """Let Django's default connection be the application's, outside any transaction."""
        with self._default(self.roles.application):
            yield

    def empty(self) -> None:
        """Take out everything but what migrations put there, the ledger and the keys; also work that waits."""
        with self.connect(SUPERUSER) as connection:
            connection.execute(_EMPTY)

    def hang_up(self) -> None:
        """Close the connections that were kept."""
        for kept in self._kept.values():
            kept.close()
        self._kept.clear()

    @contextmanager
    def _default(self, user: str) -> Iterator[None]:
        before = connections["default"]
        is_apart = user == self.roles.application
        configured = {
            **before.settings_dict,
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": user,
            "PASSWORD": "",
            "HOST": str(self.cluster.folder),
            "PORT": "5432",
            "OPTIONS": {},
            "CONN_MAX_AGE": None,
            SIGN_IN: SIGN_IN if is_apart else None,
        }
        with self._connection("default", configured), ExitStack() as stack:
            if is_apart:
                apart = configured | {"USER": self.roles.sign_in, SIGN_IN: None}
                connections.databases[SIGN_IN] = apart
                stack.enter_context(self._connection(SIGN_IN, apart))
            yield

    @contextmanager
    def _connection(self, alias: str, configured: dict[str, Any]) -> Iterator[None]:
        """Let Django's connection of this name be one with these settings: one that was kept, if there is one."""
        user = configured["USER"]
        keeps = threading.current_thread() is threading.main_thread()
        used = self._kept.pop(user, None) if keeps else None
        used = used or load_backend(configured["ENGINE"]).DatabaseWrapper(configured, alias)
        before = getattr(connections._connections, alias, None)  # type: ignore[attr-defined]
        connections[alias] = used
        try:
            yield
        finally:
            if before is not None:
                connections[alias] = before
            else:
                del connections[alias]
            if keeps and user not in self._kept and _is_idle(used):
                self._kept[user] = used
            else:
                used.close()


def _is_idle(connection: BaseDatabaseWrapper) -> bool:
    """Whether a connection is open, and in no transaction: nothing of what was done on it stays."""
    driver: psycopg.Connection | None = connection.connection
    return driver is not None and driver.info.transaction_status == TransactionStatus.IDLE


def make(cluster: PostgresCluster) -> Guarded:
    """Make a prepared database in the cluster."""
    return Guarded(cluster, *prepared.postgresql_database(cluster, KEY))
