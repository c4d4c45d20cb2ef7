"""The rows of one concern, read by one statement, and questions about them answered without another.

A page of a concern asks some dozens of questions of as many tables, each of which holds a few rows of it. While a
request only looks, the rows that the reader sees are read at once, whatever there is; a queryset that asks for rows of
that concern by their own columns is answered from them. Whatever asks for more goes to the database as before.

What the reader sees is what the row's policy says: its compartment, and the further ones of `also_in`. PostgreSQL holds
the one statement to its policies as it does any other. Tables that are about other concerns too are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Field, ForeignKey, QuerySet
from django.utils import timezone

from fingerpost.access.actor import Actor
from fingerpost.access.rows_asked import NotAnswered, Question, Values

LEFT_OUT = frozenset({"record_searchtoken"})
"""On no page, and many."""

type Model = type[models.Model]


@dataclass
class ConcernRows:
    """The rows of a concern in the parts that the actor sees, read when they are asked for first.

    `is_shared`: nobody changes what a row holds, so that two instances of it may share that.
    """

    concern: models.Model
    parts: frozenset[str]
    actor: Actor
    is_shared: bool = True
    since: datetime = field(default_factory=timezone.now)
    _rows: dict[Model, dict[UUID, Values]] | None = None
    _others: dict[Model, dict[Any, models.Model]] = field(default_factory=dict)

    def answer(self, asked: QuerySet[Any]) -> list[Any] | None:
        """Return what a queryset asks for; None where it has to be asked of the database."""
        if asked.model not in held_models() or asked.db != DEFAULT_DB_ALIAS:
            return None
        try:
            return Question(asked, self).answered()
        except NotAnswered:
            return None

    def of(self, model: Model) -> Mapping[UUID, Values]:
        """Return the rows of a table, by their keys. Raises `NotAnswered` where it is not among those that are held."""
        if model not in held_models():
            raise NotAnswered
        if self._rows is None:
            self._rows = _read(self.concern.pk, sorted(self.parts))
        if model not in self._rows:
            raise NotAnswered
        return self._rows[model]

    def forget(self, table: str) -> None:
        """Leave a table to the database, since something is written to it; or read anew to whom rows refer."""
        held = next((model for model in held_models() if model._meta.db_table == table), None)
        if held is None:
            self._others.clear()
        elif self._rows is not None:
            self._rows.pop(held, None)

    def other(self, model: Model, key: Any) -> models.Model:
        """Return somebody, or an organisation, to whom rows refer: all of them are read with the first."""
        if model is type(self.concern) and key == self.concern.pk:
            return self.concern
        if model._meta.label not in _OTHERS:
            raise NotAnswered
        if model not in self._others:
            keys = {
                row[one.attname]
                for held, rows in (self._rows or {}).items()
                for one in held._meta.concrete_fields
                if one.related_model is model
                for row in rows.values()
            }
            found = self._of_members() if model._meta.label == "access.Organisation" else {}
            if left := keys - {None} - found.keys():
                joined = _OTHERS[model._meta.label]
                there = model._default_manager.all()
                found |= (there.select_related(*joined) if joined else there).in_bulk(left)
            self._others[model] = found
        if key not in self._others[model]:
            raise NotAnswered
        return self._others[model][key]

    def _of_members(self) -> dict[Any, models.Model]:
        """Return the organisations that are known by their members already."""
        members: Iterable[Any] = self._others.get(apps.get_model("access", "Membership"), {}).values()
        return {member.organisation_id: member.organisation for member in members}


_OTHERS = {
    "access.Membership": ("user", "organisation"),
    "access.Organisation": (),
    "access.User": (),
}


@cache
def held_models() -> tuple[Any, ...]:
    """Return the tables whose rows are held: all that are about one concern, and seen by who sees their parts."""
    return tuple(
        model
        for model in apps.get_models()
        if hasattr(model, "also_in")  # case data
        and model._meta.db_table not in LEFT_OUT
        and all(concern == "concern" for concern, _ in model.also_in)
    )


FUNCTION = "guard.rows_of(uuid, text[])"
"""What reads them on PostgreSQL. It runs with the rights of whoever calls it, and is held to every policy: it is a
function so that the plan of the one statement is kept for a session, since making that takes longer than the rest."""


def function() -> str:
    """Return the SQL that makes it."""
    return f"""
CREATE OR REPLACE FUNCTION guard.rows_of(of_concern uuid, in_parts text[])
RETURNS TABLE (kind integer, row_columns text)
LANGUAGE plpgsql STABLE SECURITY INVOKER
SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    {_statement("postgresql", "of_concern", "ANY (in_parts)")};
END
$$;
"""


def _read(concern: UUID, parts: Sequence[str]) -> dict[Model, dict[UUID, Values]]:
    wanted: list[Any]
    if connection.vendor == "postgresql":
        sql, wanted = "SELECT kind, row_columns FROM guard.rows_of(%s, %s)", [concern, parts]
    else:
        sql = _statement(
            "sqlite", "(SELECT concern FROM asked)", "(SELECT value FROM json_each((SELECT parts FROM asked)))"
        )
        sql = f"WITH asked (concern, parts) AS (SELECT %s, %s) {sql}"
        wanted = [concern.hex, json.dumps(parts)]
    found: dict[Model, dict[UUID, Values]] = {model: {} for model in held_models()}
    readers = _readers(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, wanted)
        for kind, columns in cursor.fetchall():
            model, of_columns = readers[kind]
            row = {
                name: None if text is None else read(text)
                for (name, read), text in zip(of_columns, json.loads(columns), strict=True)
            }
            key: Any = row["id"]
            found[model][key] = row
    return found


@cache
def _statement(vendor: str, concern: str, parts: str) -> str:
    """Return the statement that reads them: of which concern, and among which parts."""
    made, among = [], f"= {parts}" if vendor == "postgresql" else f"IN {parts}"
    for kind, model in enumerate(held_models()):
        columns = ", ".join(as_text(f'"{one.column}"', one, vendor) for one in model._meta.concrete_fields)
        array = f"json_build_array({columns})::text" if vendor == "postgresql" else f"json_array({columns})"
        within = " AND ".join(f'"{part}" {among}' for part in ("compartment", *(part for _, part in model.also_in)))
        made.append(
            f'SELECT {kind}, {array} FROM "{model._meta.db_table}" WHERE concern_id = {concern} AND {within}'  # noqa: S608
        )
    return " UNION ALL ".join(made)


def as_text(column: str, one: Field[Any, Any], vendor: str) -> str:
    """Return the SQL of a column of this kind as text."""
    if one.get_internal_type() == "BinaryField":
        return f"encode({column}, 'hex')" if vendor == "postgresql" else f"nullif(hex({column}), '')"
    return f"{column}::text" if vendor == "postgresql" else f"CAST({column} AS TEXT)"


@cache
def _readers(vendor: str) -> list[tuple[Model, list[tuple[str, Callable[[str], Any]]]]]:
    """Return, for each table, how each of its columns is read from its text."""
    return [
        (model, [(one.attname, reader(one, vendor)) for one in model._meta.concrete_fields]) for model in held_models()
    ]


def reader(one: Any, vendor: str) -> Callable[[str], Any]:
    """Return how a column of this kind is read from its text."""
    while isinstance(one, ForeignKey):
        one = one.target_field
    one = getattr(one, "output_field", None) or one
    kind = one.get_internal_type()
    if kind == "BinaryField":
        opened = getattr(one, "from_db_value", None)
        return (lambda text: opened(bytes.fromhex(text))) if opened else bytes.fromhex
    readers: dict[str, Callable[[str], Any]] = {
        "UUIDField": UUID,
        "DateTimeField": datetime.fromisoformat if vendor == "postgresql" else _utc,
        "DateField": date.fromisoformat,
        "BooleanField": lambda text: text in ("1", "true", "t"),
        "JSONField": lambda text: json.loads(text, cls=one.decoder),
        "PositiveSmallIntegerField": int,
        "PositiveIntegerField": int,
        "IntegerField": int,
        "BigIntegerField": int,
        "CharField": str,
        "TextField": str,
    }
    return readers[kind]


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
