"""Sight as one condition of a query, made into SQL once for each kind of reader.

`queries.what_shows` says who sees what. Putting it together costs Django more than asking the database, and a request
asks it up to some hundred times. So its SQL is kept, with holes where the reader, the moment and the row stand; it is
the same text that the queryset gives, and the tests of agreement hold it to the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    F,
    Field,
    Func,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
)
from django.utils import timezone

from fingerpost.access.actor import Actor
from fingerpost.procedure.calendar import london_day

if TYPE_CHECKING:
    from django.db.models.sql.compiler import SQLCompiler

# Values that no reader has: where they stand in the SQL's parameters, the reader's own are put.
_AT: Final = datetime(1803, 7, 9, 11, 13, 17, 191919, tzinfo=UTC)
_IDS: Final = [UUID(int=(0x5E75_0F51_6748 << 80) + number) for number in range(4)]
_TEAM: Final = "\x1a no team is called this \x1a"
# By these they are known again in whatever form a database takes them.
_MARKS: Final = ("5e750f516748", "1803", _TEAM)
_ROW: Final = "@row@"
# What the SQL calls its tables; the query around it may use the same names.
_ALIAS: Final = re.compile(r'"([A-Z]\d+)"')


_now: ContextVar[datetime | None] = ContextVar("fingerpost_sight_at", default=None)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let now be another moment, for SQL that is kept."""
    token = _now.set(moment)
    try:
        yield
    finally:
        _now.reset(token)


def now() -> datetime:
    """Return the moment at which one sees what one sees."""
    return _now.get() or timezone.now()


type Show = Callable[[Actor, datetime], QuerySet[Any]]
"""`queries.what_shows`."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """SQL with a hole where the row stands, and its parameters: the name of a reader's value, or a constant."""

    sql: str
    parameters: tuple[tuple[str | None, Any], ...]


_kept: dict[tuple[str, str, bool], _Kept] = {}


class Shows(Func):
    """Whether an involvement is one through which the actor sees its compartment at a moment."""

    def __init__(self, what: Show, actor: Actor, at: datetime) -> None:
        super().__init__(F("pk"), output_field=BooleanField())
        self.what = what
        self.actor = actor
        self.at = at

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """Return the kept SQL of the row that is asked about, and the parameters of this reader and moment."""
        key, _parameters = compiler.compile(self.get_source_expressions()[0])
        return _filled(connection, self.what, self.actor, self.at, key.rpartition(".")[0])


class Sees(Func):
    """Whether the actor sees a compartment of a concern at a moment. Both are names of columns; without one, any.

    Without a moment it is now. PostgreSQL's policies say it then, of each row; only in a role which they do not hold is
    the guard's view asked here, which knows who acts.
    """

    def __init__(self, what: Show, actor: Actor, at: datetime | None, concern: str, compartment: str = "") -> None:
        super().__init__(*map(F, filter(None, (concern, compartment))), output_field=BooleanField())
        self.what = what
        self.actor = actor
        self.at = at

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """Return the kept SQL with the columns in it, and the parameters of this reader and moment."""
        place, parameters = self._place(compiler, "concern_id", "compartment")
        row, own = _filled(connection, self.what, self.actor, self.at or now(), '"seen"')
        return f'EXISTS(SELECT 1 FROM "access_involvement" "seen" WHERE {place} AND {row})', [*parameters, *own]  # noqa: S608 - no input

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return what asks the guard's view where no policy does."""
        if self.at is not None:
            return self.as_sql(compiler, connection)
        place, parameters = self._place(compiler, "seen_concern", "seen_part")
        return (
            "CASE WHEN (SELECT row_security_active('public.access_concern')) THEN true"  # noqa: S608 - no input
            f' ELSE EXISTS(SELECT 1 FROM guard.mine "seen" WHERE {place}) END',
            parameters,
        )

    def _place(self, compiler: SQLCompiler, *names: str) -> tuple[str, list[Any]]:
        sql: list[str] = []
        parameters: list[Any] = []
        for name, column in zip(names, self.get_source_expressions(), strict=False):
            compiled, given = compiler.compile(column)
            sql.append(f'"seen"."{name}" = {compiled}')
            parameters += given
        return " AND ".join(sql), parameters


class AmongFound(Func):
    """Whether a column has one of what a query finds, which PostgreSQL asks once: an index answers then."""

    def __init__(self, column: str, found: QuerySet[Any, Any]) -> None:
        super().__init__(F(column), Subquery(found), output_field=BooleanField())

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """Return what SQLite answers."""
        column, found = map(compiler.compile, self.get_source_expressions())
        return f"{column[0]} IN {found[0]}", [*column[1], *found[1]]

    def as_postgresql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return what an index answers."""
        column, found = map(compiler.compile, self.get_source_expressions())
        return f"{column[0]} = ANY (ARRAY{found[0]})", [*column[1], *found[1]]


OWN: Final = "WITH own (concerns) AS MATERIALIZED (SELECT ARRAY(SELECT DISTINCT seen_concern FROM guard.mine)) "
"""What is before a statement of kept SQL in which `AmongOwn` is: it is worked out once, however often that is."""


class AmongOwn(Func):
    """Whether a concern is one of those that whoever is acting sees, for lists and counts: PostgreSQL finds the rows by
    it, in the place of going through everybody's. It lets nobody see more, and SQLite does without."""

    def __init__(self, concern: str) -> None:
        super().__init__(F(concern), output_field=BooleanField())

    def as_sql(  # type: ignore[override]
        self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """Return what is always so."""
        return "1 = 1", []

    def as_postgresql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return what an index answers."""
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        own = "(SELECT concerns FROM own)::uuid[]" if _now.get() else "ARRAY(SELECT seen_concern FROM guard.mine)"
        return f"{column} = ANY ({own})", list(parameters)


def _filled(connection: BaseDatabaseWrapper, what: Show, actor: Actor, at: datetime, row: str) -> tuple[str, list[Any]]:
    key = (connection.vendor, str(actor.role), bool(actor.intake))
    if key not in _kept:
        _kept[key] = _made(connection, what, key[1], key[2])
    kept, own = _kept[key], _values(actor, at, connection)
    parameters = [constant if name is None else own[name] for name, constant in kept.parameters]
    return kept.sql.replace(_ROW, row), parameters


def _made(connection: BaseDatabaseWrapper, what: Show, role: str, intake: bool) -> _Kept:
    query = what(_nobody(role, intake), _AT).query
    query.bump_prefix(query)  # the query around it may be one of the same table
    # No other table is joined: the row alone is outside of its subqueries.
    (row,) = (alias for alias, used in query.alias_refcount.items() if used)
    compiler = query.get_compiler(connection=connection)
    sql, parameters = compiler.compile(query.where)
    named = {value: name for name, value in _values(_nobody(role, intake), _AT, connection).items()}
    holes = tuple((named.get(value), value) for value in parameters)
    _require_that_nobody_is_left(holes)
    sql = sql.replace(connection.ops.quote_name(row), _ROW)
    return _Kept(f"({_ALIAS.sub(r'"seen_\1"', sql)})", holes)


def _nobody(role: str, intake: bool) -> Actor:
    user, membership, organisation, request = _IDS
    return Actor(user, membership, organisation, role, _TEAM, intake, request)


def _require_that_nobody_is_left(holes: tuple[tuple[str | None, Any], ...]) -> None:
    """Raise where a value of ours is in the SQL in another form than we know: nobody’s exclusion would be found."""
    constants = [str(value).lower().replace("-", "") for name, value in holes if name is None]
    if any(mark in constant for constant in constants for mark in _MARKS):
        raise RuntimeError("a value of no reader is in the SQL of sight, where a reader's own has to be")
    if not {"user", "membership", "organisation", "at", "day"} <= {name for name, _ in holes}:
        raise RuntimeError("the SQL of sight does not ask all that sight follows from")


_FIELDS: Final[Mapping[str, Field[Any, Any]]] = {
    "user": UUIDField(),
    "membership": UUIDField(),
    "organisation": UUIDField(),
    "team": TextField(),
    "at": DateTimeField(),
    "day": DateField(),
}


def _values(actor: Actor, at: datetime, connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Return what differs between readers, as the database takes it."""
    values = {
        "user": actor.user_id,
        "membership": actor.membership_id,
        "organisation": actor.organisation_id,
        "team": actor.team,
        "at": at,
        "day": london_day(at),
    }
    return {name: _FIELDS[name].get_db_prep_value(value, connection) for name, value in values.items()}
