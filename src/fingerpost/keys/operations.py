"""SQL in a migration, for the database that is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


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


class Statements(Operation):
    """Statements for each database, in order. They are undone with the tables that they are about."""

    reduces_to_sql = False

    def __init__(self, sqlite: Sequence[str], postgresql: Sequence[str]) -> None:
        self.sqlite = sqlite
        self.postgresql = postgresql

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_: ProjectState) -> None:
        """Run them. No model is asked for: to make all of them takes longer than the statements."""
        for statement in getattr(self, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)  # None: a % is only a %

    def database_backwards(self, _app: str, schema_editor: BaseDatabaseSchemaEditor, *_: ProjectState) -> None:
        """Do nothing."""

    def describe(self) -> str:
        """Say what it is."""
        return "What the database itself refuses"


class CreateModels(Operation):
    """Several `CreateModel` in one step. With each by itself Django makes every model anew that is related to it."""

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models, and let them be made when one is asked for."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make the tables."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Take the tables away, the last first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name the models."""
        return f"Create models {', '.join(model.name for model in self.models)}"


def by_vendor(*, sqlite: Iterable[str], postgresql: Iterable[str]) -> Statements:
    """Return an operation that runs these statements."""
    return Statements(tuple(sqlite), tuple(postgresql))


def together(operations: Iterable[Operation]) -> list[Operation]:
    """Return the operations of a migration with each run of `CreateModel` as one step."""
    done: list[Operation] = []
    for creates, run in groupby(operations, lambda one: isinstance(one, CreateModel)):
        step = list(run)
        done += [CreateModels([one for one in step if isinstance(one, CreateModel)])] if creates else step
    return done
