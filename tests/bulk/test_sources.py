"""The same tables from everywhere: files, databases, files of cases; and what may stand instead of something else."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings

from bulk.loading import load_csv, load_duckdb, load_sqlite
from bulk.running import bulk
from bulk.worlds import PACK, Answers, Tables, decided, expected, written
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.case.reading import case_from
from fingerpost_bulk.completing import reported
from oracle.cases import cases as documents


@pytest.mark.parametrize("load", [load_csv, load_duckdb, load_sqlite])
def test_another_form_of_the_same_tables(
    load: Callable[[Path, Path], None], tables: Tables, answers: Answers, tmp_path: Path
) -> None:
    given = tmp_path / {load_csv: "csv", load_duckdb: "tables.duckdb", load_sqlite: "tables.sqlite"}[load]
    load(given, tables.folder)
    bulk(given, tmp_path / "out")
    assert written(tmp_path / "out") == answers


def test_parquet(tables: Tables, answers: Answers, tmp_path: Path) -> None:
    bulk(tables.folder, tmp_path / "out")
    assert written(tmp_path / "out") == answers


def test_postgresql_by_planes(database: str, answers: Answers, tmp_path: Path) -> None:
    bulk(database, tmp_path / "out", "--engine", "postgres")
    assert written(tmp_path / "out") == answers


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_rows_in_no_order(form: str, tables: Tables, answers: Answers, tmp_path: Path) -> None:
    folder = tables.copied(tmp_path / "mixed")
    for table in ("concerns", "children", "adults"):
        tables.rewrite(folder, table, lambda rows: rows.take(list(reversed(range(rows.num_rows)))))
    if form == "csv":
        load_csv(tmp_path / "csv", folder)
        folder = tmp_path / "csv"
    refused = bulk(folder, tmp_path / "out", status=2)
    assert "concerns.csv" in refused or "concerns.parquet" in refused
    assert "--sort" in refused
    assert not (tmp_path / "out").exists()
    bulk(folder, tmp_path / "out", "--sort")
    assert written(tmp_path / "out") == answers


@pytest.mark.parametrize("form", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_concerns_may_be_named_by_text(form: Any, tables: Tables, answers: Answers, tmp_path: Path) -> None:
    folder = tables.copied(tmp_path / "named")

    def named(rows: Any) -> Any:
        names = pa.array([f"C{number:05}" for number in rows.column("concern").to_pylist()])
        return rows.set_column(0, "concern", names.cast(form))

    for table in ("concerns", "children", "adults"):
        tables.rewrite(folder, table, named)
    bulk(folder, tmp_path / "out")
    found = written(tmp_path / "out")
    numbered = {scope: {(int(key[0][1:]), *key[1:]): row for key, row in rows.items()} for scope, rows in found.items()}
    assert numbered == answers


@pytest.mark.parametrize("step", [3, 1000])
def test_concerns_numbered_with_gaps(step: int, tables: Tables, answers: Answers, tmp_path: Path) -> None:
    folder = tables.copied(tmp_path / "gaps")
    for table in ("concerns", "children", "adults"):
        tables.rewrite(
            folder,
            table,
            lambda rows: rows.set_column(0, "concern", pa.array([n * step for n in rows["concern"].to_pylist()])),
        )
    bulk(folder, tmp_path / "out")
    found = written(tmp_path / "out")
    assert {(key[0] // step, *key[1:]) for key in found["child"]} == set(answers["child"])
    assert list(found["concern"].values()) == list(answers["concern"].values())


def test_a_missing_table_is_nobody_and_a_missing_column_is_unknown(tables: Tables, tmp_path: Path) -> None:
    folder = tables.copied(tmp_path / "few")
    (folder / "children.parquet").unlink()
    (folder / "adults.parquet").unlink()
    tables.rewrite(folder, "concerns", lambda rows: rows.select(["concern", "online_bullying"]))
    told = bulk(folder, tmp_path / "out")
    assert "concerns has no column for" in told
    assert "money_or_gifts" in told
    rows = written(tmp_path / "out")["concern"]
    bullying = parquet.read_table(folder / "concerns.parquet")["online_bullying"].to_pylist()
    assert [row["3-advice"] for row in rows.values()] == bullying
    assert {row["1-financial"] for row in rows.values()} == {None}
    assert {row["2.2-single-assessment"] for row in rows.values()} == {False}
    assert {row["2-adult-behind"] for row in rows.values()} == {False}


@settings(max_examples=40)
@given(documents())
def test_a_case_as_tables_with_events_and_birth_dates_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("case")
    write_as_tables(folder / "in", document)
    bulk(folder / "in", folder / "out")
    case = case_from(document, PACK)
    assert written(folder / "out") == expected([case]) == decided([case])


def write_as_tables(folder: Path, document: dict[str, Any]) -> None:
    """The contract's document as the format's tables, by nothing but a change of form."""
    folder.mkdir()
    times = {"reported_at": document["reported_at"], "as_of": document.get("as_of")}
    tables: dict[str, list[dict[str, Any]]] = {
        "concerns": [{"concern": 1, **times, **(document.get("facts") or {})}],
        "children": [],
        "adults": [],
        "events": [{"concern": 1, **event} for event in document.get("events") or []],
    }
    for person in document.get("people") or []:
        kind = person["kind"]
        row = {"concern": 1, kind: person["id"], **(person.get("facts") or {})}
        tables["children" if kind == "child" else "adults"].append(row)
    for table, rows in tables.items():
        columns = {name for row in rows for name in row} or {"concern"}
        parquet.write_table(
            pa.table({name: column(name, [row.get(name) for row in rows]) for name in sorted(columns)}),
            folder / f"{table}.parquet",
        )


def column(name: str, values: list[Any]) -> Any:
    if name in ("at", "as_of", "reported_at"):
        moments = pa.array([value and value.replace("Z", "+00:00") for value in values])
        return moments.cast(pa.timestamp("us", "UTC"))
    if name == "date_of_birth":
        return pa.array([value and date.fromisoformat(value) for value in values], pa.date32())
    if name in ("person", "to"):
        return pa.array(values, pa.string())
    return pa.array(values)


def test_a_file_of_cases(tables: Tables, answers: Answers, tmp_path: Path) -> None:
    lines = []
    for case in tables.cases:
        people = [{"id": p.id, "kind": p.kind, "facts": dict(p.facts)} for p in case.people]
        events = [
            {
                "type": e.type,
                "at": e.at.isoformat(),
                "person": e.person,
                "to": e.person if e.type == "disclosure_agreed" else None,
            }
            for e in case.events
        ]
        document = {
            "reported_at": case.reported_at.isoformat(),
            "as_of": case.as_of.isoformat(),
            "facts": dict(case.facts),
            "people": people,
            "events": events,
        }
        lines.append(json.dumps(document))
    (tmp_path / "cases.jsonl").write_text("\n".join(lines))
    bulk(tmp_path / "cases.jsonl", tmp_path / "out")
    assert written(tmp_path / "out") == answers
    (tmp_path / "cases.jsonl").write_text("\n".join([lines[0], "{}", lines[1]]))
    assert "line 2" in bulk(tmp_path / "cases.jsonl", tmp_path / "out2", status=2)
    assert not (tmp_path / "out2").exists()


@pytest.mark.parametrize(
    "moment",
    ["2026-03-29T00:59:59", "2026-03-29T01:00:00", "2026-06-30T23:00:00", "2026-12-31T23:59:59", "1971-06-01T23:30:00"],
)
def test_the_day_reported_is_london_s(moment: str) -> None:
    column = pa.array([moment + "+00:00", None]).cast(pa.timestamp("us", "UTC"))
    days = reported(pa.RecordBatch.from_pydict({"reported_at": column})).to_pylist()
    assert days == [london_day(column[0].as_py()), None]
