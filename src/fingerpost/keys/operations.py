"""SQL in a migration, for the database that is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refusing(function: str) -> str:
    """Return the statement that makes PostgreSQL's `function`, for triggers that let no row be changed or removed.

    The role that owns the schema `guard` removes rows: it can only where it has the privilege, and its one function
    that does asks first whether it may.
    """
    return f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_LEVEL = 'STATEMENT' AND EXISTS (
        SELECT FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
        WHERE n.nspname = 'guard' AND r.rolname = current_user AND NOT r.rolsuper AND NOT r.rolcanlogin
    ) THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'What was recorded stays as it is: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$"""


def kept_on_sqlite(table: str) -> list[str]:
    """Return the triggers that let no row of a table be changed, removed or replaced, on SQLite.

    One by its id: SQLite deletes the row that is in the way of INSERT OR REPLACE without a DELETE trigger's knowing. Of
    other unique columns it tells the trigger on connections with `recursive_triggers`, as the service's are.
    """
    is_there = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 - no input
    return [
        *refused_on_sqlite(table, "UPDATE"),
        *refused_on_sqlite(table, "DELETE"),
        *refused_on_sqlite(table, "INSERT", is_there),
    ]


def refused_on_sqlite(table: str, event: str, condition: str = "") -> list[str]:
    """Return the trigger that refuses one event on a table, on SQLite; in place of the one that it has."""
    name = f"{table}_no_{event.lower()}"
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} {condition}"
        f" BEGIN SELECT RAISE(ABORT, 'What was recorded stays as it is: {event} of {table} is refused.'); END",
    ]


def kept_on_postgresql(table: str, function: str) -> list[str]:
    """Return the same for PostgreSQL, where `function` refuses. It takes the place of the trigger that there is."""
    # PostgreSQL keeps the triggers of a table that is changed, where SQLite loses them.
    name = f"{table}_no_update_delete"
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}",
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    ]


def by_vendor(*, sqlite: Iterable[str], postgresql: Iterable[str]) -> migrations.RunPython:
    """Return an operation that runs these statements, in order. It is undone with the tables that it is about."""
    statements = {"sqlite": tuple(sqlite), "postgresql": tuple(postgresql)}

    def run(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)  # None: a % is only a %

    return migrations.RunPython(run, migrations.RunPython.noop)
