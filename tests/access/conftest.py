"""Fixtures of the tests of need to know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker, Settings

from access import database
from access.database import Guarded
from support.postgres import PostgresCluster, postgres_cluster

__all__ = ["postgres_cluster"]


@pytest.fixture(scope="session")
def guarded_database(postgres_cluster: PostgresCluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Guarded]:
    """A prepared PostgreSQL database, kept for the session."""
    with django_db_blocker.unblock():
        yield database.make(postgres_cluster)


@pytest.fixture
def guarded(guarded_database: Guarded, settings: Settings, django_db_blocker: DjangoDbBlocker) -> Iterator[Guarded]:
    """The prepared database, empty."""
    settings.ACCESS_CONTEXT_KEY = database.KEY
    with django_db_blocker.unblock():
        guarded_database.empty()
        yield guarded_database
