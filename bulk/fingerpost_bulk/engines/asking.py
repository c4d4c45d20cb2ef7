"""What every engine is asked in SQL: first whether the tables are in order, then for the answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import Scope
from fingerpost.procedure.pack.model import Fact, Pack
from fingerpost_bulk.conditions import Conditions, conditions_of
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.reading import Chosen, chosen
from fingerpost_bulk.sources.given import Tables
from fingerpost_bulk.sql import Dialect, Given, SqlError, statements
from fingerpost_bulk.tables import EVENTS, ID, TABLES, TableError, format_of

Ask = Callable[[str], Sequence[Any] | None]
"""Runs a query; returns its first row."""

NOBODY = "(SELECT CAST(NULL AS BIGINT) AS concern WHERE 1 = 0)"


@dataclass(frozen=True)
class Question:
    """The statements for one engine. `names` are the provisions that each table's answers have, in order."""

    selects: Mapping[Scope, str]
    names: Mapping[Scope, Sequence[str]]
    choice: Chosen


def question(
    tables: Tables, sources: Mapping[str, str], pack: Pack, only: Collection[str] | None, keep: Collection[str],
    dialect: Dialect, ask: Ask,
) -> Question:  # fmt: skip
    """See that the tables are in order, and say them in SQL. `sources` are what comes after FROM for each table.

    Raises TableError or SqlError.
    """
    form = format_of(pack)
    conditions: Conditions = conditions_of(pack, only)
    choice = chosen(tables, form, conditions, keep)
    if EVENTS in tables.schemas:
        raise SqlError([Problem(EVENTS, "SQL does not read this table", "Say in columns happened_… what happened.")])
    for fact, birth in form.births.items():
        table = TABLES[pack.facts[fact].scope]
        if table in tables.schemas and birth in tables.schemas[table].names:
            right = f"Give {fact}, or let planes decide."
            raise SqlError([Problem(tables.where(table), f"SQL does not read “{birth}”", right)])
    _check(tables, sources, pack, conditions, dialect, ask)
    given = Given(
        {scope: sources.get(TABLES[scope], NOBODY) for scope in SCOPES},
        {scope: choice.columns.get(TABLES[scope], []) for scope in SCOPES},
        choice.kept,
    )
    names = {scope: [one.id for one in conditions.provisions[scope]] for scope in SCOPES}
    return Question(statements(conditions, form, given, dialect), names, choice)


def _check(
    tables: Tables, sources: Mapping[str, str], pack: Pack, conditions: Conditions, dialect: Dialect, ask: Ask
) -> None:
    """Raise TableError for a concern that is there twice or never, and for an answer that its fact does not have."""
    id, concerns = dialect.named(ID), sources[TABLES["concern"]]
    twice = ask(f"SELECT {id} FROM {concerns} c GROUP BY {id} HAVING COUNT(*) > 1 OR {id} IS NULL LIMIT 1")  # noqa: S608
    if twice:
        what = "a row names no concern" if twice[0] is None else f"concern {twice[0]} is there twice"
        raise TableError([Problem(tables.where(TABLES["concern"]), what, "One row each.")])
    for table in (TABLES[kind] for kind in KINDS if TABLES[kind] in sources):
        nowhere = ask(
            f"SELECT p.{id} FROM {sources[table]} p "  # noqa: S608
            f"LEFT JOIN {concerns} c ON c.{id} = p.{id} WHERE c.{id} IS NULL LIMIT 1"
        )
        if nowhere:
            what = f"concern {nowhere[0]} is not among the concerns"
            raise TableError([Problem(tables.where(table), what, "Each has a row there.")])
    for table, fact, test in _domains(tables, pack, conditions, dialect):
        name = dialect.named(fact.id)
        wrong = ask(f"SELECT {id}, {name} FROM {sources[table]} t WHERE NOT ({test}) LIMIT 1")  # noqa: S608
        if wrong:
            what = f"concern {wrong[0]}: “{wrong[1]}” is no answer to {fact.id}"
            raise TableError([Problem(tables.where(table), what, _right(fact))])


def _domains(tables: Tables, pack: Pack, conditions: Conditions, dialect: Dialect) -> Iterator[tuple[str, Fact, str]]:
    """Each fact that is not yes or no, with what its column has to meet."""
    for scope in SCOPES:
        table = TABLES[scope]
        needed = {fact.name for fact in conditions.needs(scope)}
        for fact in pack.facts_of(scope):
            if fact.type == "bool" or fact.id not in needed or table not in tables.schemas:
                continue
            if fact.id in tables.schemas[table].names:
                values = ", ".join(f"'{value}'" if fact.type == "enum" else str(value) for value in fact.values)
                yield table, fact, f"{dialect.named(fact.id)} IN ({values})"


def _right(fact: Fact) -> str:
    if fact.type == "int":
        return f"It is a whole number from {fact.values[0]} to {fact.values[-1]}."
    return f"It is one of {', '.join(map(str, fact.values))}."
