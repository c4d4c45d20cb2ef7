"""The databases that the ledger is tested on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from ledger.databases import Database, Postgresql, Sqlite
from ledger.through_django import default_connection
from support.postgres import PostgresCluster


@pytest.fixture(scope="session")
def one_postgresql(postgres_cluster: PostgresCluster) -> Postgresql:
    """The database that all tests share, one after another: making one takes longer than most tests."""
    return Postgresql(postgres_cluster)


@pytest.fixture
def postgresql(one_postgresql: Postgresql) -> Iterator[Postgresql]:
    """An empty ledger in a PostgreSQL database."""
    yield one_postgresql
    one_postgresql.drop()
    one_postgresql.create()


@pytest.fixture
def sqlite(tmp_path: Path) -> Sqlite:
    """An empty ledger in a SQLite file."""
    return Sqlite(tmp_path / "ledger.sqlite3")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty ledger on each of the two."""
    found: Database = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def django(database: Database, django_db_blocker: DjangoDbBlocker) -> Iterator[Database]:
    """An empty ledger on each of the two, as Django's default database."""
    with django_db_blocker.unblock(), default_connection(database):
        yield database
