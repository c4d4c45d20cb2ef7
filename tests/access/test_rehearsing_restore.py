"""A backup is made while somebody writes, and restored into a new database: what a service has to rehearse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from access import database, scene, worlds
from access.backup_places import Place, Postgresql, Sqlite
from cli.running import run
from disposal import test_disposing as disposing
from duties import making
from fingerpost.access import context
from fingerpost.access.guard import inspect
from fingerpost.access.models import Concern
from fingerpost.disposal.models import Tombstone
from fingerpost.disposal.rules import WAITING
from fingerpost.disposal.services import destruction, disposal_file, recording, replay, tombstones
from fingerpost.keys import envelope, services
from fingerpost.keys.errors import KeysError
from fingerpost.keys.masters import VARIABLE, new_line
from fingerpost.keys.models import DataKey
from fingerpost.ledger import recording as ledger
from fingerpost.ledger.verify import verify
from fingerpost.record.models import InitialAccount, SearchToken
from fingerpost.site.backup import container, contents
from fingerpost.site.backup.container import KEYS, RECORD, DatabaseState
from keys.masters import with_masters

MEANWHILE = "UPDATE access_user SET name = 'written meanwhile' WHERE email = 'nurse@example.org'"
NURSE = "SELECT name FROM access_user WHERE email = 'nurse@example.org'"
LEAVES = "SELECT leaf FROM ledger_entry ORDER BY leaf_index"


@dataclass(frozen=True)
class Made:
    """A database with concerns in it, and the backup that was made of it."""

    place: Place
    name: str
    concern: UUID
    disposed: UUID
    ended: Concern
    record: Path
    keys: Path
    said: str


@pytest.fixture(scope="module", params=[pytest.param("sqlite", marks=pytest.mark.django_db), "postgresql"])
def made(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,  # noqa: ARG001 - asked for what it does
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Made]:
    """A backup on each of the two, made while another connection has written what it has not committed."""
    folder = tmp_path_factory.mktemp("backup")
    (folder / "elsewhere").mkdir()
    record, keys = folder / "record", folder / "elsewhere" / "keys"
    with django_db_blocker.unblock(), override_settings(ACCESS_CONTEXT_KEY=database.KEY):
        is_file = request.param == "sqlite"
        place: Place = Sqlite(folder) if is_file else Postgresql(request.getfixturevalue("guarded_database"))
        name = place.filled()
        with place.all_of(name):
            scene.make()
            with context.acting(scene.actor("teacher")):
                concern, disposed = making.concern().pk, making.concern().pk
                with pytest.MonkeyPatch.context() as then:
                    ended = disposing.old(then)
        with place.serving(name), place.writing(name) as other:
            other.execute(MEANWHILE)
            said = command("backup", record, keys)
        yield Made(place, name, concern, disposed, ended, record, keys, said)


def command(name: str, *arguments: Path) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


def refused(made: Made, target: str, record: Path, keys: Path, status: int = 2) -> str:
    """Restore into `target`, and return what is told when that fails, with this exit status."""
    with made.place.serving(target), pytest.raises(CommandError) as caught:
        command("restore", record, keys)
    assert caught.value.returncode == status
    return str(caught.value)


def test_what_was_backed_up_while_somebody_wrote_is_there_again(made: Made) -> None:
    place, target = made.place, made.place.new()
    with place.serving(target):
        said = command("restore", made.record, made.keys)
        state = container.read(made.record, RECORD).state
        assert f"The ledger is in order: {state.ledger_size} entries, root {state.ledger_root}" in said
        assert state.ledger_size > 10
        assert "a sealed text of each of " in said
        # The service's own way in: on PostgreSQL in the application's role, under row-level security.
        with place.all_of(target):
            actor, stranger = scene.actor("teacher"), scene.actor("other-teacher")
        with context.acting(actor):
            assert InitialAccount.objects.visible().get(concern_id=made.concern).narrative == "What was told at break."
        with context.acting(stranger):
            assert not Concern.objects.visible().filter(pk=made.concern).exists()
    # What another connection had not committed is in the database, and in no backup of that moment.
    assert place.select(made.name, NURSE) == [("written meanwhile",)]
    assert place.select(target, NURSE) == [("nurse",)]
    before, after = place.select(made.name, LEAVES), place.select(target, LEAVES)
    assert after[: state.ledger_size] == before[: state.ledger_size]
    with place.all_of(target), pytest.raises(Exception, match=r"never removed|nothing else"):
        DataKey.objects.filter(pk=made.concern).delete()
    if isinstance(place, Postgresql):
        with psycopg.connect(place.cluster.conninfo(target)) as connection:
            assert inspect.faults(connection, place.roles) == []
            assert inspect.drift(connection, place.roles, settings.ACCESS_CONTEXT_KEY) == []
    # The database is not empty any more.
    assert "not empty" in refused(made, target, made.record, made.keys)


def test_the_keys_are_kept_apart(made: Made, tmp_path: Path) -> None:
    wrapped = [
        bytes(box)
        for (box,) in made.place.select(made.name, "SELECT wrapped FROM keys_datakey WHERE wrapped IS NOT NULL")
    ]
    container.read(made.record, RECORD).extract(tmp_path / "record")
    if isinstance(made.place, Sqlite):
        data = (tmp_path / "record").read_bytes()
        assert wrapped
        assert not any(box in data for box in wrapped)
        assert made.place.select(str(tmp_path / "record"), "SELECT count(*) FROM keys_datakey") == [(0,)]
    secret = settings.DEMO_MASTER_KEYS.partition(":")[2].encode()
    for path in (made.record, made.keys):
        assert path.stat().st_mode & 0o777 == 0o600
        assert secret not in path.read_bytes()
        assert settings.ACCESS_CONTEXT_KEY not in path.read_bytes()
        assert list(path.parent.glob(".fingerpost-*")) == []
    assert "The master keys, the context key and the ledger’s key are in neither file" in made.said
    with made.place.serving(made.name):
        for keys in (made.record.with_name("beside"), made.keys):
            with pytest.raises(CommandError, match=r"beside the record|there is a file already"):
                command("backup", made.record.with_name("new"), keys)
    assert not made.record.with_name("new").exists()


def test_a_key_destroyed_since_stays_destroyed_with_later_keys(made: Made, tmp_path: Path) -> None:
    with made.place.all_of(made.name):
        services.destroy(made.disposed)
    with made.place.serving(made.name):
        (tmp_path / "apart").mkdir()
        later = tmp_path / "apart" / "keys"
        command("backup", tmp_path / "record", later)
    target = made.place.new()
    # As if by an earlier version, too: what has come since is migrated.
    migrations = container.read(made.record, RECORD).state.migrations
    before = tuple(name for name in migrations if not name.startswith("web."))
    assert len(before) < len(migrations)
    older = altered(made, tmp_path, RECORD, migrations=before, version="0.0")
    with made.place.serving(target):
        assert "made by version 0.0, and was brought to this one" in command("restore", older, later)
    with made.place.all_of(target):
        assert services.is_destroyed(made.disposed)
        assert not services.is_destroyed(made.concern)


def test_a_backup_from_before_migrations_were_made_one_is_none_from_a_newer_version() -> None:
    names = [f"{app}.{old}" for app, old in MigrationLoader(None).disk_migrations["record", "0001_initial"].replaces]
    others = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations} - {"record.0001_initial"}
    state = DatabaseState("2026-11-25T12:00:00+00:00", "0.0", "sqlite", (*others, *names), 0, "")
    assert (contents.unknown_migrations(state), contents.missing_migrations(state)) == ([], [])
    assert contents.missing_migrations(replace(state, migrations=tuple(others))) == ["record.0001_initial"]
    assert contents.unknown_migrations(replace(state, migrations=("record.0099_later",))) == ["record.0099_later"]


def test_what_was_disposed_of_since_is_gone_before_anybody_reaches_what_was_restored(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, ended, listed = made.place, made.ended, tmp_path / "elsewhere" / "list"
    listed.parent.mkdir()
    # Given a concern that was in the backup, and that two people have disposed of since
    monkeypatch.setenv(disposal_file.VARIABLE, str(listed))
    then = timezone.now() - WAITING - timedelta(minutes=1)
    with place.all_of(made.name), monkeypatch.context() as past:
        past.setattr(recording, "now", lambda *_: then)
        for who, step in (("lead", recording.propose), ("suspect", recording.confirm)):
            with context.acting(scene.actor(who)):
                step(ended, why="It is over.")  # type: ignore[operator]
        actor = scene.actor("suspect")
    with place.serving(made.name), transaction.atomic(), context.acting(actor):
        assert destruction.dispose(ended.pk, timezone.now())
    assert [line.reference for line in disposal_file.read_file(listed)] == [ended.reference]
    # When the list is not whole, nothing is restored
    whole = listed.read_bytes()
    listed.write_bytes(whole[:-5])
    assert "it is damaged or cut off" in refused(made, place.new(), made.record, made.keys)
    listed.write_bytes(whole)
    # When it is, what was disposed of is gone in what was restored: its key, its rows, what it is found by
    target = place.new()
    with place.serving(target):
        said = command("restore", made.record, made.keys)
    assert f"{listed} lists 1 disposals. Disposed of again: 1." in said
    with place.all_of(target):
        assert services.is_destroyed(ended.pk)
        assert not services.is_destroyed(made.concern)
        assert not SearchToken._base_manager.filter(concern=ended.pk).exists()
        assert not InitialAccount._base_manager.filter(concern=ended.pk).exists()
        assert Tombstone.objects.get(concern=ended.pk).confirmed_by_id == worlds.name("suspect")
        with connection.cursor() as cursor:
            head, entries, nodes = ledger.ledger().stored(cursor)
            report = verify(entries, nodes, head, [])
        assert report.ok
        assert report.size > container.read(made.record, RECORD).state.ledger_size
    with place.serving(target), context.acting(actor):
        assert not Concern.objects.visible().filter(pk=ended.pk).exists()
        assert [one.reference for one in tombstones.readable(ended.pk)] == [ended.reference]
    # A backup knows of it, whatever became of the list; without any list it is said what to do
    listed.unlink()
    with place.serving(made.name):
        said = command("backup", tmp_path / "record", tmp_path / "elsewhere" / "keys")
    assert f"{listed} lists what was disposed of, 1 in all" in said
    monkeypatch.delenv(disposal_file.VARIABLE)
    target = place.new()
    with place.serving(target):
        assert "NO LIST OF DISPOSALS WAS GIVEN" in command("restore", made.record, made.keys)
    with place.all_of(target):
        assert not services.is_destroyed(ended.pk)


def test_nobody_reaches_a_database_whose_restore_failed(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    target = made.place.new()
    monkeypatch.setattr(replay, "apply", Mock(side_effect=OSError("the disk is full")))
    assert "the disk is full" in refused(made, target, made.record, made.keys, 1)
    if isinstance(made.place, Sqlite):
        assert is_empty(made.place, target)
        return
    with made.place.serving(target), pytest.raises(OperationalError, match="too many connections"):
        connection.ensure_connection()


def test_a_changed_byte_is_refused_and_nothing_restored(made: Made, tmp_path: Path) -> None:
    target = made.place.new()
    whole = made.record.read_bytes()
    start = container.read(made.record, RECORD).start
    for place, said in ((3, "no backup"), (30, "manifest"), (start - 9, "manifest"), (start + 400, "its data")):
        changed = bytearray(whole)
        changed[place] ^= 1
        (tmp_path / "changed").write_bytes(changed)
        assert said in refused(made, target, tmp_path / "changed", made.keys)
    (tmp_path / "changed").write_bytes(whole[:-1])
    assert "its data" in refused(made, target, tmp_path / "changed", made.keys)
    keys = bytearray(made.keys.read_bytes())
    keys[-5] ^= 1
    (tmp_path / "changed").write_bytes(keys)
    assert "its data" in refused(made, target, made.record, tmp_path / "changed")
    assert "cannot be read" in refused(made, target, tmp_path / "none", made.keys)
    assert "the file of the keys" in refused(made, target, made.keys, made.record)
    assert is_empty(made.place, target)


def test_other_master_keys_are_said(made: Made) -> None:
    target = made.place.new()
    other = new_line(date(2026, 11, 24)).partition(":")[2]
    for line, said in ((f"demo:{other}", "does not open it"), (f"other:{other}", "and at hand are: other")):
        with with_masters({VARIABLE: line}):
            told = refused(made, target, made.record, made.keys)
        assert "not those that this backup was sealed under" in told
        assert said in told
    assert is_empty(made.place, target)


def test_what_does_not_fit_is_said(made: Made, tmp_path: Path) -> None:
    target = made.place.new()
    newer = altered(made, tmp_path, RECORD, migrations=("record.9999_of_tomorrow",), version="9.0")
    assert "newer Fingerpost (9.0); this one does not know record.9999_of_tomorrow" in refused(
        made, target, newer, made.keys
    )
    older = altered(made, tmp_path, KEYS, made_at="2026-01-01T00:00:00+00:00")
    assert "keys would be missing" in refused(made, target, made.record, older)
    assert "of a database of" in refused(made, target, altered(made, tmp_path, RECORD, vendor="oracle"), made.keys)
    assert is_empty(made.place, target)


def test_a_ledger_that_is_another_is_said(made: Made, tmp_path: Path) -> None:
    said = refused(made, made.place.new(), altered(made, tmp_path, RECORD, ledger_root="00" * 32), made.keys, 1)
    assert "not as it was when the backup was made" in said
    assert "Do not use this database" in said


def test_a_text_that_does_not_open_is_said(made: Made) -> None:
    with patch.object(envelope, "open_text", side_effect=KeysError("here", "it does not open")):
        assert "a text in " in refused(made, made.place.new(), made.record, made.keys, 1)


def test_the_commands_tell_in_words_and_by_status(made: Made) -> None:
    with made.place.serving(made.name):
        done = run("restore", made.record, made.keys, DJANGO_SETTINGS_MODULE="support.settings")
    assert done.exit_code == 2
    assert "not empty" in done.stderr


def altered(made: Made, folder: Path, kind: str, **changes: Any) -> Path:
    """Make one of the two files as if something of its manifest were another, with digests that are right."""
    backup = container.read(made.record if kind == RECORD else made.keys, kind)
    (folder / "data").unlink(missing_ok=True)
    backup.extract(folder / "data")
    target = folder / f"altered-{'-'.join(changes)}"
    container.write(target, kind, replace(backup.state, **changes), folder / "data")
    return target


def is_empty(place: Place, target: str) -> bool:
    if isinstance(place, Sqlite):
        return not Path(target).exists() or Path(target).stat().st_size == 0
    return place.select(target, "SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace") == []
