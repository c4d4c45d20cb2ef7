"""Databases of the service, migrated once and copied from then on. Tests of migrating and preparing do it anew.

On SQLite a copy is a file's. On PostgreSQL a cluster begins as a copy of one in which the service's database was
prepared, once empty and once with the demonstration's people: a database is made from these as its template.

What is kept was made on some earlier day. In a copy the people's days are moved to where they would be today.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from pytest_django import DjangoDbBlocker

from fingerpost.access.clock import today
from fingerpost.access.guard import install, prepare
from fingerpost.access.guard.install import Roles
from support import day
from support.once import once
from support.postgres import PostgresCluster, postgres_or_fail, running_cluster

ROOT = Path(__file__).resolve().parents[2]
FILE = "fingerpost.sqlite3"
ROLES = Roles("tests_owner", "tests_application", "tests_guard", "tests_backup", "tests_sign_in")
EMPTY, PEOPLED = "prepared_empty", "prepared_peopled"

_MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
"""
_PEOPLE = """
import django
django.setup()
from datetime import date
from fingerpost_demo.people import put_in_place
put_in_place(date.fromisoformat("{day}"))
"""
_MADE_FOR = datetime(2026, 1, 5, 9, tzinfo=day.LONDON)  # before any day of a run
_DAYS = {"access_membership": ("starts", "ends"), "access_contact": ("confirmed_on",)}


# ---- SQLite ----------------------------------------------------------------------------------------------------------


def sqlite_file() -> Path:
    """Return a migrated database: to be copied."""
    return once("sqlite", _make_sqlite) / FILE


def copy_with_people(to: Path) -> None:
    """Make a database with the demonstration's people, put in place today."""
    shutil.copy(once("sqlite-people", _make_people) / FILE, to)
    with closing(sqlite3.connect(to)) as file, file:
        for table, columns in _DAYS.items():
            moved = ", ".join(f"{column} = date({column}, '{_days_since():+} days')" for column in columns)
            file.execute(f"UPDATE {table} SET {moved}")  # noqa: S608 - names of ours and a number


def _make_sqlite(folder: Path) -> None:
    _run(_MIGRATE, FINGERPOST_VAR=str(folder))


def _make_people(folder: Path) -> None:
    shutil.copy(sqlite_file(), folder / FILE)
    _run(_people_on(_MADE_FOR.date()), FINGERPOST_VAR=str(folder), **day.moved_to(_MADE_FOR))


def _days_since() -> int:
    return (today() - _MADE_FOR.date()).days


@contextmanager
def in_memory() -> Iterator[None]:
    """Let Django's default connection be to a migrated database in this process's memory."""
    connection = connections[DEFAULT_DB_ALIAS]
    assert connection.vendor == "sqlite"
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
    connection.ensure_connection()
    with closing(sqlite3.connect(sqlite_file())) as file:
        file.backup(connection.connection)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


# ---- PostgreSQL ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def prepared_cluster(django_db_blocker: DjangoDbBlocker) -> Iterator[PostgresCluster]:
    """A cluster of this test process that has the service's databases as templates, started when one is asked for."""
    with django_db_blocker.unblock():
        data = postgres_or_fail(cluster_data)
    with running_cluster(data=data) as cluster:
        yield cluster


def cluster_data() -> Path:
    """Return the files of a cluster, not running, with the templates: to be copied."""
    return once("postgresql", _make_cluster) / "data"


def _make_cluster(folder: Path) -> None:
    with running_cluster(initdb=("--wal-segsize=1",)) as cluster:
        cluster.create_database(EMPTY)
        prepare.prepare(cluster.conninfo(EMPTY), ROLES, secrets.token_bytes(32))
        cluster.create_database(PEOPLED, template=EMPTY)
        _run(_people_on(_MADE_FOR.date()), DATABASE_URL=cluster.url(PEOPLED), **day.moved_to(_MADE_FOR))
        cluster.shut_down()
        shutil.move(cluster.folder / "data", folder / "data")


def postgresql_database(cluster: PostgresCluster, key: bytes, *, people: bool = False) -> tuple[str, Roles]:
    """Make a database of the service in a cluster, as `prepare_database` leaves one; return its name and its roles.

    `key` signs for it who is acting. In a cluster without the templates everything is done there and then.
    """
    name, template = f"test_{secrets.token_hex(6)}", PEOPLED if people else EMPTY
    with cluster.connect() as connection:
        is_there = connection.execute("SELECT FROM pg_database WHERE datname = %s", [template]).rowcount
    if not is_there:
        called = ("owner", "application", "guard", "backup", "sign_in")
        roles = Roles(*(f"{role}_{secrets.token_hex(4)}" for role in called))
        cluster.create_database(name)
        prepare.prepare(cluster.conninfo(name), roles, key)
        if people:
            _run(_people_on(today()), DATABASE_URL=cluster.url(name))
        return name, roles
    cluster.create_database(name, template=template)
    with psycopg.connect(cluster.conninfo(name)) as connection:
        for table, columns in _DAYS.items() if people else ():
            moved = ", ".join(f"{column} = {column} + {_days_since()}" for column in columns)
            connection.execute(f"UPDATE {table} SET {moved}".encode())  # noqa: S608 - names of ours and a number
        install.make_schemas(connection, ROLES)  # what roles may do with a database as a whole is not copied
        with connection.transaction():
            install._install_key(connection, ROLES, key)
    return name, ROLES


def _people_on(first: date) -> str:
    return _PEOPLE.format(day=first)


def _run(code: str, **environment: str) -> None:
    """Run code in a process with the demonstration's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DATABASE"))}
    kept["PYTHONPATH"] = str(ROOT / "src")
    kept["DJANGO_SETTINGS_MODULE"] = "fingerpost_demo.settings"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
