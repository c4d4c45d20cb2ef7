"""One transaction around each request, and who acts in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import address, changed_since, client_of, contents, only_looks
from fingerpost.access import checks, context, permissions, read_only
from fingerpost.access.context import acting
from fingerpost.access.errors import NoActorError
from fingerpost.access.models import Contact


@pytest.fixture
def served(anywhere: Anywhere, settings: Any) -> Iterator[Anywhere]:
    settings.ROOT_URLCONF = "access.pages"
    with anywhere.serving():
        yield anywhere


def written() -> int:
    return Contact.objects.filter(purpose="written by a test").count()


@pytest.mark.usefixtures("served")
def test_a_view_acts_for_whoever_is_signed_in() -> None:
    assert client_of("teacher").get("/who/").content.decode() == str(worlds.name("teacher"))
    assert context.current() is None


@pytest.mark.usefixtures("served")
def test_nobody_acts_where_nobody_is_signed_in() -> None:
    assert Client().get("/anybody/").content == b"None"
    answer = Client().get("/who/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/?next=%2Fwho%2F")
    assert Client().post("/who/").status_code == 403


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("who", ["teacher", "administrator", "nobody"])
def test_a_view_that_declares_nothing_is_refused(who: str) -> None:
    for method in ("get", "post"):
        answer = getattr(client_of(who), method)("/forgotten/")
        assert answer.status_code == 403
        assert b"nobody said" not in answer.content


@pytest.mark.usefixtures("served")
def test_a_role_that_has_no_business_there_is_refused() -> None:
    assert client_of("council-auditor").get("/auditors/").content == b"for auditors"
    assert client_of("worker").get("/auditors/").status_code == 403


@pytest.mark.usefixtures("served")
def test_what_a_request_writes_stays_when_it_is_answered() -> None:
    assert client_of("teacher").post("/writes/").content == b"written"
    assert written() == 1


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("place", "status"), [("/500/", 500), ("/raises/", 500), ("/refuses/", 403), ("/nothing/", 404)]
)
def test_what_a_request_writes_is_gone_when_it_fails_or_is_refused(place: str, status: int) -> None:
    client = client_of("teacher")
    client.raise_request_exception = False
    assert client.post(place).status_code == status
    assert written() == 0


@pytest.mark.usefixtures("served")
def test_a_request_that_only_looks_cannot_write() -> None:
    client = client_of("teacher")
    client.raise_request_exception = False
    assert client.get("/writes/").status_code == 500
    assert written() == 0


@pytest.mark.usefixtures("served")
def test_a_view_may_say_why_it_writes_when_it_is_looked_at() -> None:
    assert Client().get("/back/").content == b"written"


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("SELECT 1", None),
        ('INSERT INTO "access_contact" ("id") VALUES (1)', "access_contact"),
        ("insert or ignore into access_contact values (1)", "access_contact"),
        ('UPDATE "access_contact" SET a = 1', "access_contact"),
        ("UPDATE OR IGNORE access_contact SET a = 1", "access_contact"),
        ("\n DELETE FROM access_contact", "access_contact"),
        ("TRUNCATE access_contact", "access_contact"),
        ("SAVEPOINT s", None),
    ],
)
def test_which_table_a_statement_writes_to(statement: str, table: str | None) -> None:
    assert read_only.table_written(statement) == table


# Others look at everything in `test_the_walk`, which sees the same of each.
@pytest.mark.parametrize(
    ("anywhere", "who"), [("sqlite", "suspect"), ("postgresql", "administrator")], indirect=["anywhere"]
)
def test_get_changes_nothing_but_the_ledger(anywhere: Anywhere, who: str) -> None:
    with anywhere.serving():
        client = client_of(who)
    with anywhere.laying():
        before = contents()
    with anywhere.serving():
        for route in filter(only_looks, permissions.every_route()):
            client.get(address(route, anywhere.scene.shared))
    with anywhere.laying():
        assert changed_since(before) == set()


def test_the_service_does_not_start_with_a_view_that_declares_nothing(settings: Any) -> None:
    assert checks.views_declare_their_access(None) == []
    settings.ROOT_URLCONF = "access.pages"
    assert [(error.id, error.level >= 40) for error in checks.views_declare_their_access(None)] == [
        ("access.E001", True)
    ]


def test_the_service_does_not_start_without_the_middleware_in_its_place(settings: Any) -> None:
    assert checks.context_is_set(None) == []
    for order in ([], [checks.MIDDLEWARE, *live.MIDDLEWARE[:-1]], live.MIDDLEWARE[:-1]):
        settings.MIDDLEWARE = order
        assert [error.id for error in checks.context_is_set(None)] == ["access.E003"]


def test_no_case_data_can_be_reached_by_following_a_relation_back() -> None:
    assert checks.case_data_has_no_way_round(None) == []


def test_without_somebody_who_acts_case_data_is_neither_read_nor_written(anywhere: Anywhere) -> None:
    from fingerpost.access.models import Concern, Involvement

    with anywhere.laying():
        row = Involvement._base_manager.first()
        assert row is not None
        with pytest.raises(NoActorError):
            Concern.objects.visible()
        with pytest.raises(NoActorError):
            row.save()


def test_acting_is_taken_back_however_a_block_ends() -> None:
    teacher, worker = worlds.actor("teacher"), worlds.actor("worker")
    with acting(teacher):
        with acting(worker):
            assert context.current() == worker
        assert context.current() == teacher
        with pytest.raises(RuntimeError), acting(None):
            raise RuntimeError
        assert context.current() == teacher
    assert context.current() is None
