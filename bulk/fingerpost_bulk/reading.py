"""From tables, wherever they are, to blocks that can be decided; and files of cases likewise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

import pyarrow as pa

from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.errors import FingerpostError, Problem, nearest
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.json import parse_json
from fingerpost_bulk.aligned import Block, Stream, blocks
from fingerpost_bulk.cases import block_of
from fingerpost_bulk.conditions import Conditions
from fingerpost_bulk.lifted import EVENT
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.sources.given import Tables
from fingerpost_bulk.tables import AS_OF, EVENTS, ID, REPORTED_AT, REPORTED_ON, TABLES, Format, TableError, problems

SIZE = 1 << 17
"""Rows of a table at a time."""


@dataclass(frozen=True)
class Chosen:
    """What is read: the columns of each table, those that are carried into the answers, and facts with no column."""

    columns: dict[str, list[str]]
    kept: dict[Scope, list[str]]
    missing: dict[Scope, list[str]]


def chosen(tables: Tables, form: Format, conditions: Conditions, keep: Collection[str] = ()) -> Chosen:
    """Which columns to read. Raises TableError with everything that is wrong with the tables' columns."""
    found = [
        problem
        for table, schema in tables.schemas.items()
        for problem in problems(form, table, tables.where(table), schema, keep)
    ]
    everywhere = {name for schema in tables.schemas.values() for name in schema.names}
    found += [
        Problem(f"--keep {name}", "no table has such a column", nearest(name, everywhere))
        for name in keep
        if name not in everywhere
    ]
    if found:
        raise TableError(found)
    columns: dict[str, list[str]] = {}
    kept: dict[Scope, list[str]] = {}
    missing: dict[Scope, list[str]] = {}
    for scope in SCOPES:
        table = TABLES[scope]
        there = tables.schemas[table].names if table in tables.schemas else []
        kept[scope] = [name for name in there if name in keep or name == scope != ID]
        needed = {form.names[fact]: fact for fact in conditions.needs(scope)}
        births = [form.births[name] for name in needed if name in form.births]
        extra = [AS_OF, REPORTED_ON, REPORTED_AT] if scope == "concern" else births
        columns[table] = [name for name in there if name in {ID, *kept[scope], *needed, *extra}]
        missing[scope] = [
            name
            for name, fact in needed.items()
            if there and name not in there and not fact.name.startswith(EVENT) and form.births.get(name) not in there
        ]
    if EVENTS in tables.schemas:
        columns[EVENTS] = [name for name in tables.schemas[EVENTS].names if name != "to"]
    return Chosen(columns, kept, missing)


def read(tables: Tables, choice: Chosen, size: int = SIZE) -> Iterator[Block]:
    """The tables' blocks. Raises TableError for rows out of order, and for people of no concern."""

    def stream(table: str, *, unique: bool = False) -> tuple[Stream, Any]:
        if table not in tables.schemas:
            return Stream(table, iter(())), _empty(pa.schema([(ID, pa.int64())]), [ID])
        columns = choice.columns[table]
        batches = tables.batches(table, columns, size)
        return Stream(tables.where(table), batches, unique=unique), _empty(tables.schemas[table], columns)

    people = {kind: stream(TABLES[kind]) for kind in KINDS}
    events = stream(EVENTS) if EVENTS in tables.schemas else None
    return blocks(stream(TABLES["concern"], unique=True)[0], people, events)


def _empty(schema: Any, columns: Sequence[str]) -> Any:
    return pa.RecordBatch.from_pylist([], pa.schema([schema.field(name) for name in columns]))


def read_cases(lines: Iterable[bytes], pack: Pack, size: int = SIZE) -> Iterator[Block]:
    """Blocks of cases, one a line; a concern is called by its line. Raises FingerpostError with the line."""
    first = 1
    for some in batched(lines, size):
        yield block_of([_case(line, first + place, pack) for place, line in enumerate(some)], pack, first)
        first += len(some)


def _case(line: bytes, number: int, pack: Pack) -> Any:
    try:
        return case_from(parse_json(line.decode(), first_line=number), pack)
    except UnicodeDecodeError:
        raise TableError([Problem(f"line {number}", "this is not UTF-8 text")]) from None
    except FingerpostError as error:
        told = (problem if problem.where.startswith("line") else _at(number, problem) for problem in error.problems)
        raise TableError(told) from None


def _at(number: int, problem: Problem) -> Problem:
    return Problem(
        f"line {number}, {problem.where}" if problem.where else f"line {number}", problem.what, problem.right
    )
