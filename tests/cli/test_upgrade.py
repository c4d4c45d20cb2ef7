"""A database with some of the demonstration in it is taken to a later version, forwards, and loses nothing on the way.

Nothing is released yet, so the later version is made up: `support.later_version` has one migration more. What is shown
is the way itself, that of `fingerpost serve`: a copy first, all rows and all guards still there, the ledger in order
before and after, and the earlier program refused from then on. It does not show that a migration to come is right: that
one takes the place of the made-up one here, from a database of its release.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fingerpost.access.guard.install import Roles
from support import prepared
from support.postgres import SUPERUSER, PostgresCluster
from support.prepared import FILE, ROOT

_TELL = """
import django
django.setup()
import yaml
from django.utils import timezone
from fingerpost_demo.stories import telling
for path in sorted(telling.CONCERNS.glob("*.yaml"))[1:4]:
    listed = yaml.safe_load(path.read_text())
    for story in [one for one in listed if "then" in one][:2]:
        telling.Telling(story, timezone.now()).tell()
"""
"""Some of its stories in which most happens: all of them take minutes."""
EARLIER, LATER = "fingerpost_demo.settings", "support.later_version"
GUARDS = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgrelid::regclass::text || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal"
    " UNION SELECT tablename || ' ' || policyname FROM pg_policies ORDER BY 1",
}


@dataclass(frozen=True)
class Database:
    """A database of a service whose folder this is; in a cluster by its name, else SQLite."""

    folder: Path
    cluster: PostgresCluster | None
    name: str = ""

    def environment(self, role: str = "application") -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DATABASE"))}
        kept |= {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
        kept |= {"FINGERPOST_VAR": str(self.folder)}
        if self.cluster is not None:
            roles = Roles()
            user = SUPERUSER if role == "admin" else getattr(roles, role)
            kept |= {
                "DATABASE_URL": self.cluster.url(self.name, user),
                "DATABASE_SIGN_IN_URL": "" if role == "admin" else self.cluster.url(self.name, roles.sign_in),
                "DATABASE_ADMIN_URL": self.cluster.url(self.name),
                "DATABASE_BACKUP_URL": self.cluster.url(self.name, roles.backup),
            }
        return kept

    def prepare(self, settings: str) -> subprocess.CompletedProcess[str]:
        """Do what `fingerpost serve` does before it starts its processes."""
        return self.run("-c", "from fingerpost.cli.serve import prepare; prepare(False)", settings=settings)

    def run(self, *words: str, settings: str = EARLIER, role: str = "application") -> subprocess.CompletedProcess[str]:
        given = self.environment(role) | {"DJANGO_SETTINGS_MODULE": settings}
        return subprocess.run(
            [sys.executable, *words], env=given, cwd=self.folder, capture_output=True, text=True, check=False
        )

    def select(self, statement: str) -> list[tuple[Any, ...]]:
        if self.cluster is None:
            with closing(sqlite3.connect(self.folder / FILE)) as file:
                return file.execute(statement).fetchall()
        with self.cluster.connect(self.name) as connection:
            return connection.execute(statement.encode()).fetchall()

    def guards(self) -> list[tuple[Any, ...]]:
        return self.select(GUARDS["sqlite" if self.cluster is None else "postgresql"])

    def verified(self, settings: str) -> int:
        """Verify the ledger as whoever owns the tables; return how many entries it has."""
        done = self.run("-m", "fingerpost.cli", "ledger", "verify", "--json", settings=settings, role="owner")
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads(done.stdout)
        assert found["in_order"]
        return int(found["size"])


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database of this version with people and concerns of the demonstration."""
    if request.param == "sqlite":
        made = Database(tmp_path, None)
        prepared.copy_with_people(tmp_path / FILE)
    else:
        cluster: PostgresCluster = request.getfixturevalue("prepared_cluster")
        made = Database(tmp_path, cluster, cluster.create_database())
        done = made.run("-m", "fingerpost.cli", "manage", "prepare_database")
        assert done.returncode == 0, done.stderr
        done = made.run("-m", "fingerpost.cli", "manage", "demonstrate", "--people-only", role="admin")
        assert done.returncode == 0, done.stderr
    done = made.run("-c", _TELL)
    assert done.returncode == 0, done.stderr
    return made


def test_an_upgrade_keeps_everything(database: Database) -> None:
    concerns, leaves = "SELECT count(*) FROM access_concern", "SELECT leaf FROM ledger_entry ORDER BY leaf_index"
    before = (database.select(concerns), database.select(leaves), database.guards())
    assert before[0][0][0] >= 6
    assert database.verified(EARLIER) == len(before[1])
    # When the later version starts
    done = database.prepare(LATER)
    # Then a copy was made first, and says where it is
    assert done.returncode == 0, done.stderr
    assert len(list((database.folder / "before-update").iterdir())) == 1
    assert "Migrations to come: 1." in done.stdout
    # And everything is there, guarded as before, and what the migration wrote
    assert (database.select(concerns), database.select(leaves), database.guards()) == before
    assert database.verified(LATER) == len(before[1])
    names = database.select("SELECT name, called FROM access_organisation")
    assert len(names) > 5
    assert all(called == name.upper() for name, called in names)
    # And it starts again without another copy, while the earlier version refuses, and says why
    assert database.prepare(LATER).returncode == 0
    refused = database.prepare(EARLIER)
    assert refused.returncode != 0
    assert "a newer version of Fingerpost has changed it" in refused.stderr
    assert "access.0002_later" in refused.stderr
    assert len(list((database.folder / "before-update").iterdir())) == 1
