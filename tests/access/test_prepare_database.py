"""The command that prepares a PostgreSQL database, from nothing to a page that is served."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from support.postgres import PostgresCluster

ROOT = Path(__file__).parents[2]
KEY = "a context key of the tests, which is long enough"


@pytest.fixture
def environment(postgres_cluster: PostgresCluster) -> dict[str, str]:
    name = postgres_cluster.create_database()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "fingerpost_demo.settings",
        "DATABASE_URL": postgres_cluster.url(name, "prepared_app").replace(
            "prepared_app@", "prepared_app:secret%20word@"
        ),
        "DATABASE_SIGN_IN_URL": postgres_cluster.url(name, "prepared_sign_in"),
        "DATABASE_OWNER_URL": postgres_cluster.url(name, "prepared_owner"),
        "DATABASE_BACKUP_URL": postgres_cluster.url(name, "prepared_backup"),
        "DATABASE_ADMIN_URL": postgres_cluster.url(name),
    }


def manage(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_it_prepares_checks_and_can_be_run_again(environment: dict[str, str]) -> None:
    assert manage(environment, "prepare_database", "--check").returncode == 1
    for arguments in ((), (), ("--check",)):
        done = manage(environment, "prepare_database", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "Need to know is set up in the database.\n"
    with psycopg.connect(environment["DATABASE_ADMIN_URL"]) as connection:
        connection.execute("ALTER TABLE access_concern NO FORCE ROW LEVEL SECURITY")
    broken = manage(environment, "prepare_database", "--check")
    assert broken.returncode == 1
    assert "access_concern has row-level security that does not hold its owner" in broken.stderr
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM access_concern").fetchone() == (0,)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"DATABASE_ADMIN_URL": ""}, "DATABASE_ADMIN_URL is not set"),
        ({"DATABASE_ADMIN_URL": "postgresql://nobody@/none?host=/nowhere"}, "the database cannot be reached"),
        ({"DATABASE_URL": ""}, "SQLite needs no preparing"),
        ({"DATABASE_OWNER_URL": "postgresql://prepared_app@/x"}, "must name different roles"),
    ],
)
def test_what_is_missing_is_named(environment: dict[str, str], changed: dict[str, str], said: str) -> None:
    done = manage(environment | changed, "prepare_database")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
