"""PostgreSQL: whoever cannot prove who acts in this very transaction sees nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from access import scene, worlds
from access.database import KEY, Guarded
from access.scene import Scene
from fingerpost.access import token
from fingerpost.access.guard import policies
from fingerpost.access.models import Membership, User

OTHER_KEY = b"another key, of 32 bytes or more .."


@pytest.fixture
def made(guarded: Guarded) -> Scene:
    with guarded.superuser():
        return scene.make()


@pytest.fixture
def connection(guarded: Guarded, made: Scene) -> Iterator[psycopg.Connection[Any]]:  # noqa: ARG001
    with guarded.connect() as connected:
        yield connected


def here(connection: psycopg.Connection[Any], membership: str) -> token.Context:
    """Return the context that lets the membership act in the connection's present transaction."""
    row = connection.execute(
        "SELECT pg_backend_pid(), (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint,"
        " extract(epoch FROM statement_timestamp())::bigint"
    ).fetchone()
    assert row is not None
    pid, transaction, now = row
    return token.Context(worlds.name(membership), pid, transaction, now + 60)


def say(connection: psycopg.Connection[Any], said: str, *, local: bool = True) -> None:
    connection.execute("SELECT set_config('fingerpost.context', %s, %s)", [said, local])


def seen(connection: psycopg.Connection[Any]) -> set[UUID]:
    return {row[0] for row in connection.execute("SELECT id FROM access_concern")}


def test_with_a_good_context_the_concern_is_seen(connection: psycopg.Connection[Any], made: Scene) -> None:
    say(connection, token.sign(KEY, here(connection, "teacher")))
    assert seen(connection) == {made.shared}


def test_without_a_context_every_table_of_case_data_is_empty(connection: psycopg.Connection[Any]) -> None:
    for table in policies.of_case_data():
        count = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()  # noqa: S608
        assert count == (0,), table


@pytest.mark.parametrize(
    "said",
    [
        "",
        ".",
        "1",
        "1......",
        "nonsense",
        "\N{GREEK SMALL LETTER ALPHA}" * 500,
        "{membership}",
        "1.{key}.{membership}.{pid}.{transaction}.{until}.",
        "1.{key}.{membership}.{pid}.{transaction}.{until}.{zeros}",
        "1.no-such-key.{membership}.{pid}.{transaction}.{until}.{zeros}",
        "1.{key}.not-a-uuid.x.y.z.{zeros}",
        "1.{key}.{membership}.{pid}.{transaction}.{until}.{zeros}.more",
    ],
)
def test_a_context_that_nobody_signed_shows_nothing(connection: psycopg.Connection[Any], said: str) -> None:
    good = here(connection, "teacher")
    say(
        connection,
        said.format(
            key=token.key_id(KEY),
            membership=good.membership_id,
            pid=good.pid,
            transaction=good.transaction,
            until=good.until,
            zeros="0" * 64,
        ),
    )
    assert seen(connection) == set()


def test_a_context_signed_with_another_key_shows_nothing(connection: psycopg.Connection[Any]) -> None:
    forged = token.sign(OTHER_KEY, here(connection, "teacher"))
    say(connection, forged)
    assert seen(connection) == set()
    # Nor when it claims to be of the right key.
    say(connection, forged.replace(token.key_id(OTHER_KEY), token.key_id(KEY)))
    assert seen(connection) == set()


def test_a_signed_context_for_somebody_else_cannot_be_made_ones_own(connection: psycopg.Connection[Any]) -> None:
    theirs = token.sign(KEY, here(connection, "other-teacher"))
    say(connection, theirs.replace(str(worlds.name("other-teacher")), str(worlds.name("teacher"))))
    assert seen(connection) == set()


@pytest.mark.parametrize("change", ["pid", "transaction", "until"])
def test_a_context_of_another_time_or_place_shows_nothing(connection: psycopg.Connection[Any], change: str) -> None:
    good = here(connection, "teacher")
    elsewhere = {
        "pid": replace(good, pid=good.pid + 1),
        "transaction": replace(good, transaction=good.transaction - 1),
        "until": replace(good, until=good.until - 61),
    }
    say(connection, token.sign(KEY, elsewhere[change]))
    assert seen(connection) == set()


def test_a_context_is_gone_with_its_transaction_and_cannot_be_replayed(
    connection: psycopg.Connection[Any], made: Scene
) -> None:
    said = token.sign(KEY, here(connection, "teacher"))
    say(connection, said)
    assert seen(connection) == {made.shared}
    connection.commit()
    assert seen(connection) == set()
    say(connection, said)
    assert seen(connection) == set()


def test_a_context_set_for_the_whole_session_ends_with_the_transaction_all_the_same(
    connection: psycopg.Connection[Any], made: Scene
) -> None:
    say(connection, token.sign(KEY, here(connection, "teacher")), local=False)
    assert seen(connection) == {made.shared}
    connection.commit()
    assert seen(connection) == set()


def test_a_context_cannot_be_carried_to_another_connection(guarded: Guarded, made: Scene) -> None:
    with guarded.connect() as first, guarded.connect() as second:
        said = token.sign(KEY, here(first, "teacher"))
        say(first, said)
        say(second, said)
        assert (seen(first), seen(second)) == ({made.shared}, set())


def test_injected_sql_can_only_lose_what_it_sees(connection: psycopg.Connection[Any], made: Scene) -> None:
    say(connection, token.sign(KEY, here(connection, "other-teacher")))
    for attempt in (
        f"SELECT set_config('fingerpost.context', '{worlds.name('teacher')}', true)",
        f"SET fingerpost.context = '{worlds.name('teacher')}'",
        "SET row_security = off",
        "RESET ALL",
    ):
        with connection.transaction(force_rollback=True):
            try:
                connection.execute(attempt.encode())
                found = seen(connection)
            except psycopg.errors.InsufficientPrivilege:
                continue
            assert found <= {made.others}, attempt


@pytest.mark.parametrize("wanted", ["owner", "guard", "backup"])
def test_the_application_cannot_become_another_role(
    guarded: Guarded, connection: psycopg.Connection[Any], wanted: str
) -> None:
    role = getattr(guarded.roles, wanted)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"SET ROLE {role}".encode())


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM guard.context_key",
        "SELECT * FROM guard.actor()",
        "SELECT guard.this_transaction()",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION guard.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE TEMPORARY TABLE access_membership (id uuid)",
        "ALTER TABLE access_concern DISABLE ROW LEVEL SECURITY",
        "DROP POLICY need_to_know_select ON access_concern",
        "COPY access_concern TO PROGRAM 'cat'",
        "DELETE FROM access_concern",
        "TRUNCATE access_concern CASCADE",
    ],
)
def test_the_applications_role_may_not(connection: psycopg.Connection[Any], attempt: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported)):
        connection.execute(attempt.encode())


def test_whoever_has_left_sees_nothing_although_the_application_signs_for_them(
    guarded: Guarded, connection: psycopg.Connection[Any], made: Scene
) -> None:
    said = token.sign(KEY, here(connection, "teacher"))
    say(connection, said)
    assert seen(connection) == {made.shared}
    with guarded.superuser():
        Membership.objects.filter(pk=worlds.name("teacher")).update(ends="2026-01-01")
    assert seen(connection) == set()
    with guarded.superuser():
        Membership.objects.filter(pk=worlds.name("teacher")).update(ends=None)
        User.objects.filter(pk=worlds.name("u-teacher")).update(is_active=False)
    assert seen(connection) == set()


def test_the_owner_is_held_too_and_a_backup_is_not(guarded: Guarded, made: Scene) -> None:
    with guarded.connect(guarded.roles.owner) as owner:
        assert seen(owner) == set()
    with guarded.connect(guarded.roles.backup) as backup:
        assert seen(backup) == {made.shared, made.others}
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            backup.execute("DELETE FROM access_concern")
