"""A PostgreSQL database as it is in use: prepared, and reached with a real login in the application's role.

Django's own test database is left alone. `Guarded.application` puts the application's connection in the place of
Django's default one, and `Guarded.superuser` one that sees everything, to lay out what a test needs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connections, transaction
from django.db.utils import load_backend

from fingerpost.access import context
from fingerpost.access.context import Actor
from fingerpost.access.guard import prepare
from fingerpost.access.guard.install import Roles
from support.postgres import SUPERUSER, PostgresCluster

KEY = secrets.token_bytes(32)


@dataclass(frozen=True)
class Guarded:
    """One prepared database in a cluster, with roles of its own."""

    cluster: PostgresCluster
    name: str
    roles: Roles

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
            connection.execute(
                "TRUNCATE access_organisation, access_user, django_tasks_database_dbtaskresult, site_cache CASCADE"
            )

    @contextmanager
    def _default(self, user: str) -> Iterator[None]:
        before = connections["default"]
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
        }
        connections["default"] = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, "default")
        try:
            yield
        finally:
            connections["default"].close()
            connections["default"] = before


def make(cluster: PostgresCluster) -> Guarded:
    """Make and prepare a database in the cluster."""
    suffix = secrets.token_hex(4)
    roles = Roles(*(f"{role}_{suffix}" for role in ("owner", "application", "guard", "backup")))
    name = cluster.create_database()
    prepare.prepare(cluster.conninfo(name), roles, KEY)
    return Guarded(cluster, name, roles)
