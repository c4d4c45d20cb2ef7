"""Prepared databases are kept from one run to the next: none is met by a source that would make another."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from access import database
from access.database import Guarded
from fingerpost.access.clock import today
from fingerpost.access.guard import inspect
from support import once, prepared, sources
from support.postgres import SUPERUSER

PACKAGE = sources.SOURCE / "fingerpost"
MIGRATION = "src/fingerpost/record/migrations/0001_initial.py"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what the databases are made from, to be changed."""
    root = tmp_path_factory.mktemp("checkout")
    for path in sources.files():
        to = root / path.relative_to(sources.ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    return root


@pytest.mark.parametrize(
    "pattern",
    [
        "*/migrations/*.py",
        "*/models.py",
        "*/models/*.py",
        "access/guard/*.py",
        "**/*.sql",
        "*/guard_additions.py",
        "*/room.py",
        "casework/*/subject.py",
        "site/rooms.py",
        "site/settings/*.py",
    ],
)
def test_the_hash_covers_what_decides(pattern: str) -> None:
    found = set(PACKAGE.glob(pattern))
    assert found
    assert found <= sources.files()


def test_the_hash_covers_whatever_adds_to_the_guard() -> None:
    adding = {path for path in PACKAGE.rglob("*.py") if "fingerpost.access.guard" in path.read_text(encoding="utf-8")}
    assert len(adding) > 5
    assert adding <= sources.files()


@pytest.mark.parametrize(
    "name",
    [
        MIGRATION,
        "src/fingerpost/access/models/people.py",
        "src/fingerpost/access/guard/policies.py",
        "src/fingerpost/access/guard/sql/sight.sql",
        "src/fingerpost/record/guards.py",
        "src/fingerpost_demo/people.yaml",
        "src/fingerpost_demo/people.py",
        "requirements/run.txt",
    ],
)
def test_a_change_of_one_file_is_another_hash(copy: Path, name: str) -> None:
    before, text = sources.key(copy), (copy / name).read_text(encoding="utf-8")
    (copy / name).write_text(text + "\n", encoding="utf-8")
    assert sources.key(copy) != before
    (copy / name).write_text(text, encoding="utf-8")
    assert sources.key(copy) == before == sources.key()


def test_a_new_migration_is_another_hash(copy: Path) -> None:
    new = copy / MIGRATION.replace("0001", "9999")
    new.touch()
    assert sources.key(copy) != sources.key()
    new.unlink()


def test_what_was_stopped_in_the_middle_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_folder", tmp_path / sources.key())

    def stopped(folder: Path) -> None:
        (folder / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once.once("thing", stopped)
    made = once.once("thing", lambda folder: (folder / "whole").touch())
    assert [path.name for path in made.iterdir()] == ["whole"]


def test_a_source_that_changes_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_folder", tmp_path / "of-another-source")
    with pytest.raises(RuntimeError, match="changed during this run"):
        once.once("thing", lambda _: None)
    assert not (tmp_path / "of-another-source" / "thing").exists()


def test_what_nobody_used_for_a_day_goes(tmp_path: Path) -> None:
    newest, recent, old = (tmp_path / name for name in ("newest", "recent", "old"))
    for folder, hours in ((newest, 0), (recent, 20), (old, 25)):
        folder.mkdir()
        at = newest.stat().st_mtime - hours * 3600
        os.utime(folder, (at, at))
    once.take_old_ones_away(newest)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["newest", "recent"]


@pytest.mark.django_db
def test_the_kept_file_has_every_migration() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_the_kept_cluster_has_the_guard_as_it_would_be_made_now(guarded: Guarded) -> None:
    with guarded.connect(SUPERUSER) as connecting:
        assert inspect.drift(connecting, guarded.roles, database.KEY) == []


def test_people_are_put_in_place_today(guarded: Guarded, tmp_path: Path) -> None:
    prepared.copy_with_people(tmp_path / prepared.FILE)
    question = "SELECT min(starts), max(ends) FROM access_membership"
    with closing(sqlite3.connect(tmp_path / prepared.FILE)) as file:
        on_sqlite = file.execute(question).fetchone()
    name, _ = prepared.postgresql_database(guarded.cluster, database.KEY, people=True)
    with guarded.cluster.connect(name) as connecting:
        on_postgresql = connecting.execute(question).fetchone()
    expected = (today() - timedelta(days=365), today() - timedelta(days=1))
    assert on_postgresql == expected
    assert on_sqlite == tuple(day.isoformat() for day in expected)
