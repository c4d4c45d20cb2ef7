"""The scene of need to know, on both databases: for the tests of every room that keeps case data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest
from pytest_django import DjangoDbBlocker, Settings

from access import database, laid, scene
from access.anywhere import Anywhere
from access.database import Guarded
from fingerpost.access import context
from support.postgres import PostgresCluster


@pytest.fixture(scope="session")
def guarded_database(prepared_cluster: PostgresCluster, django_db_blocker: DjangoDbBlocker) -> Iterator[Guarded]:
    """A prepared PostgreSQL database, kept for the session."""
    with django_db_blocker.unblock():
        yield database.make(prepared_cluster)


@pytest.fixture
def guarded(guarded_database: Guarded, settings: Settings, django_db_blocker: DjangoDbBlocker) -> Iterator[Guarded]:
    """The prepared database, empty."""
    settings.ACCESS_CONTEXT_KEY = database.KEY
    with django_db_blocker.unblock():
        guarded_database.empty()
        yield guarded_database
        guarded_database.hang_up()


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest, db: None) -> Anywhere:  # noqa: ARG001 - asked for later, none is made
    """The scene, on SQLite and again on PostgreSQL in the application's role."""
    if request.param == "sqlite":
        return Anywhere(laid.scene_on_sqlite(), lambda who: context.acting(scene.actor(who)), nullcontext, nullcontext)
    guarded: Guarded = request.getfixturevalue("guarded")
    with guarded.superuser():
        made = scene.make()

    def acting(who: str) -> AbstractContextManager[None]:
        with guarded.superuser():
            actor = scene.actor(who)
        return guarded.application(actor)

    return Anywhere(made, acting, guarded.superuser, guarded.application_connection)
