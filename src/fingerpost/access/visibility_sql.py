"""Sight as one condition of a query, made into SQL once for each kind of reader.

`queries.involvements_that_show` says who sees what. Putting it together costs Django more than asking the database, and
each page asks it some dozen times. So its SQL is kept, with holes where the reader, the moment and the row stand; it is
the same text that the queryset gives, and the tests of agreement hold it to the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, DateField, DateTimeField, F, Field, Func, QuerySet, TextField, UUIDField
from django.db.models.expressions import RawSQL

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
_CONCERN, _COMPARTMENT = "@concern@", "@compartment@"
# What the SQL calls its tables; the query around it may use the same names.
_ALIAS: Final = re.compile(r'"([A-Z]\d+)"')


type Show = Callable[[Actor, datetime], QuerySet[Any]]
"""`queries.involvements_that_show`."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """SQL in its parts, a hole between each two, and its parameters: the name of a reader's value, or a constant."""

    sql: str
    parameters: tuple[tuple[str | None, Any], ...]


_kept: dict[tuple[str, str, bool, bool], _Kept] = {}


class Sees(Func):
    """Whether the actor sees a compartment of a concern at a moment. Both are names of columns; without one, any."""

    def __init__(self, show: Show, actor: Actor, at: datetime, concern: str, compartment: str = "") -> None:
        super().__init__(*map(F, filter(None, (concern, compartment))), output_field=BooleanField())
        self.show = show
        self.actor = actor
        self.at = at

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[Any]]:
        """Return the kept SQL with the columns in it, and the parameters of this reader and moment."""
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        kept = _kept_for(connection, self.show, self.actor, any_part=len(columns) == 1)
        own = _values(self.actor, self.at, connection)
        sql = kept.sql.replace(_CONCERN, columns[0]).replace(_COMPARTMENT, columns[-1])
        return sql, [constant if name is None else own[name] for name, constant in kept.parameters]


def _kept_for(connection: BaseDatabaseWrapper, show: Show, actor: Actor, *, any_part: bool) -> _Kept:
    key = (connection.vendor, str(actor.role), bool(actor.intake), any_part)
    if key not in _kept:
        _kept[key] = _made(connection, show, key[1], key[2], any_part)
    return _kept[key]


def _made(connection: BaseDatabaseWrapper, show: Show, role: str, intake: bool, any_part: bool) -> _Kept:
    user, membership, organisation, request = _IDS
    nobody = Actor(user, membership, organisation, role, _TEAM, intake, request)
    # The holes are constants of ours, and columns that Django has named take their place.
    concern, compartment = RawSQL(_CONCERN, [], UUIDField()), RawSQL(_COMPARTMENT, [], TextField())  # noqa: S611
    shown = show(nobody, _AT).filter(concern=concern)
    if not any_part:
        shown = shown.filter(compartment=compartment)
    query = shown.query.exists()
    query.bump_prefix(query)  # the query around it may be one of the same table
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    named = {value: name for name, value in _values(nobody, _AT, connection).items()}
    holes = tuple((named.get(value), value) for value in parameters)
    _require_that_nobody_is_left(holes)
    return _Kept(f"EXISTS({_ALIAS.sub(r'"seen_\1"', sql)})", holes)


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
