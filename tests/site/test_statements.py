"""A page of a concern asks the database few times, and is answered as the database answers."""

from __future__ import annotations

import json
import re
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

MOST = {"postgresql": 15, "sqlite": 17}
"""SQLite is asked twice more: the ledger's tree is written by us there, and by the database on PostgreSQL."""
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
        if number > MOST[connection.vendor]:
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


MOST_TO_CHANGE = 20
CHANGES = {
    "record": (
        60,
        "the concern, its people, what is told and each involvement are written one by one, and who sees it"
        " is asked anew after each",
    ),
    "fact": (30, "it is decided anew, and the page says what was saved"),
    "done": (30, "the duty is shown, recorded, and shown anew"),
}
"""What changes something by more statements than that, with the reason."""


def test_what_changes_a_concern_takes_few_statements(reading: tuple[Client, Concern]) -> None:
    client, concern = reading
    page, now = reverse("concern", args=[concern.pk]), timezone.localtime()
    duty = client.get(reverse("duties", args=[concern.pk])).content.decode()
    facts = client.get(f"{page}facts/").content.decode()
    today = (now.day, now.month, now.year)
    changes: dict[str, tuple[str, dict[str, Any]]] = {
        "note": (f"{page}notes/new/", {"what": "learned", "words": "He wrote again."}),
        "fact": (
            re.findall(r'href="([^"]*/facts/concern/[0-9]+/)"', facts)[0],
            {"on_whose_word": "The mother", "reason": "she said so", **_day("said_on", today)},
        ),
        "done": (
            re.findall(r'href="(/duties/[^/"]+/)"', duty)[0] + "done/",
            {"what": "It was done.", "who": "Priya", **_day("on", today)},
        ),
        "record": (
            reverse("new_concern"),
            {"child_name": "N.P.", "narrative": "She told us.", **_day("day", today), "clock": "0.00"},
        ),
    }
    more = {}
    for name, (address, answers) in changes.items():
        form = client.get(address)
        assert form.status_code == 200, name
        sent = _fields(form.content.decode()) | answers
        if name == "fact":
            sent[re.findall(r'name="(answer_[a-z_]+)"', form.content.decode())[0]] = "true"
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(address, sent)
        number = sum(not one["sql"].startswith(_OF_A_TRANSACTION) for one in captured.captured_queries)
        # Then it was saved
        assert answer.status_code == 302 or "Saved</h1>" in answer.content.decode(), (name, answer.content.decode())
        if number > CHANGES.get(name, (MOST_TO_CHANGE, ""))[0]:
            more[name] = number
    assert more == {}


def _day(name: str, day: Sequence[int]) -> dict[str, int]:
    return {f"{name}_{number}": part for number, part in enumerate(day)}


def _fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return dict(hidden)


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
