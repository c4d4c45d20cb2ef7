"""What the command says: counts, and of tables that are not right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from bulk.running import bulk, run
from bulk.worlds import PACK, Answers, Tables


def change(table: str, column: str, values: Callable[[Any], Any]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        def rewrite(rows: Any) -> Any:
            at = rows.schema.get_field_index(column)
            made = values(rows)
            return rows.set_column(at, column, made) if at >= 0 else rows.append_column(column, made)

        Tables.rewrite(folder, table, rewrite)

    return changed


def replaced(column: str, row: int, value: object) -> Callable[[Any], Any]:
    def values(rows: Any) -> Any:
        found = rows[column].to_pylist()
        found[row] = value
        return pa.array(found, rows.schema.field(column).type)

    return values


def always(value: object) -> Callable[[Any], Any]:
    return lambda rows: pa.array([value] * rows.num_rows)


WRONG: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "a column that is nothing": (
        change("concerns", "sexual_act", always(True)),
        ["concerns.parquet: “sexual_act” is no column of concerns", "Did you mean “sexual_acts”?"],
    ),
    "a column of another table": (
        change("concerns", "depicted", always(True)),
        ["“depicted” is no column of concerns. It belongs to children."],
    ),
    "a column of another type": (
        change("children", "depicted", always(1)),
        ["children.parquet: the column “depicted” is int64", "true and false (boolean)"],
    ),
    "an age of 40": (
        change("children", "age", replaced("age", 3, 40)),
        ["children, concern", "“40” is no answer to age. It is a whole number from 0 to 17."],
    ),
    "a setting that is none": (
        change("concerns", "setting", replaced("setting", 6, "schol")),
        ["concerns, concern 7: “schol” is no answer to setting"],
    ),
    "a concern twice": (
        change("concerns", "concern", replaced("concern", 4, 4)),
        ["concerns.parquet, row 5: concern 4 is there twice"],
    ),
    "rows out of order": (
        change("children", "concern", replaced("concern", 5, 600)),
        ["children.parquet, row 7: concern", "comes after 600", "--sort"],
    ),
    "somebody of no concern": (
        change("adults", "concern", replaced("concern", -1, 701)),
        ["adults.parquet: concern 701 is not among the concerns"],
    ),
    "a row without its concern": (
        change("adults", "concern", replaced("concern", 2, None)),
        ["adults.parquet, row 3: the column “concern” is empty"],
    ),
    "no table of concerns": (lambda folder: (folder / "concerns.parquet").unlink(), ["no concerns.parquet"]),
    "a file that is none": (
        lambda folder: (folder / "adults.parquet").write_bytes(b"nothing of the kind") and None,
        ["adults.parquet: it cannot be read"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_tables_that_are_not_right(name: str, tables: Tables, tmp_path: Path) -> None:
    spoil, words = WRONG[name]
    folder = tables.copied(tmp_path / "in")
    spoil(folder)
    told = bulk(folder, tmp_path / "out", status=2)
    assert told.startswith("Nothing has been decided.\n")
    for part in words:
        assert part in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"], "something was left behind"


def test_a_csv_file_says_which_text_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "concerns.csv").write_text("concern,online_bullying\n1,true\n2,perhaps\n")
    told = bulk(tmp_path / "in", tmp_path / "out", status=2)
    assert "row 3: “perhaps” is in the column “online_bullying”. It should be true, false or empty." in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--only", "2.1-stategy"], "Did you mean “2.1-strategy”?"),
        (["--keep", "aera"], "no table has such a column"),
        (["--engine", "postgres"], "Give postgresql://… as IN."),
        (["--way", "sql"], "the engine planes has one way alone"),
        (["--procedure", "e-safety@2018"], "there is no procedure “e-safety@2018”"),
    ],
)
def test_options_that_are_not_right(options: list[str], words: str, tables: Tables, tmp_path: Path) -> None:
    assert words in bulk(tables.folder, tmp_path / "out", *options, status=2)


def test_something_is_there_already(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("dear to somebody")
    assert "something is there already" in bulk(tables.folder, tmp_path, status=2)
    assert (tmp_path / "file").read_text() == "dear to somebody"
    assert "where to write the answers is missing" in bulk(tables.folder, None, status=2)
    assert "there is no such file" in bulk(tmp_path / "nowhere", tmp_path / "out", status=2)


@pytest.mark.parametrize("engine", ["planes", "duckdb"])
def test_counts(engine: str, tables: Tables, answers: Answers) -> None:
    told = bulk(tables.folder, None, "--count", "--engine", engine)
    counted = {
        row.split()[0]: row.split()[1:] for row in told.splitlines() if row and row.split()[0] in PACK.provisions
    }
    assert set(counted) == {provision.id for provision in PACK.decided}
    for rows in answers.values():
        for id in next(iter(rows.values())):
            values = [row[id] for row in rows.values()]
            assert counted[id] == [f"{values.count(value):,}" for value in (True, None, False)]


def test_one_provision_with_a_column_beside_it(tables: Tables, answers: Answers, tmp_path: Path) -> None:
    told = bulk(tables.folder, tmp_path / "out", "--only", "2.1-strategy", "--keep", "age", "--summary")
    assert [line.split()[0] for line in told.splitlines() if line] == ["children", "2.1-strategy"]
    table = parquet.read_table(tmp_path / "out" / "children.parquet")
    assert table.schema.names == ["concern", "child", "age", "2.1-strategy"]
    assert table["2.1-strategy"].to_pylist() == [row["2.1-strategy"] for row in answers["child"].values()]
    assert table["age"].to_pylist() == parquet.read_table(tables.folder / "children.parquet")["age"].to_pylist()


def test_help_is_for_people() -> None:
    assert "true means that it applies" in " ".join(run("bulk", "--help").split())
