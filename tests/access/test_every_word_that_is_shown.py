"""Whoever is shown a word of the record has looked at it: every route, every role, every answer.

The record is filled with marked words (`record.marked`). Wherever one of them is in an answer, in its body or its
headers, the ledger must have got an entry in that request, of that person, within the word's concern and compartment.
Which routes there are comes from the resolver, so a new one is walked by itself.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from access.anywhere import Anywhere
from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.models import Membership, User
from fingerpost.access.models.case_data import case_models
from fingerpost.keys.fields import SecretText
from fingerpost.ledger import recording
from fingerpost.ledger.entry import Entry
from fingerpost.ledger.models import LedgerEntry
from fingerpost.ledger.words import word
from fingerpost_demo.people import put_in_place
from record import marked
from record.marked import STEM

MARKER = re.compile(rf"{STEM}(\d+)", re.IGNORECASE)
# Each role, a suspect with an account, and somebody who is not signed in. Asha recorded it all.
RECORDER = "asha@example.org"
OTHERS = ("ben", "carys", "dilip", "eilidh", "femi", "grace", "hari", "isla", "jakub", "kemi")
# What a route's argument names, where that is not the model's own name.
ALIASES = {"document": "takenin", "hit": "hiddenhit", "part": "parttaken", "likeness": "appearance", "step": "dutystep"}
PLAIN = {
    "provider_id": "no-such-directory",
    "uidb36": "1",
    "key": "no-such-key",
    "secret": "no-such-secret",
    "session_id": 987_654,
    "pk": 987_654,
    "number": 1,
    "kind": "name",
    "about": "concern",
    "heading": "2.3-h01",
    "sheet": "interviews",
    "topic": "agenda",
}

type Place = tuple[UUID, str] | None


@dataclass
class Marked:
    """The places in which marked words stand, by the word's number; None for what is no concern's."""

    places: dict[int, Place]
    concerns: list[UUID]


def seed(settings: Any) -> Marked:
    """Fill the record with marked words, and find where each stands by opening all there are."""
    settings.DEMO = True
    put_in_place(today())
    with patch.object(marked, "look"):
        first = marked.seed().pk
    places: dict[int, Place] = {}
    for model in apps.get_models():
        for field in model._meta.fields:
            for row in model._base_manager.all() if isinstance(field, SecretText) else ():
                for number in MARKER.findall(str(getattr(row, field.attname))):
                    concern = getattr(row, "concern_id", None)
                    places[int(number)] = (concern, word(row.compartment)) if concern else None
    others = {place[0] for place in places.values() if place} - {first}
    return Marked(places, [first, *others])


@pytest.fixture
def record(anywhere: Anywhere, settings: Any) -> Marked:
    with anywhere.laying():
        return seed(settings)


def arguments(route: permissions.Route, concern: UUID) -> dict[str, Any]:
    """Return the arguments with which a route is asked for: a row of the concern for each, where there is one."""
    models = {model.__name__.lower(): model for model in case_models()}
    chosen: dict[str, Any] = {}
    for name in route.arguments:
        model = models.get(ALIASES.get(name.removesuffix("_id"), name.removesuffix("_id").replace("_", "")))
        if name == "concern_id":
            chosen[name] = concern
        elif model is not None:
            row = model._base_manager.filter(concern=concern).first()
            chosen[name] = row.pk if row is not None else uuid4()
        else:
            chosen[name] = PLAIN.get(name) or uuid4()
    return chosen


def addresses(anywhere: Anywhere, concern: UUID, email: str) -> list[str]:
    """Return the address of every page that somebody's role may open at all: `test_walk` sees the others refused."""
    with anywhere.laying():
        held = Membership.objects.filter(user__email=email, ends=None).first()
        routes = sorted(permissions.every_route(), key=lambda route: route.name == "account_logout")
        return [
            reverse(route.name or "", kwargs=arguments(route, concern))
            for route in routes
            if route.access is not None and route.access.admits(held.role if held else None)
        ]


def client_of(email: str) -> Client:
    client = Client(raise_request_exception=False)
    if email:
        client.force_login(User.objects.get(email=email))
    return client


def shown_in(answer: HttpResponse) -> set[int]:
    """Return the numbers of the marked words that an answer has anywhere."""
    body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    texts = [body.decode("utf-8", "replace"), *(f"{name}: {value}" for name, value in answer.headers.items())]
    return {int(number) for text in texts for number in MARKER.findall(unquote(html.unescape(text)))}


def title_of(answer: HttpResponse) -> str:
    """Return the title of a page; empty for what is no page."""
    found = None if answer.streaming else re.search(rb"<title>(.*?)</title>", answer.content, re.DOTALL)
    return found[1].decode() if found else ""


def entries_after(anywhere: Anywhere, count: int) -> list[Entry]:
    with anywhere.laying():
        return [row.entry for row in LedgerEntry.objects.filter(leaf_index__gte=count)]


def missing(places: set[Place], entries: list[Entry], actor: UUID | None) -> set[Place]:
    """Return those of the places, of which words were shown, that no entry of the request is about."""
    own = [entry for entry in entries if entry.actor == actor and entry.actor is not None]
    assert len({entry.request for entry in own}) <= 1
    noted: set[Place] = {(entry.within, entry.compartment or "") for entry in own if entry.within is not None}
    if own:
        noted.add(None)
    return places - noted


type Wrong = list[tuple[str, str, str, set[Place]]]


def walk(anywhere: Anywhere, record: Marked, email: str, method: str, asked_for: list[str]) -> tuple[int, Wrong]:
    """Ask for pages as somebody; return in how many answers marked words stood, and what of it was not noted."""
    found, wrong = 0, []
    with anywhere.laying():
        actor = User.objects.get(email=email).pk if email else None
    with anywhere.serving():
        client = client_of(email)
    for address in asked_for:
        with anywhere.laying():
            before = LedgerEntry.objects.count()
        with anywhere.serving():
            # Words that somebody types stand in the answer too, and are theirs.
            typed = {"name": f"{STEM}7 {STEM.lower()}son"} if method == "get" else {}
            answer = getattr(client, method)(address, typed)
            numbers = shown_in(answer) - ({7} if typed else set())
            # A browser keeps the titles of pages, and shows them to whoever uses it next.
            assert not MARKER.search(title_of(answer)), address
        if numbers:
            found += 1
            # What somebody searched for is shown to them as theirs, wherever else the word may stand.
            is_own = address == reverse("my_looks")
            places = {None if is_own else record.places[number] for number in numbers if number in record.places}
            if gone := missing(places, entries_after(anywhere, before), actor):
                wrong.append((email, method, address, gone))
    return found, wrong


def test_no_word_is_shown_without_an_entry(anywhere: Anywhere, record: Marked) -> None:
    with anywhere.laying():
        all_of_it = connection.vendor == "sqlite"
    # First that it would be found: where nothing is noted, each page with a marked word is wrong.
    about = [one for one in addresses(anywhere, record.concerns[0], RECORDER) if str(record.concerns[0]) in one]
    if not all_of_it:
        about = [
            reverse(name, args=[record.concerns[0]]) for name in ("concern", "concern_chronology", "people", "facts")
        ]
    with patch.object(recording, "look"):
        found, wrong = walk(anywhere, record, RECORDER, "get", about)
    assert found
    assert len(wrong) == found
    assert {(record.concerns[0], "common")} in [gone for _, _, _, gone in wrong]

    walks = [(RECORDER, "get")]
    if all_of_it:  # what is shown does not differ by the database; that the other one notes it too is seen above
        walks += [*((f"{name}@example.org", "get") for name in OTHERS), ("", "get"), (RECORDER, "post")]
    results = [
        (email, *walk(anywhere, record, email, method, addresses(anywhere, record.concerns[0], email)))
        for email, method in walks
    ]
    assert [one for _, _, wrong in results for one in wrong] == []
    with_words = {email for email, found, _ in results if found}
    assert with_words >= ({RECORDER, "dilip@example.org"} if all_of_it else {RECORDER})
    assert with_words.isdisjoint({"", "hari@example.org", "kemi@example.org", "jakub@example.org"})
