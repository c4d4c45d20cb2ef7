"""Rows that are added and never changed: every table of ours that has them, found from what the application may do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from access.database import Guarded
from fingerpost.access.guard import policies
from fingerpost.access.tables import open_tables
from support.postgres import SUPERUSER

NOT_FIXED: Final = {
    "access_concern": "a reference and who opened it; whatever is in it holds it fast",
    "record_searchtoken": "made anew under another search key",
    "keys_datakey": "wrapped anew or destroyed, once: tests/keys/test_services.py",
}
"""Tables to which the application adds only, and that are not fixed, with the reason."""
OWN_TESTS: Final = ("ledger",)  # tests/ledger/test_store.py


def fixed() -> list[type[models.Model]]:
    """Return the models to whose tables the application, and signing in, add, if that, and do nothing else."""
    may = {table: it.privileges for table, it in policies.of_all().items()}
    may |= {table: f"{it.privileges} {it.sign_in}" for table, it in open_tables().items()}
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("fingerpost.")
        and model._meta.app_label not in OWN_TESTS
        and model._meta.db_table not in NOT_FIXED
        and not {"UPDATE", "DELETE"} & set(may[model._meta.db_table].replace("(", " ").split())
    ]


def test_the_tables_are_found() -> None:
    found = {model._meta.db_table for model in fixed()}
    assert len(found) > 50
    assert found >= {"record_note", "access_embargo", "access_release", "access_brokenglass", "disposal_tombstone"}
    assert {"record_draft", "access_exclusion", "access_membership"}.isdisjoint(found)


@pytest.mark.django_db
def test_on_sqlite_nothing_changes_removes_or_replaces_a_row() -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as file:
        copied = bytearray(connection.connection.serialize())
        copied[18:20] = b"\1\1"  # as a file's it writes ahead, which what is in memory alone cannot
        file.deserialize(bytes(copied))
        file.execute("PRAGMA foreign_keys = OFF")  # here nothing is looked at but triggers
        file.execute("PRAGMA ignore_check_constraints = ON")
        assert [said for model in fixed() for said in _taken(file, model)] == []
        # What else is unique can be in the way of another row. On the service's connections that is refused too.
        for command in settings.DATABASES["default"]["OPTIONS"]["init_command"].split(";"):
            file.execute(command)
        assert [said for model in fixed() for said in _replaced(file, model)] == []


def _row(model: type[models.Model], is_other: bool = False) -> dict[str, str]:
    columns = [str(field.column) for field in model._meta.concrete_fields]
    return {column: f"{number + 1000 * is_other:032x}" for number, column in enumerate(columns)}


def _changing(model: type[models.Model]) -> tuple[str, str]:
    table, key = model._meta.db_table, model._meta.pk.column
    return f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}"  # noqa: S608 - names of our own


def _into(table: str, row: dict[str, str]) -> str:
    return f"INTO {table} ({', '.join(f'"{column}"' for column in row)}) VALUES ({', '.join('?' * len(row))})"


def _taken(file: sqlite3.Connection, model: type[models.Model]) -> Iterator[str]:
    """Add a row, and yield each statement that changes, removes or replaces it though it should not."""
    into, row = _into(model._meta.db_table, _row(model)), _row(model)
    file.execute(f"INSERT {into}", list(row.values()))
    for statement in (*_changing(model), f"INSERT OR REPLACE {into}"):
        values = list(row.values()) if "?" in statement else []
        if not _is_refused(file, statement, values):
            yield statement
            file.execute(f"INSERT OR REPLACE {into}", list(row.values()))


def _replaced(file: sqlite3.Connection, model: type[models.Model]) -> Iterator[str]:
    """Yield what replaces the row by another unique index than that of its key."""
    table, row, key = model._meta.db_table, _row(model), str(model._meta.pk.column)
    for unique in _unique(file, table):
        if key not in unique:
            other = {**_row(model, is_other=True), **{column: row[column] for column in unique}}
            if not _is_refused(file, f"INSERT OR REPLACE {_into(table, other)}", list(other.values())):
                yield f"{table} by {sorted(unique)}"


def _is_refused(file: sqlite3.Connection, statement: str, values: list[str]) -> bool:
    try:
        file.execute(statement, values)
    except sqlite3.IntegrityError as error:
        return "stays as it is" in str(error)
    return False


def _unique(file: sqlite3.Connection, table: str) -> list[set[str]]:
    """Return the columns of each unique index of a table that is about all of its rows."""
    indexes = file.execute(f"PRAGMA index_list({table})").fetchall()
    return [
        {column for _, _, column in file.execute(f"PRAGMA index_info({name})")}
        for _, name, is_unique, _, is_partial in indexes
        if is_unique and not is_partial
    ]


def test_on_postgresql_neither_the_application_nor_a_superuser_changes_or_removes_a_row(guarded: Guarded) -> None:
    for role, refused in (
        (guarded.roles.application, psycopg.errors.InsufficientPrivilege),
        (SUPERUSER, psycopg.errors.RestrictViolation),
    ):
        with guarded.connect(role) as own:
            own.autocommit = True
            for model in fixed():
                for statement in _changing(model):
                    with pytest.raises(refused):
                        own.execute(statement.encode())
