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


def by_vendor(*, sqlite: Iterable[str], postgresql: Iterable[str]) -> migrations.RunPython:
    """Return an operation that runs these statements, in order. It is undone with the tables that it is about."""
    statements = {"sqlite": tuple(sqlite), "postgresql": tuple(postgresql)}

    def run(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)  # None: a % is only a %

    return migrations.RunPython(run, migrations.RunPython.noop)
