"""SQL in a migration, for the database that is there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def by_vendor(*, sqlite: Iterable[str], postgresql: Iterable[str]) -> migrations.RunPython:
    """Return an operation that runs these statements, in order. It is undone with the tables that it is about."""
    statements = {"sqlite": tuple(sqlite), "postgresql": tuple(postgresql)}

    def run(_apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)  # None: a % is only a %

    return migrations.RunPython(run, migrations.RunPython.noop)
