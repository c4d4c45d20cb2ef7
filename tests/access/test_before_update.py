"""Before a database is brought further it is copied, whole; one that a newer version has changed is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from access import database
from access.backup_places import Place, Postgresql, Sqlite
from fingerpost.site.backup import container
from fingerpost.site.backup.container import KEYS, RECORD

NEWEST = "disposal"
"""The room whose migrations are taken for ones to come."""


@pytest.fixture(scope="module", params=[pytest.param("sqlite", marks=pytest.mark.django_db), "postgresql"])
def used(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001 - asked for what it does
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[tuple[Place, str]]:
    """A database of this version, on each of the two, from before a test’s own transaction, which a copy waits for."""
    with django_db_blocker.unblock(), override_settings(ACCESS_CONTEXT_KEY=database.KEY):
        is_file = request.param == "sqlite"
        place: Place = (
            Sqlite(tmp_path_factory.mktemp("used"))
            if is_file
            else Postgresql(request.getfixturevalue("guarded_database"))
        )
        yield place, place.filled()


def record(place: Place, name: str, statement: str, *values: str) -> None:
    """Change what the database has of its migrations."""
    with place.all_of(name), connection.cursor() as cursor:
        cursor.execute(statement, values)


def said(place: Place, name: str, folder: Path, *more: str) -> str:
    out = StringIO()
    with place.serving(name):
        call_command("before_update", "--into", str(folder), *more, stdout=out)
    return out.getvalue()


def test_it_is_copied_where_something_is_to_come_and_not_else(used: tuple[Place, str], tmp_path: Path) -> None:
    place, name = used
    folder = tmp_path / "service"
    assert (said(place, name, folder), folder.exists()) == ("", False)
    done = place.select(name, f"SELECT app, name FROM django_migrations WHERE app = '{NEWEST}'")  # noqa: S608
    record(place, name, "DELETE FROM django_migrations WHERE app = %s", NEWEST)
    try:
        assert (said(place, name, folder, "--without-copy"), folder.exists()) == ("", False)
        told = said(place, name, folder)
    finally:
        added = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)"
        for one in done:
            record(place, name, added, *one)
    (made,), (keys,) = (folder / "before-update").iterdir(), (folder / "before-update-keys").iterdir()
    assert str(made) in told
    assert str(keys) in told
    was = container.read(made, RECORD).state
    assert was.migrations
    assert not [one for one in was.migrations if one.startswith(NEWEST)]
    assert container.read(keys, KEYS).state == was
    assert {oct(path.stat().st_mode & 0o777) for path in (made, keys)} == {"0o600"}


def test_a_database_of_a_newer_version_is_refused(used: tuple[Place, str], tmp_path: Path) -> None:
    place, name = used
    later = ("record", "0999_of_a_later_version")
    added = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)"
    record(place, name, added, *later)
    try:
        with pytest.raises(CommandError, match=r"a newer version .* does not know record\.0999_of_a_later_version"):
            said(place, name, tmp_path / "service")
    finally:
        record(place, name, "DELETE FROM django_migrations WHERE app = %s AND name = %s", *later)
    assert not (tmp_path / "service").exists()
