"""Every engine, each way of using it, against the engine of the contract: on the same tables, unknowns included."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulk.worlds import PACK, Answers, Tables, written
from fingerpost.procedure.errors import FingerpostError
from fingerpost_bulk.engines import duck, postgres, spark
from fingerpost_bulk.sources.files import FileTables
from fingerpost_bulk.tables import TableError, format_of
from fingerpost_bulk.writing import Folder, Writer


def test_duckdb_by_sql(tables: Tables, answers: Answers, tmp_path: Path) -> None:
    with Folder(tmp_path / "out") as folder:
        duck.decide(str(tables.folder), PACK, None, (), folder)
    assert written(tmp_path / "out") == answers


def test_postgresql_by_sql(database: str, answers: Answers, tmp_path: Path) -> None:
    with Folder(tmp_path / "out") as folder:
        postgres.decide(database, PACK, None, (), Writer(folder))
    assert written(tmp_path / "out") == answers


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("way", ["sql", "planes"])
def test_spark(tables: Tables, answers: Answers, tmp_path: Path, way: str) -> None:
    counts = spark.decide(str(tables.folder), tmp_path / "out", PACK, None, (), "local[2]", way)
    assert written(tmp_path / "out") == answers
    assert counts.provisions["2.1-same-day"].applies == sum(
        row["2.1-same-day"] is True for row in answers["concern"].values()
    )


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_tells_what_a_worker_found_wrong(tables: Tables, tmp_path: Path) -> None:
    bad = without_some_concerns(tables, tmp_path / "bad")
    with pytest.raises(TableError) as told:
        spark.decide(str(bad), None, PACK, None, (), "local[1]", "planes")
    assert "is not among the concerns" in str(told.value)


def test_duckdb_tells_of_a_concern_that_is_not_there(tables: Tables, tmp_path: Path) -> None:
    bad = without_some_concerns(tables, tmp_path / "bad")
    with pytest.raises(TableError, match=r"children: concern \d+ is not among the concerns"):
        duck.decide(str(bad), PACK, None, (), None)


def test_sql_says_what_it_does_not_read(tables: Tables, tmp_path: Path) -> None:
    folder = tables.copied(tmp_path / "with")
    (folder / "events.csv").write_text("concern,type,person,at\n1,section47_started,,2026-11-24T12:00:00Z\n")
    with pytest.raises(FingerpostError, match="events: SQL does not read this table"):
        duck.decide(str(folder), PACK, None, (), None)


def without_some_concerns(tables: Tables, folder: Path) -> Path:
    copied = tables.copied(folder)
    tables.rewrite(copied, "concerns", lambda table: table.slice(0, 400))
    assert FileTables(copied, format_of(PACK)).rows("concerns") == 400
    return copied
