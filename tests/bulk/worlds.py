"""Cases at random, many at a time, and what the engine says of them: what every way of deciding in bulk is held to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from fingerpost.procedure.case.model import Case, Occurrence, Person
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.language.tree import PersonKind, Scope, Value
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.cases import block_of
from fingerpost_bulk.plan import KINDS, SCOPES
from fingerpost_bulk.planes import Planes
from fingerpost_bulk.tables import ID, TABLES

PACK = load_pack("e-safety@2017")
AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
# The share of yes and of no among the answers of one case; the rest is unknown.
MOODS = [(0.1, 0.1), (0.4, 0.2), (0.05, 0.6), (0.6, 0.3), (0.3, 0.65), (0.0, 0.0), (0.02, 0.95)]
NUMBERS: Mapping[PersonKind, Sequence[int]] = {"child": (0, 1, 1, 1, 2, 3, 5), "adult": (0, 0, 1, 1, 2, 4)}

Answers = dict[Scope, dict[tuple[Any, ...], dict[str, bool | None]]]
"""For each table, by concern and person, each provision's answer."""


def cases(count: int, seed: int = 1, pack: Pack = PACK, most: int = 5) -> list[Case]:
    """So many cases; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    return [_case(random, pack, most) for _ in range(count)]


def _case(random: Random, pack: Pack, most: int) -> Case:
    mood = random.choice(MOODS)
    kinds = [kind for kind in KINDS for _ in range(min(most, random.choice(NUMBERS[kind])))]
    random.shuffle(kinds)
    people = tuple(Person(f"p{n}", kind, _facts(random, pack, kind, mood)) for n, kind in enumerate(kinds))
    events = []
    for event in pack.events.values():
        named = [person.id for person in people if person.kind == event.about]
        if random.random() < 0.2 and (named or event.about == "concern"):
            at = AT + timedelta(hours=random.randint(-5, 5))
            events.append(Occurrence(event.id, at, random.choice(named) if named else None))
    return Case(AT, _facts(random, pack, "concern", mood), people, tuple(events), AT, pack.name)


def _facts(random: Random, pack: Pack, scope: Scope, mood: tuple[float, float]) -> dict[str, Value]:
    facts: dict[str, Value] = {}
    for fact in pack.facts_of(scope):
        drawn = random.random()
        if fact.type != "bool":
            if drawn < 0.6:
                facts[fact.id] = random.choice(fact.values)
        elif drawn < sum(mood):
            facts[fact.id] = drawn < mood[0]
    return facts


def expected(cases: Iterable[Case], pack: Pack = PACK) -> Answers:
    """What the engine decides, case by case. Concerns are numbered from 1."""
    engine = Engine(pack)
    answers: Answers = {scope: {} for scope in SCOPES}
    for number, case in enumerate(cases, 1):
        rows: list[tuple[Scope, tuple[Any, ...]]] = [("concern", (number,))]
        rows += [(person.kind, (number, person.id)) for person in case.people]
        for scope, row in rows:
            answers[scope][row] = {p.id: False for p in pack.decided if p.about == scope}
        kinds = {person.id: person.kind for person in case.people}
        for provision, about, status in engine.statuses(case):
            whose = (number,) if about == "concern" else (number, about)
            answers[kinds.get(about, "concern")][whose][provision] = True if status == "applies" else None
    return answers


def decided(cases: Sequence[Case], pack: Pack = PACK, chunk: int = 1 << 17) -> Answers:
    """What planes say of the same cases."""
    planes = Planes(pack, chunk=chunk)
    block = planes.ready(block_of(cases, pack))
    found = list(planes.answers(block))
    tables = block.tables()
    return {
        scope: table_answers(
            scope,
            tables[scope].select([ID] if scope == "concern" else [ID, scope]),
            pa.Table.from_batches([chunk[scope].columns for chunk in found]),
        )
        for scope in SCOPES
    }


def table_answers(scope: Scope, rows: Any, answers: Any) -> dict[tuple[Any, ...], dict[str, bool | None]]:
    """Rows and their answers, side by side."""
    names = [ID] if scope == "concern" else [ID, scope]
    keys = zip(*(rows.column(name).to_pylist() for name in names), strict=True)
    told = answers.to_pylist() if answers.num_columns else [{} for _ in range(rows.num_rows)]
    return dict(zip(keys, told, strict=True))


def written(folder: Path) -> Answers:
    """The answers that a run wrote."""
    found: Answers = {}
    for scope in SCOPES:
        path = folder / f"{TABLES[scope]}.parquet"
        names = [ID] if scope == "concern" else [ID, scope]
        table = parquet.read_table(path)
        found[scope] = {}
        if table.num_rows:
            found[scope] = table_answers(scope, table.select(names), table.drop_columns(names))
    return found


@dataclass(frozen=True)
class Tables:
    """The cases as tables, in a folder of Parquet files."""

    folder: Path
    cases: Sequence[Case]

    @classmethod
    def of(cls, folder: Path, cases: Sequence[Case]) -> Tables:
        """Write the tables."""
        folder.mkdir(parents=True)
        for scope, table in block_of(cases, PACK).tables().items():
            parquet.write_table(pa.Table.from_batches([table]), folder / f"{TABLES[scope]}.parquet")
        return cls(folder, cases)

    def copied(self, folder: Path) -> Path:
        """A copy that a test may spoil."""
        shutil.copytree(self.folder, folder)
        return folder

    @staticmethod
    def rewrite(folder: Path, table: str, change: Callable[[Any], Any]) -> None:
        """Put something else in a table's place."""
        path = folder / f"{table}.parquet"
        parquet.write_table(change(parquet.read_table(path)), path)
