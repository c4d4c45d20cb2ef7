"""Spark decides: by its own SQL, or by giving each part of the tables to planes. It reads and writes Parquet.

For planes all rows of a concern have to be in one place: the tables are put one under the other, parted by concern, and
sorted within a part, concerns before people before events. It is one shuffle, and no join.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.storagelevel import StorageLevel

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost_bulk.conditions import conditions_of
from fingerpost_bulk.counts import Counts
from fingerpost_bulk.engines.asking import question
from fingerpost_bulk.engines.parts import Part, Shape, told
from fingerpost_bulk.plan import SCOPES
from fingerpost_bulk.reading import chosen
from fingerpost_bulk.sql import SPARK, counting
from fingerpost_bulk.tables import EVENTS, ID, TABLES, TableError, format_of

JAVA = "Install it (on Debian and Ubuntu: apt-get install openjdk-21-jre-headless), or set JAVA_HOME."
SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "131072",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}


class SparkTables:
    """Parquet files, or folders of them, in a folder that Spark can read: local, or of the cluster's own storage."""

    def __init__(self, session: SparkSession, folder: str) -> None:
        self.frames: dict[str, DataFrame] = {}
        self.schemas: dict[str, Any] = {}
        for table in (*TABLES.values(), EVENTS):
            try:
                self.frames[table] = session.read.parquet(f"{folder.rstrip('/')}/{table}.parquet")
            except PySparkException as error:
                if error.getCondition() != "PATH_NOT_FOUND":
                    raise
            else:
                self.schemas[table] = to_arrow_schema(self.frames[table].schema, timezone="UTC")
        if TABLES["concern"] not in self.frames:
            raise TableError([Problem(folder, "there is no concerns.parquet in it", "Spark reads tables of Parquet.")])

    def where(self, table: str) -> str:
        """The file's name."""
        return f"{table}.parquet"

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return self.frames[table].count()

    def batches(self, table: str, columns: Any, size: int) -> Any:
        """Not for Spark: rows stay where they are."""
        raise NotImplementedError

    def close(self) -> None:
        """The one who opened the session closes it."""


def decide(
    given: str,
    out: Path | None,
    pack: Pack,
    only: Collection[str] | None,
    keep: Collection[str],
    master: str | None,
    way: str | None,
) -> Counts:
    """Decide the tables of a folder. `out` None: only count. Raises TableError."""
    if out is not None and out.exists():
        raise TableError([Problem(str(out), "something is there already", "Name a folder that is not there yet.")])
    session = _session(master)
    try:
        tables = SparkTables(session, given if "://" in given else str(Path(given).resolve()))
        run = _by_sql if way == "sql" else _by_planes
        return run(session, tables, out, pack, only, keep)
    except PySparkException as error:
        raise told(str(error)) or error from None
    finally:
        session.stop()


def _session(master: str | None) -> SparkSession:
    remote = (master is not None and master.startswith("sc://")) or "SPARK_REMOTE" in os.environ
    if not remote and not shutil.which("java") and "JAVA_HOME" not in os.environ:
        raise TableError([Problem("", "Spark needs Java 17 or newer, which was not found", JAVA)])
    builder = SparkSession.builder.appName("fingerpost bulk")
    if master:
        builder = builder.remote(master) if remote else builder.master(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if master is None or master.startswith("local"):
        # On this machine alone nobody else need reach it.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config("spark.sql.shuffle.partitions", "8")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower()).getOrCreate()


def _by_sql(
    session: SparkSession,
    tables: SparkTables,
    out: Path | None,
    pack: Pack,
    only: Collection[str] | None,
    keep: Collection[str],
) -> Counts:
    for table, frame in tables.frames.items():
        frame.createOrReplaceTempView(table)
    asked = question(tables, {table: table for table in tables.frames}, pack, only, keep, SPARK, _first(session))
    counts = Counts()
    for scope, select in asked.selects.items():
        if TABLES[scope] not in tables.frames:
            continue
        answers = session.sql(select)
        if out is not None:
            answers = _written(session, answers, out, TABLES[scope])
        answers.createOrReplaceTempView("answers_of_fingerpost")
        row = _first(session)(counting("SELECT * FROM answers_of_fingerpost", asked.names[scope], SPARK))
        counts.add_row(scope, asked.names[scope], row or ())
    return counts


def _first(session: SparkSession) -> Any:
    def first(query: str) -> tuple[Any, ...] | None:
        rows = session.sql(query).take(1)
        return tuple(rows[0]) if rows else None

    return first


def _written(session: SparkSession, answers: DataFrame, out: Path, table: str) -> DataFrame:
    path = str((out / f"{table}.parquet").resolve())
    answers.write.parquet(path, compression="zstd")
    return session.read.parquet(path)


def _by_planes(
    session: SparkSession,
    tables: SparkTables,
    out: Path | None,
    pack: Pack,
    only: Collection[str] | None,
    keep: Collection[str],
) -> Counts:
    conditions = conditions_of(pack, only)
    choice = chosen(tables, format_of(pack), conditions, keep)
    shape = Shape.of(tables.schemas, choice, conditions)
    parted = _parted(tables, shape)
    answers = parted.mapInArrow(Part(pack, only, shape), shape.answered()).persist(StorageLevel.MEMORY_AND_DISK)
    counts = Counts()
    for place, scope in enumerate(SCOPES):
        if TABLES[scope] not in tables.frames:
            continue
        names = [provision.id for provision in conditions.provisions[scope]]
        columns = [
            f.col(SPARK.named(shape.named(scope, name))).alias(name) for name in (ID, *choice.kept[scope], *names)
        ]
        own = answers.where(f.col("table") == place).select(columns)
        if out is not None:
            own = _written(session, own, out, TABLES[scope])
        own.createOrReplaceTempView("answers_of_fingerpost")
        row = _first(session)(counting("SELECT * FROM answers_of_fingerpost", names, SPARK))
        counts.add_row(scope, names, row or ())
    return counts


def _parted(tables: SparkTables, shape: Shape) -> DataFrame:
    """All tables one under the other, with the columns that are read, a concern's rows together and in order."""
    whole: DataFrame | None = None
    for place, (table, columns) in enumerate(shape.columns.items()):
        if table not in tables.frames:
            continue
        own = [f.lit(place).alias("table")]
        own += [f.col(SPARK.named(name)).alias(shape.of_table(table, name)) for name in columns]
        frame = tables.frames[table].select(own)
        whole = frame if whole is None else whole.unionByName(frame, allowMissingColumns=True)
    assert whole is not None  # noqa: S101
    return whole.repartition(ID).sortWithinPartitions(ID, "table")
