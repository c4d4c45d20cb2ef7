"""A page of a concern asks the database few times, and is answered as the database answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from access.database import Guarded
from fingerpost.access import context, kept_lists, looking
from fingerpost.access.concern_rows import ConcernRows
from fingerpost.access.kept_lists import KeptList
from fingerpost.access.models import Concern, Membership
from fingerpost.access.permissions import Who, every_route
from fingerpost.duties.services.whose import Whose
from fingerpost.procedure.calendar import london_day
from fingerpost_demo.people import member as member_of
from fingerpost_demo.people import put_in_place
from fingerpost_demo.stories import telling

MOST = 15
MORE = {
    "concern": (26, "links and likenesses are about other concerns too; who could see what waits where nobody sees it"),
    "call_meeting": (20, "whom to call is asked for, and who there is"),
    "duties": (17, "who else reads it now is asked for"),
    "concern_documents": (16, "what goes to somebody outside is asked for beside what was made"),
}
"""Pages that ask more often, with the reason."""
_OF_A_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture(params=["sqlite", "postgresql"])
def reading(request: pytest.FixtureRequest, db: None) -> Iterator[tuple[Client, Concern]]:  # noqa: ARG001
    """Somebody signed in, and a concern of theirs in which a meeting was held and much is recorded."""
    laying: AbstractContextManager[None] = nullcontext()
    acting: AbstractContextManager[None] = nullcontext()
    if request.param == "postgresql":
        guarded: Guarded = request.getfixturevalue("guarded")
        laying, acting = guarded.superuser(), guarded.application_connection()
    with laying:
        put_in_place(london_day(timezone.now()))
    listed = yaml.safe_load((telling.CONCERNS / "2-adults.yaml").read_text())
    story = next(one for one in listed if "Bettina Example" in one["people"])
    with acting:
        told = telling.Telling(story, timezone.now())
        told.tell()
        client = Client()
        client.force_login(member_of("priya").user)
        yield client, told.concern


def _pages() -> list[str]:
    """Return the names of the pages that a concern, and a reader, has one of."""
    of_a_concern = [route for route in every_route() if route.access and route.access.who is Who.CONCERN]
    return [route.name for route in of_a_concern if route.name and route.arguments == ("concern_id",)]


def test_a_page_asks_a_few_times_and_is_answered_as_the_database_answers(
    reading: tuple[Client, Concern], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, concern = reading
    addresses = {name: reverse(name, args=[concern.pk]) for name in _pages()}
    addresses |= {name: reverse(name) for name in ("home", "concerns")}
    # Given how often each asks, once what a process keeps is there
    more = {}
    for name, address in addresses.items():
        if client.get(address).status_code != 200:
            continue
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        number = sum(not one["sql"].startswith(_OF_A_TRANSACTION) for one in captured.captured_queries)
        if number > MORE.get(name, (MOST, ""))[0]:
            more[name] = number
    assert more == {}
    # When whatever is answered from rows that were read at once is asked of the database too
    answers, from_rows = [0, 0], ConcernRows.answer

    def compared(rows: ConcernRows, question: Any) -> list[Any] | None:
        found = from_rows(rows, question)
        if found is None:
            return None
        token = looking._look.set(None)
        try:
            there = list(question._chain())
        finally:
            looking._look.reset(token)
        ours, theirs = ([_plain(one) for one in answer] for answer in (found, there))
        # Then it is the same, in the same order where one is asked for; PostgreSQL has no order among those that tie
        if not question.ordered or connection.vendor == "postgresql":
            ours, theirs = sorted(ours), sorted(theirs)
        assert ours == theirs, question.query
        answers[bool(ours)] += 1
        return found

    monkeypatch.setattr(ConcernRows, "answer", compared)
    for address in addresses.values():
        client.get(address)
    assert min(answers) > 50, answers


def test_what_several_lists_are_read_as_is_what_each_is_asked_for(
    reading: tuple[Client, Concern], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = reading
    address, given = reverse("home"), kept_lists._GIVEN
    answers, at_once = [0, 0], kept_lists._read

    # Given lists that are read at once, each of which is then asked of the database by its own query
    def compared(wanted: Sequence[KeptList]) -> list[list[Any]]:
        found = at_once(wanted)
        for one, rows in zip(wanted, found, strict=True):
            if one.given == ():
                assert rows == []
                continue
            is_json = connection.vendor == "sqlite"
            keys = [key.hex if is_json else str(key) for key in one.given or ()]
            monkeypatch.setattr(kept_lists, "_GIVEN", json.dumps(keys) if is_json else f"{{{','.join(keys)}}}")
            at = one.at or timezone.now()
            there = list(one.build(context.required(), at, one.day or london_day(at)))
            monkeypatch.setattr(kept_lists, "_GIVEN", given)
            # Then it is the same
            assert sorted(map(_plain, rows)) == sorted(map(_plain, there)), one.name
            answers[bool(rows)] += 1
        return found

    monkeypatch.setattr(kept_lists, "_read", compared)
    # When the members of every role open their home page and each of its lists
    for membership in Membership.objects.on(london_day(timezone.now())).select_related("user"):
        client.force_login(membership.user)
        for whose in Whose:
            assert client.get(address, {"list": whose}).status_code == 200
        for chosen in ({}, {"state": "open"}, {"state": "closed", "overdue": "on"}, {"page": "2"}):
            client.get(reverse("concerns"), chosen)
    assert min(answers) > 20, answers
    # And the connection kept some of the plans, but no more than are said
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            assert cursor.fetchone() == (settings.KEPT_PLANS,)


def _plain(one: Any) -> str:
    if not hasattr(one, "_meta"):
        return repr(one)
    held = {field.attname: one.__dict__.get(field.attname) for field in one._meta.concrete_fields}
    values = {name: getattr(value, "box", value) for name, value in held.items()}
    related = {name: getattr(row, "pk", row) for name, row in sorted(one._state.fields_cache.items())}
    return repr((one._meta.label, values, related))
