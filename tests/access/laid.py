"""The scene on SQLite: made once in a process, and put back as the rows that it is for each further test.

What makes it is tested where it is made; the rows are the same to the last one, the ledger's and the keys' too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from access import scene
from access.scene import Scene

type Tables = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class _Laid:
    scene: Scene
    added: Tables
    changed: Tables


_laid: list[_Laid] = []


def scene_on_sqlite() -> Scene:
    """Lay the scene in an empty database, within the test's own transaction."""
    if not _is_empty():
        return scene.make()
    if not _laid:
        before = rows()
        made = scene.make()
        _laid.append(_Laid(made, *_difference(before, rows())))
        return made
    with transaction.atomic(), connection.cursor() as cursor:
        for table, there in _laid[0].added.items():
            holes = ", ".join(["%s"] * len(there[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({holes})', there)  # noqa: S608 - a name of ours
        for table, (row,) in _laid[0].changed.items():
            names = [column[1] for column in connection.connection.execute(f'PRAGMA table_info("{table}")')]
            values = ", ".join(f'"{name}" = %s' for name in names)
            cursor.execute(f'UPDATE "{table}" SET {values}', row)  # noqa: S608 - names of ours
    return _laid[0].scene


def rows() -> Tables:
    """Return every row of every table, as the file has it."""
    found: Tables = {}
    raw = connection.connection
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall()
    for (table,) in names:
        # With a sign before it a column is a value without a type, which nothing is made of.
        columns = ", ".join(f'+"{column[1]}"' for column in raw.execute(f'PRAGMA table_info("{table}")'))
        found[table] = raw.execute(f'SELECT {columns} FROM "{table}"').fetchall()  # noqa: S608 - names of ours
    return found


def _difference(before: Tables, after: Tables) -> tuple[Tables, Tables]:
    """Return the rows that were added to tables in which nothing changed, and the one row of the others."""
    added, changed = {}, {}
    for table, there in after.items():
        if set(before[table]) - set(there):
            changed[table] = there
        elif new := [row for row in there if row not in set(before[table])]:
            added[table] = new
    return added, changed


def _is_empty() -> bool:
    """Whether nothing is in the way: a test may have laid something of its own before."""
    with connection.cursor() as cursor:
        tables = ("access_organisation", "access_concern", "ledger_entry")
        cursor.execute(f"SELECT {' OR '.join(f'EXISTS(SELECT 1 FROM {table})' for table in tables)}")  # noqa: S608
        return not cursor.fetchone()[0]
