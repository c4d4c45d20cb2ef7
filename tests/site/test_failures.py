"""What is answered when something fails: which fault it is, what is given back to whom, and what is no failure."""

from __future__ import annotations

import sqlite3
from unittest.mock import patch

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.test import Client

from fingerpost.access import database_faults
from fingerpost.access.database_faults import Fault
from fingerpost.site.signin.sessions import SessionStore
from support.people import PASSWORD, member, signed_in

WORDS = "Said by somebody in a form."


def from_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    return error


def caused(error: Exception, cause: Exception | None) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (caused(OperationalError(), from_sqlite(sqlite3.SQLITE_FULL)), Fault.FULL),
        (caused(OperationalError(), from_sqlite(sqlite3.SQLITE_BUSY)), Fault.BUSY),
        (caused(OperationalError(), from_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT)), Fault.BUSY),
        (caused(OperationalError(), from_sqlite(sqlite3.SQLITE_CANTOPEN)), Fault.AWAY),
        (caused(OperationalError(), from_sqlite(sqlite3.SQLITE_ERROR)), None),
        (caused(OperationalError(), psycopg.errors.DiskFull()), Fault.FULL),
        (caused(OperationalError(), psycopg.errors.LockNotAvailable()), Fault.BUSY),
        (caused(OperationalError(), psycopg.errors.AdminShutdown()), Fault.AWAY),
        (caused(InterfaceError(), psycopg.InterfaceError()), Fault.AWAY),
        (ProgrammingError("Cannot open a new connection in an atomic block."), Fault.AWAY),
        (ProgrammingError("no such column"), None),
        (caused(RuntimeError(), caused(OperationalError(), psycopg.errors.DiskFull())), Fault.FULL),
        (ValueError(), None),
        (None, None),
    ],
)
def test_the_databases_trouble_is_told_from_our_mistakes(error: Exception | None, fault: Fault | None) -> None:
    assert database_faults.of(error) == fault


@pytest.mark.django_db
def test_what_was_sent_is_given_back_to_whoever_sent_it_from_here() -> None:
    client = signed_in(member(role="administrator"), confirmed=True)
    client.raise_request_exception = False
    gone = caused(OperationalError(WORDS), psycopg.errors.AdminShutdown())
    with patch("fingerpost.site.administration.views.scope.organisations", side_effect=gone):
        send = "/administration/organisations/new/"
        answer = client.post(send, {"name": WORDS, "mark": '"><script>'})
        assert answer.status_code == 503
        page = answer.content.decode()
        assert f'name="name" value="{WORDS}"' in page
        assert "<script>" not in page.partition("<main")[2]
        assert f'action="{send}"' in page
        elsewhere = client.post(send, {"name": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
        assert (elsewhere.status_code, WORDS in elsewhere.content.decode()) == (503, False)


@pytest.mark.django_db
def test_a_password_is_in_no_page() -> None:
    client = Client(raise_request_exception=False)
    member()
    gone = caused(OperationalError(), psycopg.errors.AdminShutdown())
    with patch("fingerpost.site.signin.adapters.AccountAdapter.authenticate", side_effect=gone):
        answer = client.post("/sign-in/", {"login": "teacher@example.org", "password": PASSWORD})
    assert answer.status_code == 503
    assert PASSWORD not in answer.content.decode()
    assert "Try again" in answer.content.decode()


@pytest.mark.django_db
def test_a_session_that_cannot_be_kept_is_no_failure_of_what_was_kept_before_it() -> None:
    client = signed_in(member())
    client.raise_request_exception = False

    def full(*_: object, **__: object) -> None:
        try:
            raise caused(OperationalError(), psycopg.errors.DiskFull())
        except OperationalError:
            raise UpdateError  # noqa: B904 - as Django does

    with patch.object(SessionStore, "save", full):
        assert client.get("/account/").status_code == 200
        answer = Client(raise_request_exception=False).post(
            "/sign-in/", {"login": "teacher@example.org", "password": PASSWORD}
        )
    assert answer.status_code == 503
    assert "no room left" in answer.content.decode()


@pytest.mark.django_db
def test_what_is_too_long_is_said_to_be() -> None:
    client = signed_in(member(role="administrator"), confirmed=True)
    answer = client.post("/administration/organisations/new/", {"name": "word " * 300_000})
    assert answer.status_code == 413
    assert "What you sent is too long" in answer.content.decode()


@pytest.mark.django_db
def test_the_status_is_written_before_it_is_told() -> None:
    assert "The service is working" in Client().get("/status/").content.decode()
