"""Invented national data: the same for the same seed, in the format, and with what bulk deciding has to cope with."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as parquet
import pytest

from bulk.running import bulk, run
from bulk.worlds import PACK
from fingerpost_bulk import simulate


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulate") / "a"
    told = run("simulate", str(folder), "--concerns", "30000", "--seed", "5")
    assert "invented, all of it" in told
    return folder


def digest(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(invented: Path, tmp_path: Path) -> None:
    run("simulate", str(tmp_path / "b"), "--concerns", "30000", "--seed", "5")
    run("simulate", str(tmp_path / "c"), "--concerns", "30000", "--seed", "6")
    assert digest(tmp_path / "b") == digest(invented)
    assert digest(tmp_path / "c")["concerns.parquet"] != digest(invented)["concerns.parquet"]


def test_a_piece_is_made_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "PIECE", 1000)
    pieces = list(simulate.pieces(PACK, 2500, seed=5, year=2026))
    assert [piece["concern"].num_rows for piece in pieces] == [1000, 1000, 500]
    assert pieces[2]["concern"]["concern"][0].as_py() == 2001
    assert pieces[0]["concern"]["youth_produced_imagery"] != pieces[1]["concern"]["youth_produced_imagery"]


def test_it_has_a_country_s_shape(invented: Path) -> None:
    concerns = parquet.read_table(invented / "concerns.parquet")
    children = parquet.read_table(invented / "children.parquet")
    assert len(pc.unique(concerns["area"])) == 150
    days = concerns["reported_on"].to_pylist()
    assert days == sorted(days)
    assert {day.year for day in days} == {2026}
    weekend = sum(day.weekday() > 4 for day in days) / len(days)
    assert 0.10 < weekend < 0.15
    settings = concerns["setting"].drop_null().to_pylist()
    assert abs(settings.count("police") / len(settings) - 0.239) < 0.01
    assert 1.3 < children.num_rows / concerns.num_rows < 1.5
    assert "Invented data" in (invented / "README.txt").read_text()


def test_it_can_be_decided_and_nothing_comes_out_alike(invented: Path) -> None:
    told = bulk(invented, None, "--count")
    assert "has no column" not in told
    counted = [line.split() for line in told.splitlines() if line and line.split()[0] in PACK.provisions]
    assert len(counted) == len(PACK.decided)
    assert [row[0] for row in counted if row[1] == "0" or row[3] == "0"] == []
