"""Tables of cases that every engine and every kind of file is tried on."""

from __future__ import annotations

from contextlib import closing

import pytest

from bulk.loading import load_postgres
from bulk.worlds import Answers, Tables, cases, expected
from support.postgres import PostgresCluster


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Some hundred cases as Parquet files."""
    return Tables.of(tmp_path_factory.mktemp("bulk") / "tables", cases(700, seed=11))


@pytest.fixture(scope="session")
def answers(tables: Tables) -> Answers:
    """What the engine says of them."""
    return expected(tables.cases)


@pytest.fixture(scope="session")
def database(postgres_cluster: PostgresCluster, tables: Tables) -> str:
    """The address of a PostgreSQL database with the same tables, its rows in no order."""
    name = postgres_cluster.create_database()
    with closing(postgres_cluster.connect(name)) as connection:
        load_postgres(connection, tables.folder)
    return postgres_cluster.url(name)
