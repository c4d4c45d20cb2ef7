"""Queries about one concern, made into SQL once for each kind of reader.

To put a query together costs Django several times what it costs the database to answer it. What is read with each
change of a concern is always the same but for who reads, when, and which concern. So its SQL is kept, with holes for
these, as `visibility_sql` keeps that of sight.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, UUIDField

from fingerpost.access import visibility_sql as sight
from fingerpost.access.actor import Actor

type Build = Callable[[Actor, datetime, UUID, Sequence[str]], QuerySet[Any, Any]]
"""Returns a query for a reader at a moment, about a concern, in some compartments. Nothing else in it varies."""

# Values that no row has: where they stand in the SQL's parameters, those that are asked about are put.
_CONCERN: Final = UUID(int=sight._IDS[0].int + 99)
_PARTS: Final = [f"\x1a no compartment {number} \x1a" for number in range(4)]
_PART_NAMES: Final = [f"part {number}" for number in range(4)]
_ID: Final = UUIDField[UUID, UUID]()


@dataclass(frozen=True, slots=True)
class Kept:
    """SQL with its parameters, each the name of a hole or a constant, and what Django knows of its columns."""

    sql: str
    parameters: tuple[tuple[str | None, Any], ...]
    query: Any
    compiler: Any
    iterable: Any

    def filled(self, own: Mapping[str, Any]) -> list[Any]:
        """Return the parameters, with what is one's own in the holes."""
        return [constant if hole is None else own[hole] for hole, constant in self.parameters]

    def rows(self, **ways: Callable[..., Any]) -> list[Any]:
        """Return what a queryset of this query gives, whose compiler does some things in another way than its own."""
        compiler, query = copy(self.compiler), object.__new__(type(self.query))
        query.__dict__.update(self.query.__dict__)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.__dict__.update(ways)
        query.get_compiler = lambda *_, **__: compiler
        found: QuerySet[Any, Any] = QuerySet(query.model, query, DEFAULT_DB_ALIAS)
        found._iterable_class = self.iterable
        return list(found)


_kept: dict[Hashable, Kept | None] = {}


def read(
    name: Hashable, build: Build, actor: Actor, at: datetime, concern_id: UUID, parts: Collection[str]
) -> list[Any]:
    """Return what a query finds. Its name is that of no other."""
    connection = connections[DEFAULT_DB_ALIAS]
    key = (name, connection.vendor, str(actor.role), bool(actor.intake), len(parts))
    if key not in _kept:
        _kept[key] = _made(connection, build, str(actor.role), bool(actor.intake), len(parts))
    kept = _kept[key]
    if kept is None:
        return []
    own = sight._values(actor, at, connection) | dict(zip(_PART_NAMES, parts, strict=False))
    own["concern"] = _ID.get_db_prep_value(concern_id, connection)
    return kept.rows(as_sql=lambda *_, **__: (kept.sql, kept.filled(own)))


def _made(connection: BaseDatabaseWrapper, build: Build, role: str, intake: bool, parts: int) -> Kept | None:
    user, membership, organisation, request = sight._IDS[:4]
    nobody = Actor(user, membership, organisation, role, sight._TEAM, intake, request)
    rows = build(nobody, sight._AT, _CONCERN, _PARTS[:parts])
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:  # somebody of this role sees no concern
        return None
    named: dict[Any, str] = {value: name for name, value in sight._values(nobody, sight._AT, connection).items()}
    named |= dict(zip(_PARTS, _PART_NAMES, strict=True))
    named[_ID.get_db_prep_value(_CONCERN, connection)] = "concern"
    holes = tuple((named.get(value), value) for value in parameters)
    sight._require_that_nobody_is_left(holes)
    left = any("no compartment" in str(value) for hole, value in holes if hole is None)
    if left or "concern" not in {hole for hole, _ in holes}:
        raise RuntimeError("a value of no row stands in the SQL, where the concern's own has to be")
    return Kept(sql, holes, rows.query, compiler, rows._iterable_class)
