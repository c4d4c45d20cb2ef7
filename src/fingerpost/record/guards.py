"""What the database refuses to whoever asks: to change or remove what was recorded.

On PostgreSQL the application's role lacks the privileges too. A link may be undone, once.
"""

from __future__ import annotations

from typing import Final

FIXED: Final = ("record_concern", "record_appearance", "record_detail", "record_hiddenhit")
LINKS: Final = "record_appearancelink"
_OF_A_LINK: Final = (
    "id",
    "matter_id",
    "compartment",
    "one_id",
    "other_id",
    "other_matter_id",
    "other_compartment",
    "why",
    "linked_at",
    "linked_by_id",
)


def sqlite() -> list[str]:
    """Return the triggers for SQLite."""
    triggers = []
    for table in FIXED:
        triggers += [_sqlite(table, "UPDATE"), _sqlite(table, "DELETE"), _sqlite_replacing(table)]
    triggers += [_sqlite(LINKS, "DELETE"), _sqlite_replacing(LINKS)]
    return [*triggers, _sqlite(LINKS, "UPDATE", f"WHEN {_is_more_than_undoing('IS NOT')}")]


def postgresql() -> list[str]:
    """Return the function and triggers for PostgreSQL."""
    function = """CREATE FUNCTION record_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'What was recorded stays as it is: % of % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$"""
    triggers = [_postgresql(table, "BEFORE UPDATE OR DELETE", "FOR EACH STATEMENT") for table in FIXED]
    return [
        function,
        *triggers,
        _postgresql(LINKS, "BEFORE DELETE", "FOR EACH STATEMENT"),
        _postgresql(LINKS, "BEFORE UPDATE", f"FOR EACH ROW WHEN ({_is_more_than_undoing('IS DISTINCT FROM')})"),
    ]


def _is_more_than_undoing(differs: str) -> str:
    return " OR ".join(["OLD.undone_at IS NOT NULL", *(f"OLD.{name} {differs} NEW.{name}" for name in _OF_A_LINK)])


def _sqlite(table: str, event: str, condition: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {condition}"
        f" BEGIN SELECT RAISE(ABORT, 'What was recorded stays as it is: {event} of {table} is refused.'); END"
    )


def _sqlite_replacing(table: str) -> str:
    # INSERT OR REPLACE deletes the row that is in its way without a DELETE trigger's knowing.
    return _sqlite(table, "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)")  # noqa: S608


def _postgresql(table: str, event: str, each: str) -> str:
    name = event.removeprefix("BEFORE ").replace(" OR ", "_").lower()
    return f"CREATE TRIGGER {table}_no_{name} {event} ON {table} {each} EXECUTE FUNCTION record_refuse()"
