"""The campaign: many random cases, decided in every way there is, each answer held against the engine's.

`script/campaign bulk-equality [CASES]`
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet

from bulk.loading import load_postgres
from bulk.worlds import PACK, Tables, cases
from fingerpost.procedure.case.model import Case
from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.language.tree import Scope
from fingerpost_bulk.engines import duck, postgres, spark
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.planes import Planes
from fingerpost_bulk.reading import chosen, read
from fingerpost_bulk.running import run
from fingerpost_bulk.sources import open_tables
from fingerpost_bulk.tables import ID, TABLES
from fingerpost_bulk.writing import Folder, Writer
from support.postgres import running_cluster

CASES = 100_000
SEED = 20261124
EVIDENCE = Path(__file__).parents[2] / "docs" / "evidence" / "bulk-equality.md"
Way = Callable[[Path], None]


def expected(some: Sequence[Case]) -> dict[Scope, Any]:
    """The engine's answers as tables, in the order of concern and person."""
    engine = Engine(PACK)
    names = {scope: [p.id for p in PACK.decided if p.about == scope] for scope in SCOPES}
    columns: dict[Scope, dict[str, list[Any]]] = {
        scope: {name: [] for name in ([ID] if scope == "concern" else [ID, scope]) + names[scope]} for scope in SCOPES
    }
    for number, case in enumerate(some, 1):
        found = {(about, id): True if status == "applies" else None for id, about, status in engine.statuses(case)}
        rows: list[tuple[Scope, str]] = [("concern", "concern"), *((p.kind, p.id) for p in case.people)]
        for scope, about in rows:
            own = columns[scope]
            own[ID].append(number)
            if scope != "concern":
                own[scope].append(about)
            for name in names[scope]:
                own[name].append(found.get((about, name), False))
    return {scope: ordered(pa.table(own), scope) for scope, own in columns.items()}


def ordered(table: Any, scope: Scope) -> Any:
    """A table's rows in the order of concern and person."""
    return table.sort_by([(name, "ascending") for name in ([ID] if scope == "concern" else [ID, scope])])


def differences(out: Path, answers: dict[Scope, Any]) -> int:
    """How many answers that were written are not the engine's."""
    wrong = 0
    for scope, known in answers.items():
        found = ordered(parquet.read_table(out / f"{TABLES[scope]}.parquet"), scope)
        for name in known.column_names:
            given = found.column(name).cast(known.column(name).type)
            if len(given) != len(known):
                wrong += abs(len(given) - len(known))
            elif not given.equals(known.column(name)):
                alike = pc.or_(
                    pc.fill_null(pc.equal(given, known.column(name)), False),
                    pc.and_(pc.is_null(given), pc.is_null(known.column(name))),
                )
                wrong += len(given) - pc.sum(alike).as_py()
    return wrong


def planes_over(given: str, out: Path) -> None:
    """Decide by planes, whatever the tables are in."""
    planes = Planes(PACK)
    with closing(open_tables(given, planes.form)) as tables, Folder(out) as folder:
        choice = chosen(tables, planes.form, planes.conditions)
        run(planes, read(tables, choice), choice.kept, Writer(folder))


def by_duckdb(given: str, out: Path) -> None:
    """Decide by DuckDB's SQL."""
    with Folder(out) as folder:
        duck.decide(given, PACK, None, (), folder)


def by_postgres(address: str, out: Path) -> None:
    """Decide by PostgreSQL's SQL."""
    with Folder(out) as folder:
        postgres.decide(address, PACK, None, (), Writer(folder))


def ways(given: str, address: str) -> dict[str, Way]:
    """Every way of deciding the same tables."""
    return {
        "planes, from Parquet": lambda out: planes_over(given, out),
        "planes, from PostgreSQL by COPY": lambda out: planes_over(address, out),
        "planes, in Spark's workers": lambda out: (
            spark.decide(given, out, PACK, None, (), "local[2]", "planes") and None
        ),
        "DuckDB, SQL": lambda out: by_duckdb(given, out),
        "PostgreSQL, SQL": lambda out: by_postgres(address, out),
        "Spark, SQL": lambda out: spark.decide(given, out, PACK, None, (), "local[2]", "sql") and None,
    }


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    lines, failed = [], False
    with TemporaryDirectory() as folder, running_cluster() as cluster:
        tables = Tables.of(Path(folder) / "tables", cases(count, SEED))
        answers = expected(tables.cases)
        database = cluster.create_database()
        with closing(cluster.connect(database)) as connection:
            load_postgres(connection, tables.folder)
        for number, (name, way) in enumerate(ways(str(tables.folder), cluster.url(database)).items()):
            start = perf_counter()
            way(Path(folder) / f"out-{number}")
            wrong = differences(Path(folder) / f"out-{number}", answers)
            failed |= wrong > 0
            lines.append(f"| {name} | {wrong:,} |")
            print(f"{name}: {wrong} differences, {perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    text = report(count, answers, lines)
    if count == CASES and not failed:
        EVIDENCE.write_text(text, encoding="utf-8")
    print(text)
    return 1 if failed else 0


def report(count: int, answers: dict[Scope, Any], lines: Sequence[str]) -> str:
    """The evidence, as Markdown."""
    columns = [t.column(n) for t in answers.values() for n in t.column_names if n in PACK.provisions]
    total, open_ = sum(map(len, columns)), sum(column.null_count for column in columns)
    holds = sum(pc.sum(column).as_py() or 0 for column in columns)
    people = ", ".join(f"{answers[scope].num_rows:,} {TABLES[scope]}" for scope in SCOPES)
    return f"""# Deciding in bulk is deciding

Made by `script/campaign bulk-equality`.

{count:,} random cases (seed {SEED}: {people}),
each decided by the engine, one by one, and then by every way of deciding in bulk. Of the {total:,} answers
{holds:,} are “applies”, {open_:,} “depends” and {total - holds - open_:,} neither. A way is right when every answer of
every row is the engine's.

| way | answers that differ |
|---|---|
{chr(10).join(lines)}
"""


if __name__ == "__main__":
    sys.exit(main())
