"""Lists over all that somebody sees, whose SQL is kept, and several of which are read by one statement.

A home page asks a dozen lists what waits. To put their queries together costs Django several times what it costs the
database to answer them; so the SQL of each is kept for each kind of reader, as `kept_queries` keeps that of one
concern, and those that a page needs are read ahead, on PostgreSQL by one statement: `read` finds what `ahead` read.

Every row comes as one text, in the form that `concern_rows` has too.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NoReturn, Self
from uuid import UUID

import psycopg
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, DateField, DateTimeField, F, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from psycopg.sql import Literal

from fingerpost.access import context, looking
from fingerpost.access import visibility_sql as sight
from fingerpost.access.actor import Actor
from fingerpost.access.concern_rows import as_text, reader
from fingerpost.access.kept_queries import Kept
from fingerpost.procedure.calendar import london_day

type Build = Callable[[Actor, datetime, date], QuerySet[Any, Any]]
"""Returns a query for a reader, by a moment and a day. It reads nothing itself, and nothing else in it varies."""

_KIND: Final = "@kind@"
_GIVEN: Final = "\x1a those that are given \x1a"
# Values that no list is asked by, as those of `visibility_sql` are of no reader.
_AT: Final = datetime(1805, 2, 3, 7, 5, 3, 171717, tzinfo=UTC)
_DAY: Final = date(1806, 4, 5)
_MARKS: Final = (*sight._MARKS, "1805", "1806")
_MOMENT: Final = DateTimeField[datetime, datetime]()
_DATE: Final = DateField[date, date]()


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list that one asks for. Its name is that of no other, and says what else is in it.

    `at`, `day`: by which it is asked; now and today when left out. `given`: rows by which it is asked (`AmongGiven`).
    `is_kept`: its SQL is; not where whoever asks chooses one of very many, as a page far down.
    """

    name: Hashable
    build: Build = field(compare=False)
    at: datetime | None = None
    day: date | None = None
    given: tuple[UUID, ...] | None = None
    is_kept: bool = True

    def of(self, given: Iterable[UUID]) -> KeptList:
        """Return the list of what is about these rows."""
        return replace(self, given=tuple(sorted(set(given))))


class AmongGiven(Func):
    """Whether a column has one of those that a list is asked by."""

    def __init__(self, column: str) -> None:
        super().__init__(F(column), output_field=BooleanField())

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """Return what SQLite answers."""
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        return f"{column} IN (SELECT value FROM json_each(%s))", [*parameters, _GIVEN]  # noqa: S608 - no input

    def as_postgresql(self, compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return what PostgreSQL answers."""
        column, parameters = compiler.compile(self.get_source_expressions()[0])
        return f"{column} = ANY (%s::uuid[])", [*parameters, _GIVEN]


@dataclass(frozen=True, slots=True)
class _Kept(Kept):
    """SQL that gives each row as a text, and how each of its columns is read from that."""

    readers: tuple[Callable[[str], Any], ...]


_kept: dict[Hashable, _Kept | None] = {}


def ahead(*wanted: KeptList) -> None:
    """Read these, on PostgreSQL by one statement, while a request only looks: `read` finds each of them then."""
    look = looking.current()
    if look is not None:
        left = [one for one in wanted if _key(one) not in look.read]
        look.read.update(zip(map(_key, left), _read(left), strict=True))


def read(wanted: KeptList) -> list[Any]:
    """Return what is in a list, for whoever is acting now. Whoever asks shares it, and changes nothing of it."""
    look = looking.current()
    if look is None:
        return _read([wanted])[0]
    if _key(wanted) not in look.read:
        look.read[_key(wanted)] = _read([wanted])[0]
    found: list[Any] = look.read[_key(wanted)]
    return found


def _key(wanted: KeptList) -> Hashable:
    return (__name__, wanted, context.required())


def _read(wanted: Sequence[KeptList]) -> list[list[Any]]:
    actor, now, connection = context.required(), timezone.now(), connections[DEFAULT_DB_ALIAS]
    is_asked = any(one.given != () for one in wanted)
    every = [_of(one, actor, connection) if is_asked else None for one in wanted]
    parts = [
        (kept.sql.replace(_KIND, str(number)), _filled(one, kept, actor, now, connection))
        for number, (one, kept) in enumerate(zip(wanted, every, strict=True))
        if kept is not None
    ]
    # Nothing is sent anywhere on SQLite, and it takes several times as long over a union as over its parts.
    together = [parts] if connection.vendor == "postgresql" else [[part] for part in parts]
    rows: list[list[tuple[int, str]]] = [[] for _ in wanted]
    for some in filter(None, together):
        with _cursor(connection) as cursor:
            sql = " UNION ALL ".join(text for text, _ in some)
            cursor.execute(
                sight.OWN + sql if "FROM own)" in sql else sql, [value for _, given in some for value in given]
            )
            for kind, place, columns in cursor.fetchall():
                rows[kind].append((place, columns))
    return [
        [] if kept is None else _made(kept, [json.loads(columns) for _, columns in sorted(found)])
        for found, kept in zip(rows, every, strict=True)
    ]


class _Prepared(psycopg.Cursor[Any]):
    """Prepares what it executes."""

    def execute(self, query: Any, params: Any = None, **_: Any) -> Self:
        """Execute it: the plan of the same statement is kept for as long as the connection is."""
        return super().execute(query, params, prepare=True)


def _cursor(connection: Any) -> Any:
    """Return a cursor for lists. With every policy in it, their plan takes PostgreSQL longer than the answer: as many
    plans as `KEPT_PLANS` says are kept for as long as the connection is, and what was not asked for longest goes."""
    if connection.vendor != "postgresql" or not settings.KEPT_PLANS:
        return connection.cursor()
    connection.ensure_connection()
    connection.connection.prepare_threshold = sys.maxsize  # else none is prepared, though one says so
    connection.connection.prepared_max = settings.KEPT_PLANS
    return connection._prepare_cursor(_Prepared(connection.connection))


def _made(kept: _Kept, rows: list[list[str | None]]) -> list[Any]:
    """Return what a queryset gives for these rows of texts."""
    values = [
        [None if text is None else read(text) for read, text in zip(kept.readers, row, strict=True)] for row in rows
    ]
    return kept.rows(execute_sql=lambda *_, **__: [values], get_converters=lambda *_: {})


# ---- the SQL ---------------------------------------------------------------------------------------------------------


def _of(wanted: KeptList, actor: Actor, connection: BaseDatabaseWrapper) -> _Kept | None:
    if not wanted.is_kept:
        return _put_together(wanted, actor, connection)
    key = (wanted.name, connection.vendor, str(actor.role), bool(actor.intake), bool(actor.team))
    if key not in _kept:
        _kept[key] = _put_together(wanted, actor, connection)
    return _kept[key]


def _put_together(wanted: KeptList, actor: Actor, connection: BaseDatabaseWrapper) -> _Kept | None:
    """Return the list as SQL; None where somebody of this role sees nothing of it."""
    user, membership, organisation, request = sight._IDS
    team = sight._TEAM if actor.team else ""
    nobody = Actor(user, membership, organisation, actor.role, team, actor.intake, request)
    with connection.execute_wrapper(_refuse), context.imagined(nobody), sight.at(sight._AT):
        rows = wanted.build(nobody, _AT, _DAY)
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
    asked = replace(wanted, at=_AT, day=_DAY)
    named = {value: name for name, value in _values(asked, nobody, sight._AT, connection).items()}
    named[_GIVEN] = "given"
    holes = tuple((named.get(value) if value != "" else None, value) for value in parameters)
    _require_that_nothing_is_left(holes)
    if connection.vendor == "postgresql":
        sql, holes = _with_constants(sql, holes, connection.connection)
    fields = [column.output_field for column, _, _ in compiler.select]
    names = [f"c{number}" for number in range(len(fields))]
    texts = ", ".join(as_text(name, one, connection.vendor) for name, one in zip(names, fields, strict=True))
    array = f"json_build_array({texts})::text" if connection.vendor == "postgresql" else f"json_array({texts})"
    within = (
        f"SELECT {_KIND}, row_number() OVER (), {array} FROM ("  # noqa: S608 - no input
        f"WITH found ({', '.join(names)}) AS ({sql}) SELECT * FROM found) listed"
    )
    readers = tuple(reader(one, connection.vendor) for one in fields)
    return _Kept(within, holes, rows.query, compiler, rows._iterable_class, readers)


def _with_constants(
    sql: str, holes: tuple[tuple[str | None, Any], ...], connection: Any
) -> tuple[str, tuple[tuple[str | None, Any], ...]]:
    """Return the SQL with its constants in it: a plan that is kept knows them then, and only who reads is left open."""
    values = iter(holes)

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        name, value = next(values)
        return found[0] if name is not None else Literal(value).as_string(connection).replace("%", "%%")

    return re.sub("%s|%%", put, sql), tuple((name, value) for name, value in holes if name is not None)


def _filled(wanted: KeptList, kept: _Kept, actor: Actor, now: datetime, connection: BaseDatabaseWrapper) -> list[Any]:
    own = _values(wanted, actor, now, connection)
    given = wanted.given or ()
    is_array = connection.vendor == "postgresql"
    own["given"] = f"{{{','.join(map(str, given))}}}" if is_array else json.dumps([one.hex for one in given])
    return kept.filled(own)


def _values(wanted: KeptList, actor: Actor, now: datetime, connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Return what differs between readers and moments, as the database takes it."""
    at = wanted.at or now
    return sight._values(actor, now, connection) | {
        "list's moment": _MOMENT.get_db_prep_value(at, connection),
        "its day": _DATE.get_db_prep_value(london_day(at), connection),
        "list's day": _DATE.get_db_prep_value(wanted.day or london_day(at), connection),
    }


def _require_that_nothing_is_left(holes: tuple[tuple[str | None, Any], ...]) -> None:
    """Raise where a reader's value is in the SQL in a form that we do not know, or the moment at which it is made."""
    now = timezone.now()
    days = {str((now + timedelta(days=days)).date()) for days in (-1, 0, 1)}
    for name, value in holes:
        text = str(value).lower()
        if name is None and (any(mark in text.replace("-", "") for mark in _MARKS) or text[:10] in days):
            raise RuntimeError(f"{value!r} is in the SQL of a kept list, where a reader's own or the moment has to be")


def _refuse(*_: Any) -> NoReturn:
    raise RuntimeError("a kept list reads something while its query is put together")
