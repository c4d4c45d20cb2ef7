"""Signing in has a role and a connection of its own: SQL beside cases neither reads nor writes what it needs."""

from __future__ import annotations

from contextlib import suppress

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from access import scene, worlds
from access.database import Guarded
from fingerpost.access import context, sign_in_database
from fingerpost.access.models import User
from fingerpost.access.tables import open_tables
from fingerpost.site.administration import services
from support.people import PASSWORD

VICTIM = worlds.name("u-worker")


@pytest.fixture(autouse=True)
def _made(guarded: Guarded) -> None:
    with guarded.superuser():
        scene.make()
        user = User.objects.get(pk=VICTIM)
        user.set_password(PASSWORD)
        user.save()
        TOTP.activate(user, generate_totp_secret())


OF_SIGNING_IN = sorted(table for table, entry in open_tables().items() if entry.sign_in)


@pytest.mark.parametrize("table", OF_SIGNING_IN)
def test_sql_beside_cases_reads_and_writes_nothing_of_it(guarded: Guarded, table: str) -> None:
    attempts = [f"DELETE FROM {table}", f"INSERT INTO {table} DEFAULT VALUES", f"TRUNCATE {table}"]  # noqa: S608
    with guarded.superuser(), connection.cursor() as cursor:
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table])
        columns = [name for (name,) in cursor.fetchall()]
    attempts += [f'UPDATE {table} SET "{column}" = DEFAULT' for column in columns]  # noqa: S608
    if table != "access_user":
        attempts += [f'SELECT "{column}" FROM {table}' for column in columns]  # noqa: S608
    for actor in (worlds.actor("teacher"), worlds.actor("council-administrator"), None):
        with guarded.application(actor):
            taken = [one for one in attempts if not _refused(one)]
        assert not taken


@pytest.mark.parametrize("table", ["access_concern", "record_appearance", "ledger_entry", "keys_datakey", "guard.mine"])
def test_signing_in_sees_no_case(guarded: Guarded, table: str) -> None:
    with guarded.application(worlds.actor("teacher")), connections[sign_in_database.SIGN_IN].cursor() as cursor:
        cursor.execute("SELECT set_config('fingerpost.context', %s, false)", ["1.a.b.c"])
        with pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608


def test_the_role_of_signing_in_has_no_table_of_cases(guarded: Guarded) -> None:
    with guarded.superuser(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.role_table_grants WHERE grantee = %s",
            [guarded.roles.sign_in],
        )
        assert {name for (name,) in cursor.fetchall()} == set(OF_SIGNING_IN)


def test_the_service_signs_in_and_closes_an_account_over_its_own_connection(guarded: Guarded) -> None:
    given = {"login": "u-worker@example.org", "password": PASSWORD}
    with guarded.application_connection():
        cache.clear()
        assert Client().post("/sign-in/", given).status_code == 302
        assert Session.objects.count() >= 1
        assert Authenticator.objects.filter(user=VICTIM).count() == 1
        with context.acting(worlds.actor("council-administrator")):
            services.close(User.objects.get(pk=VICTIM))
        assert not User.objects.get(pk=VICTIM).is_active
        assert Client().post("/sign-in/", given).status_code == 200


def test_what_fails_leaves_neither_an_account_closed_nor_anything_of_a_case(guarded: Guarded) -> None:
    with guarded.application_connection():
        with suppress(RuntimeError), context.acting(worlds.actor("council-administrator")):
            services.close(User.objects.get(pk=VICTIM))
            assert not User.objects.using(sign_in_database.SIGN_IN).get(pk=VICTIM).is_active
            raise RuntimeError
        assert User.objects.get(pk=VICTIM).is_active


def test_a_password_of_another_or_from_elsewhere_lets_nobody_in(guarded: Guarded) -> None:
    with guarded.superuser():
        mine, victim = User.objects.get(pk=worlds.name("u-teacher")), User.objects.get(pk=VICTIM)
        mine.set_password("my own password")
        mine.save()
        assert mine.check_password("my own password")
        assert not mine.check_password(PASSWORD)
        assert "$" not in mine.password
        for forged in (mine.password, make_password("my own password"), "", "!"):
            victim.password = forged
            assert not victim.check_password("my own password")
            # And signs nobody out again with each look
            assert victim.get_session_auth_hash() == victim.get_session_auth_hash()


def _refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return "permission denied" in str(error)
    return False
