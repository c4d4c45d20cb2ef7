"""What a short run leaves out is there on SQLite, and is nothing that the database decides."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support import choosing


def item(name: str) -> Any:
    return SimpleNamespace(nodeid=f"tests/{name}", path=choosing.TESTS / name.partition("::")[0])


@pytest.mark.parametrize(
    ("names", "left_out"),
    [
        (
            ("manual/test_local.py::a[sqlite]", "manual/test_local.py::a[postgresql]"),
            ["manual/test_local.py::a[postgresql]"],
        ),
        (("manual/test_local.py::a[sqlite-x]", "manual/test_local.py::a[postgresql-y]"), []),
        (("manual/test_local.py::on_postgresql",), []),
        (("access/test_walk.py::a[sqlite]", "access/test_walk.py::a[postgresql]"), []),
    ],
)
def test_only_a_twin_is_left_out(names: tuple[str, ...], left_out: list[str]) -> None:
    assert [one.nodeid.removeprefix("tests/") for one in choosing.twins([item(name) for name in names])] == left_out


def test_what_is_named_is_there() -> None:
    assert [name for name in choosing.DATABASE_DECIDES if not (choosing.TESTS / name).exists()] == []
    for name in choosing.LONG:
        file, _, test = name.partition("::")
        assert f"def {test.partition('[')[0]}(" in (choosing.TESTS / file).read_text(encoding="utf-8")


def test_one_with_spark_is_in_every_run() -> None:
    there = [item(f"bulk/test_engines.py::test_spark[{way}]") for way in ("sql", "planes")]
    assert choosing.left_out(there) == there[:1]


@pytest.mark.parametrize("room", ["access", "ledger", "disposal", "faults", "lives"])
def test_need_to_know_and_what_is_kept_for_good_are_tested_on_both(room: str) -> None:
    both = [item(f"{room}/test_any.py::a[{database}]") for database in ("sqlite", "postgresql")]
    assert choosing.twins(both) == []
    assert Path(choosing.TESTS, room).is_dir()
