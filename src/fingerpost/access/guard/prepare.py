"""Prepares a PostgreSQL database from end to end: roles, tables, and need to know on each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend
from psycopg.conninfo import make_conninfo

from fingerpost.access.guard import inspect, install
from fingerpost.access.sign_in_database import SIGN_IN

OWNER_ALIAS = "owner"


def prepare(admin: str, roles: install.Roles, key: bytes, passwords: Mapping[str, str] | None = None) -> list[str]:
    """Make roles, migrate as the owner, lay need to know, and return every fault that is left: none is as it should be.

    `admin` is the conninfo of a superuser on the database, `passwords` those of the roles, `key` the context's key.
    """
    with psycopg.connect(admin) as connection:
        install.make_roles(connection, roles, passwords or {})
        install.make_schemas(connection, roles)
    with _owner_alias(admin, roles):
        call_command("migrate", database=OWNER_ALIAS, verbosity=0, interactive=False)
    with psycopg.connect(admin) as connection:
        install.install_guard(connection, roles, key)
        return inspect.faults(connection, roles)


@contextmanager
def _owner_alias(admin: str, roles: install.Roles) -> Iterator[None]:
    """Let Django reach the database as `owner`: on the administrator's connection, in the owner's role.

    It is the default too, for migrations of packages that name no database.
    """
    connections.databases[OWNER_ALIAS] = _settings(admin, assume_role=roles.owner)
    default = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[OWNER_ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = default
        connections[OWNER_ALIAS].close()
        del connections[OWNER_ALIAS]
        del connections.databases[OWNER_ALIAS]


@contextmanager
def reaching(configured: Mapping[str, Any] | str) -> Iterator[None]:
    """Let Django's default database be another one until the block ends: by its settings, or by a conninfo."""
    settings = dict(_settings(configured) if isinstance(configured, str) else configured) | {SIGN_IN: None}
    default = connections[DEFAULT_DB_ALIAS]
    other = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = default


def _settings(conninfo_: str, **options: str) -> dict[str, Any]:
    """Return the settings of Django's default database, for another address of PostgreSQL's."""
    names = _django_names(conninfo_)
    return {
        **connections[DEFAULT_DB_ALIAS].settings_dict,
        "ENGINE": "django.db.backends.postgresql",
        **names,
        "OPTIONS": {**names.pop("EXTRA"), **options},
        SIGN_IN: None,  # one who may do everything has one connection for it
    }


def _django_names(conninfo: str) -> dict[str, Any]:
    parts = dict(psycopg.conninfo.conninfo_to_dict(conninfo))
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        **{django: str(parts.pop(libpq, None) or "") for django, libpq in names.items()},
        "EXTRA": parts,
    }


def conninfo(settings: Mapping[str, Any]) -> str:
    """Return what libpq connects with, from a database's settings as Django has them."""
    given = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    return make_conninfo(**{name: str(value) for name, value in given.items() if value})
