"""PostgreSQL and Spark, each by its own SQL and by planes, end to end: tables to counts. By the wall clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg
import pyarrow.parquet as parquet

from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.counts import Counts
from fingerpost_bulk.engines import postgres, spark
from fingerpost_bulk.planes import Planes
from fingerpost_bulk.reading import chosen, read
from fingerpost_bulk.running import run
from fingerpost_bulk.simulate import simulate
from fingerpost_bulk.sources.postgres import PostgresTables

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from bulk.loading import TYPES
from support.postgres import running_cluster

ROUNDS = 3


def compare(concerns: int) -> None:
    """Print how many concerns a second each way decides. A first run of each warms up and is not counted."""
    pack = load_pack()
    with TemporaryDirectory() as folder, running_cluster() as cluster:
        tables = Path(folder) / "tables"
        simulate(pack, tables, concerns, seed=1, year=2026)
        database = cluster.create_database()
        with closing(cluster.connect(database)) as connection:
            _load(connection, tables)
        session = spark._session("local[1]")
        session.sparkContext.setLogLevel("ERROR")
        frames = spark.SparkTables(session, str(tables))
        ways: dict[str, Callable[[], Counts]] = {
            "PostgreSQL, COPY into planes": lambda: _copied(cluster.url(database), pack),
            "PostgreSQL, SQL": lambda: postgres.decide(cluster.url(database), pack, None, (), None),
            "Spark on one core, Arrow into planes": lambda: spark._by_planes(session, frames, None, pack, None, ()),
            "Spark on one core, SQL": lambda: spark._by_sql(session, frames, None, pack, None, ()),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        counts = [way() for way in ways.values()]
        assert all(found == counts[0] for found in counts), "the ways do not count alike"
        for _ in range(ROUNDS):
            for name, way in ways.items():
                start = perf_counter()
                way()
                seconds[name].append(perf_counter() - start)
        session.stop()
    print(f"{concerns:,} concerns; all counts alike. Medians of {ROUNDS} rounds, by the wall's clock.\n")
    print("| | million concerns a second |\n|---|---|")
    for name, found in seconds.items():
        print(f"| {name} | {concerns / median(found) / 1e6:.3f} |")


def _copied(address: str, pack: Pack) -> Counts:
    planes = Planes(pack)
    with closing(PostgresTables(address)) as tables:
        choice = chosen(tables, planes.form, planes.conditions)
        return run(planes, read(tables, choice), choice.kept)


def _load(connection: psycopg.Connection, folder: Path) -> None:
    """Copy Parquet files into tables, in the order of concerns, with what PostgreSQL's planner wants to know."""
    for file in sorted(folder.glob("*.parquet")):
        table = parquet.read_table(file)
        columns = ", ".join(f'"{field.name}" {TYPES.get(field.type, "text")}' for field in table.schema)
        connection.execute(f"CREATE TABLE {file.stem} ({columns})".encode())
        with connection.cursor().copy(f"COPY {file.stem} FROM STDIN".encode()) as copy:
            for batch in table.to_batches(50_000):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row(row)
        connection.execute(f"CREATE INDEX ON {file.stem} (concern)".encode())
        connection.execute(f"ANALYZE {file.stem}".encode())
