"""What the database refuses to whoever asks: to change or remove what was recorded.

On PostgreSQL the application's role lacks the privileges too. A link may be undone, once. Only the guard removes
anything: what was disposed of (`fingerpost.disposal`). On SQLite that is done with these triggers off.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fingerpost.keys.operations import (
    Statements,
    by_vendor,
    kept_on_postgresql,
    kept_on_sqlite,
    refused_on_sqlite,
    refusing,
)

FIXED: Final = (
    "record_initialaccount",
    "record_appearance",
    "record_detail",
    "record_hiddenhit",
    "record_assertion",
    "record_happened",
    "record_parttaken",
    "record_relationship",
    "record_note",
    "record_viewingdecision",
    "record_turntaken",
    "record_likeness",
    "record_likenessanswered",
    "record_hitanswered",
    "record_proceduremove",
    "record_placematched",
    "record_conflictfound",
    "record_conflictanswered",
)
"""Every table whose rows stay as they are. A migration that makes one, or changes one, guards it with `keep`."""
LINKS: Final = "record_appearancelink"
_OF_A_LINK: Final = (
    "id",
    "concern_id",
    "compartment",
    "one_id",
    "other_id",
    "other_concern_id",
    "other_compartment",
    "why",
    "linked_at",
    "linked_by_id",
)


def keep(*tables: str) -> Statements:
    """Return the operation of a migration that guards tables it has made, or whose triggers SQLite has lost."""
    return by_vendor(sqlite=_sqlite_fixed(tables), postgresql=_postgresql_fixed(tables))


def sqlite() -> list[str]:
    """Return the triggers for SQLite."""
    changing = f"WHEN {_is_more_than_undoing('IS NOT')}"
    return [*_sqlite_fixed((*FIXED, LINKS)), *refused_on_sqlite(LINKS, "UPDATE", changing)]


def postgresql() -> list[str]:
    """Return the function and triggers for PostgreSQL."""
    return [
        refusing("record_refuse"),
        *_postgresql_fixed(FIXED),
        _postgresql(LINKS, "BEFORE DELETE", "FOR EACH STATEMENT"),
        _postgresql(LINKS, "BEFORE UPDATE", f"FOR EACH ROW WHEN ({_is_more_than_undoing('IS DISTINCT FROM')})"),
    ]


def _sqlite_fixed(tables: Iterable[str]) -> list[str]:
    return [trigger for table in tables for trigger in kept_on_sqlite(table)]


def _postgresql_fixed(tables: Iterable[str]) -> list[str]:
    return [statement for table in tables for statement in kept_on_postgresql(table, "record_refuse")]


def _is_more_than_undoing(differs: str) -> str:
    return " OR ".join(["OLD.undone_at IS NOT NULL", *(f"OLD.{name} {differs} NEW.{name}" for name in _OF_A_LINK)])


def _postgresql(table: str, event: str, each: str) -> str:
    name = event.removeprefix("BEFORE ").replace(" OR ", "_").lower()
    return f"CREATE TRIGGER {table}_no_{name} {event} ON {table} {each} EXECUTE FUNCTION record_refuse()"
