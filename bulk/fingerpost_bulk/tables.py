"""The tables that bulk deciding takes: which columns they have, and what a person is told of one that is not right.

`concerns` has one row a concern, `children` and `adults` one row a person, each with the concern it belongs to. A
column is called after its fact, an event's `happened_` and the event's id. docs/guide/bulk.md has it for users.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.types as of_type

from fingerpost.procedure.errors import FingerpostError, Problem, nearest
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.lifted import EVENT, Fact

TABLES: Mapping[Scope, str] = {"concern": "concerns", "child": "children", "adult": "adults"}
EVENTS = "events"
ID = "concern"
HAPPENED = "happened_"
REPORTED_ON, REPORTED_AT, AS_OF = "reported_on", "reported_at", "as_of"

Schema = Any
"""A `pyarrow.Schema`."""


class TableError(FingerpostError):
    """The tables cannot be taken: nothing is decided."""


@dataclass(frozen=True)
class Kind:
    """A type as a person is told it, whether an Arrow type is one, and the Arrow type that text is read as."""

    words: str
    accepts: Any
    reads: Any

    def is_met_by(self, type: Any) -> bool:
        """Whether a column of this Arrow type will do. One of nulls alone always does."""
        return bool(of_type.is_null(type) or self.accepts(type))


def _text(type: Any) -> bool:
    if of_type.is_dictionary(type):
        return _text(type.value_type)
    return bool(of_type.is_string(type) or of_type.is_large_string(type) or of_type.is_string_view(type))


def _moment(type: Any) -> bool:
    return bool(of_type.is_timestamp(type) and type.tz is not None)


YES_OR_NO = Kind("true and false (boolean)", of_type.is_boolean, pa.bool_())
WHOLE = Kind("whole numbers (integer)", of_type.is_integer, pa.int8())
TEXT = Kind("text (string)", _text, pa.string())
DAY = Kind("days (date)", of_type.is_date, pa.date32())
MOMENT = Kind("times with their offset (timestamp with time zone)", _moment, pa.timestamp("us", "UTC"))
NAME = Kind("whole numbers or text", lambda type: of_type.is_integer(type) or _text(type), None)
ANYTHING = Kind("anything", lambda _: True, None)


@dataclass(frozen=True)
class Format:
    """The columns of each table of a pack, by name. Of facts and events only `facts[scope]` are facts."""

    columns: Mapping[Scope, Mapping[str, Kind]]
    names: Mapping[Fact, str]
    births: Mapping[str, str]

    def of(self, table: str) -> Mapping[str, Kind]:
        """The columns of a table by its name, `events` included."""
        if table == EVENTS:
            return {ID: NAME, "type": TEXT, "person": NAME, "to": TEXT, "at": MOMENT}
        return next(self.columns[scope] for scope, name in TABLES.items() if name == table)


def format_of(pack: Pack) -> Format:
    """Which columns a pack's tables may have."""
    kinds = {"bool": YES_OR_NO, "int": WHOLE, "enum": TEXT}
    columns: dict[Scope, dict[str, Kind]] = {
        "concern": {ID: NAME, "area": ANYTHING, REPORTED_ON: DAY, REPORTED_AT: MOMENT, AS_OF: MOMENT},
        "child": {ID: NAME, "child": NAME},
        "adult": {ID: NAME, "adult": NAME},
    }
    names: dict[Fact, str] = {}
    births: dict[str, str] = {}
    for fact in pack.facts.values():
        columns[fact.scope][fact.id] = kinds[fact.type]
        names[Fact(fact.scope, fact.id)] = fact.id
        if fact.birth_date:
            columns[fact.scope][fact.birth_date] = DAY
            births[fact.id] = fact.birth_date
    for event in pack.events.values():
        columns[event.about][HAPPENED + event.id] = YES_OR_NO
        names[Fact(event.about, EVENT + event.id)] = HAPPENED + event.id
    return Format(columns, names, births)


def problems(form: Format, table: str, where: str, schema: Schema, keep: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with a table's columns. `where` is what the table is called in messages; `keep` may be anything."""
    known = form.of(table)
    if ID not in schema.names:
        yield Problem(where, f"it has no column “{ID}”", "Each row names its concern there, by a number or a text.")
    for name, type in zip(schema.names, schema.types, strict=True):
        if schema.names.count(name) > 1:
            yield Problem(where, f"it has two columns “{name}”", "Leave one out.")
        elif name not in known and name not in keep:
            yield Problem(where, f"“{name}” is no column of {table}", _where_else(form, table, name))
        elif name in known and not known[name].is_met_by(type):
            yield Problem(where, f"the column “{name}” is {type}", f"It should be {known[name].words}.")


def _where_else(form: Format, table: str, name: str) -> str:
    for other in (*TABLES.values(), EVENTS):
        if other != table and name in form.of(other):
            return f"It belongs to {other}."
    advice = nearest(name, form.of(table))
    return f"{advice} Or keep it beside the answers: --keep {name}.".strip()
