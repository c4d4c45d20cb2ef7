"""The same conditions as SQL: one statement a table, whose NULL logic is the three-valued logic that is needed.

A quantifier is a grouped query, since `bool_or` alone passes over NULL where the answer is open: of each condition it
says whether somebody surely meets it, and whether somebody possibly does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fingerpost.procedure.errors import FingerpostError, Problem
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost_bulk.conditions import Conditions
from fingerpost_bulk.lifted import EVENT, Fact, Join, Lifted, Literal, Over, level
from fingerpost_bulk.plan import KINDS
from fingerpost_bulk.tables import ID, TABLES, Format

UNKNOWN = "CAST(NULL AS BOOLEAN)"


class SqlError(FingerpostError):
    """A condition, or a table's form, that the SQL way does not take."""


@dataclass(frozen=True)
class Dialect:
    """What differs between databases: here only how a name is quoted."""

    name: str
    quote: str

    def named(self, name: str) -> str:
        """A quoted name."""
        return f"{self.quote}{name.replace(self.quote, self.quote * 2)}{self.quote}"


DUCKDB = Dialect("DuckDB", '"')
POSTGRES = Dialect("PostgreSQL", '"')
SPARK = Dialect("Spark", "`")


@dataclass(frozen=True)
class Given:
    """The tables at hand: what each is called in SQL, and which columns it has. `keep` are carried into the answers."""

    tables: Mapping[Scope, str]
    columns: Mapping[Scope, Collection[str]]
    keep: Mapping[Scope, Sequence[str]]


def statements(conditions: Conditions, form: Format, given: Given, dialect: Dialect) -> dict[Scope, str]:
    """A SELECT for each table: its concern and what is kept, then a column a provision. Raises SqlError."""
    if conditions.tangled:
        raise SqlError(
            Problem(one.id, f"its condition cannot be said in {dialect.name}'s SQL", "Let planes decide it.")
            for one in conditions.tangled
        )
    return {
        scope: _Statement(form, given, dialect).select(
            scope, {one.id: conditions.lifted[one.id] for one in conditions.provisions[scope]}
        )
        for scope in TABLES
    }


@dataclass
class _Statement:
    """One statement, with the quantifiers that it turns out to need."""

    form: Format
    given: Given
    dialect: Dialect
    asked: dict[Over, str] = field(default_factory=dict)

    def select(self, scope: Scope, conditions: Mapping[str, Lifted]) -> str:
        answers = [f"{self.said(whole, scope)} AS {self.dialect.named(id)}" for id, whole in conditions.items()]
        alias = "c" if scope == "concern" else "p"
        kept = [f"{alias}.{self.dialect.named(name)}" for name in (ID, *self.given.keep[scope])]
        concerns = self.concerns()
        if scope == "concern":
            source = f"FROM ({concerns}) c"
        else:
            source = f"FROM {self.given.tables[scope]} p JOIN ({concerns}) c ON c.{self.id} = p.{self.id}"
        return f"SELECT {_listed([*kept, *answers])}\n{source}"

    @property
    def id(self) -> str:
        return self.dialect.named(ID)

    def concerns(self) -> str:
        """The concerns with the answer of each quantifier beside them."""
        table = self.given.tables["concern"]
        answers, joins = [], []
        for kind in KINDS:
            asked = {one: name for one, name in self.asked.items() if one.kind == kind}
            if asked:
                answers += [_open(f"{kind}_q.{name}") + f" AS {name}" for name in asked.values()]
                joins.append(f"LEFT JOIN ({self.grouped(kind, asked)}) {kind}_q ON {kind}_q.{self.id} = c.{self.id}")
        return f"SELECT {_listed(['c.*', *answers])}\nFROM {table} c\n" + "\n".join(joins)

    def grouped(self, kind: PersonKind, asked: Mapping[Over, str]) -> str:
        """Of each concern, whether somebody surely meets a condition, and whether somebody possibly does."""
        columns = []
        for one, name in asked.items():
            body = self.said(one.body, kind)
            body = f"NOT ({body})" if one.every else body
            columns.append(f"bool_or(COALESCE({body}, FALSE)) AS {name}_sure")
            columns.append(f"bool_or(COALESCE({body}, TRUE)) AS {name}_can")
        join = ""
        if any(self.reads_concern(one.body) for one in asked):
            join = f"\nJOIN {self.given.tables['concern']} c ON c.{self.id} = p.{self.id}"
        people = self.given.tables[kind]
        return f"SELECT {_listed([f'p.{self.id}', *columns])}\nFROM {people} p{join}\nGROUP BY p.{self.id}"

    def reads_concern(self, whole: Lifted) -> bool:
        if isinstance(whole, Literal):
            return whole.fact.owner == "concern"
        return isinstance(whole, Join) and any(self.reads_concern(part) for part in whole.parts)

    def said(self, whole: Lifted, scope: Scope) -> str:
        match whole:
            case bool():
                return "TRUE" if whole else "FALSE"
            case Join(every, parts):
                # What the concern says comes first: one comparison often settles the row.
                ordered = sorted(parts, key=lambda part: level(part) != "concern")
                return "(" + (" AND " if every else " OR ").join(self.said(part, scope) for part in ordered) + ")"
            case Over():
                name = f"c.{self.asked.setdefault(whole, f'q{len(self.asked)}')}"
                return f"(NOT {name})" if whole.every else name
            case Literal(fact, values):
                return self.literal(fact, values)

    def literal(self, fact: Fact, values: frozenset[Value]) -> str:
        if fact.owner == "unlisted":
            return UNKNOWN
        name = self.form.names[fact]
        event = fact.name.startswith(EVENT)
        if name not in self.given.columns[fact.owner]:
            return ("FALSE" if True in values else "TRUE") if event else UNKNOWN
        column = f"{'c' if fact.owner == 'concern' else 'p'}.{self.dialect.named(name)}"
        column = f"COALESCE({column}, FALSE)" if event else column
        if values == {True}:
            return column
        if values == {False}:
            return f"(NOT {column})"
        numbers = sorted(value for value in values if isinstance(value, int))
        if numbers and numbers[-1] - numbers[0] == len(numbers) - 1:
            return f"({column} BETWEEN {numbers[0]} AND {numbers[-1]})"
        told = [str(number) for number in numbers] or [f"'{value}'" for value in sorted(map(str, values))]
        return f"({column} IN ({', '.join(told)}))"


def _open(name: str) -> str:
    """Somebody surely, somebody possibly: true, open, or false; of nobody false."""
    return f"CASE WHEN {name}_sure THEN TRUE WHEN {name}_can THEN NULL ELSE FALSE END"


def _listed(items: Iterable[str]) -> str:
    return ",\n  ".join(items)


def counting(select: str, provisions: Sequence[str], dialect: Dialect) -> str:
    """One row: how many rows there are, then for each provision in how many it applies, and in how many it depends."""
    columns = ["COUNT(*)"]
    for id in provisions:
        name = dialect.named(id)
        columns += [f"COUNT(CASE WHEN {name} THEN 1 END)", f"COUNT(CASE WHEN {name} IS NULL THEN 1 END)"]
    return f"SELECT {_listed(columns)}\nFROM ({select}) answers"
