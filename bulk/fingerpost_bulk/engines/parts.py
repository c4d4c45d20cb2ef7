"""A part of all tables under one another, as Spark's workers get it: split into tables again, and decided by planes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.aligned import Stream, blocks
from fingerpost_bulk.conditions import Conditions
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.planes import Answers, Planes
from fingerpost_bulk.reading import Chosen
from fingerpost_bulk.tables import EVENTS, ID, TABLES, TableError

TABLE = "table"
_MARK = "fingerpost-problem:"
"""What a worker's error begins with, so that it can be told apart from Spark's own."""


@dataclass(frozen=True)
class Shape:
    """Which columns the tables have when they are under one another: a column's name begins with its table's.

    `columns` are those of each table that is there, by name; `schemas` their types; `kept` and `names` are what each
    table's answers have.
    """

    columns: Mapping[str, Sequence[str]]
    schemas: Mapping[str, Any]
    kept: Mapping[Scope, Sequence[str]]
    names: Mapping[Scope, Sequence[str]]

    @classmethod
    def of(cls, schemas: Mapping[str, Any], choice: Chosen, conditions: Conditions) -> Shape:
        """The shape for tables of these schemas."""
        columns = {table: choice.columns[table] for table in (*TABLES.values(), EVENTS) if table in schemas}
        return cls(
            columns,
            {table: pa.schema([schemas[table].field(name) for name in columns[table]]) for table in columns},
            choice.kept,
            {scope: [one.id for one in conditions.provisions[scope]] for scope in SCOPES},
        )

    @staticmethod
    def of_table(table: str, name: str) -> str:
        """What a table's column is called: the concern is everybody's."""
        return name if name == ID else f"{table}|{name}"

    def named(self, scope: Scope, name: str) -> str:
        """The same of a column of answers."""
        return self.of_table(TABLES[scope], name)

    def answers(self) -> Any:
        """The columns of all answers, as a `pyarrow.Schema`."""
        fields = [pa.field(TABLE, pa.int32()), self.schemas[TABLES["concern"]].field(ID)]
        for scope in SCOPES:
            for name in self.kept[scope]:
                fields.append(self.schemas[TABLES[scope]].field(name).with_name(self.named(scope, name)))
            fields += [pa.field(self.named(scope, name), pa.bool_()) for name in self.names[scope]]
        return pa.schema(fields)

    def answered(self) -> str:
        """The same, as Spark declares it."""
        return ", ".join(f"`{field.name}` {_SPARK.get(field.type, 'string')}" for field in self.answers())


_SPARK = {
    pa.bool_(): "boolean",
    pa.int8(): "tinyint",
    pa.int16(): "smallint",
    pa.int32(): "int",
    pa.int64(): "bigint",
    pa.date32(): "date",
    pa.timestamp("us", "UTC"): "timestamp",
    pa.float64(): "double",
}


@dataclass(frozen=True)
class Part:
    """What is sent to each worker: called with a part's batches, it yields the batches of answers."""

    pack: Pack
    only: Collection[str] | None
    shape: Shape

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Decide a part. A TableError becomes an error whose text `told` understands."""
        try:
            yield from self._decided(batches)
        except TableError as error:
            problems = [(problem.where, problem.what, problem.right) for problem in error.problems]
            raise RuntimeError(f"{_MARK}{json.dumps(problems)}\n") from None

    def _decided(self, batches: Iterable[Any]) -> Iterator[Any]:
        planes = Planes(self.pack, self.only)
        schema = self.shape.answers()
        for whole in _whole_concerns(batches):
            split = {table: self._table(whole, place, table) for place, table in enumerate(self.shape.columns)}
            for given in blocks(*_streams(split)):
                block = planes.ready(given)
                tables = block.tables()
                starts = dict.fromkeys(SCOPES, 0)
                for answers in planes.answers(block):
                    for place, scope in enumerate(SCOPES):
                        rows = answers[scope].rows
                        if rows:
                            beside = tables[scope].slice(starts[scope], rows)
                            yield self._under(schema, place, scope, beside, answers[scope])
                        starts[scope] += rows

    def _table(self, whole: Any, place: int, table: str) -> Any:
        """One table's rows of a batch, called as it calls them."""
        rows = whole.filter(pc.equal(whole.column(TABLE), place))
        names = self.shape.columns[table]
        return rows.select([self.shape.of_table(table, name) for name in names]).rename_columns(list(names))

    def _under(self, schema: Any, place: int, scope: Scope, beside: Any, answers: Answers) -> Any:
        """One table's answers with the columns of all."""
        own = {self.shape.named(scope, name): beside.column(name) for name in self.shape.kept[scope]}
        own |= {
            self.shape.named(scope, name): column
            for name, column in zip(answers.columns.schema.names, answers.columns.columns, strict=True)
        }
        columns = []
        for field in schema:
            if field.name == TABLE:
                columns.append(pa.repeat(pa.scalar(place, pa.int32()), answers.rows))
            elif field.name == ID:
                columns.append(beside.column(ID))
            elif field.name in own:
                columns.append(own[field.name].cast(field.type))
            else:
                columns.append(pa.nulls(answers.rows, field.type))
        return pa.RecordBatch.from_arrays(columns, schema=schema)


def _whole_concerns(batches: Iterable[Any]) -> Iterator[Any]:
    """The batches, cut anew such that none ends within a concern."""
    held: list[Any] = []
    for batch in batches:
        ids = batch.column(ID)
        if ids.null_count:
            raise TableError([Problem("", f"a row names no {ID}", "Name the concern in each row.")])
        if not len(ids):
            continue
        last = ids[-1]
        cut = pc.index(ids, last).as_py()
        if cut or (held and held[-1].column(ID)[-1] != last):
            if not cut:
                yield pa.concat_batches(held)
            else:
                yield pa.concat_batches([*held, batch.slice(0, cut)])
            held = []
        held.append(batch.slice(cut))
    if held:
        yield pa.concat_batches(held)


def _streams(split: Mapping[str, Any]) -> tuple[Stream, Any, Any]:
    """A batch's tables as streams of one batch each."""

    def stream(table: str, *, unique: bool = False) -> tuple[Stream, Any]:
        if table not in split:
            empty = pa.RecordBatch.from_pylist([], pa.schema([(ID, pa.int64())]))
            return Stream(table, iter(())), empty
        batch = split[table]
        return Stream(table, iter([batch]), unique=unique), batch.slice(0, 0)

    people = {kind: stream(TABLES[kind]) for kind in KINDS}
    return stream(TABLES["concern"], unique=True)[0], people, stream(EVENTS) if EVENTS in split else None


def told(text: str) -> TableError | None:
    """The problems that a worker found, out of what Spark says of its failure; None where it failed otherwise."""
    _, mark, rest = text.partition(_MARK)
    if not mark:
        return None
    return TableError(Problem(*problem) for problem in json.loads(rest.splitlines()[0]))
