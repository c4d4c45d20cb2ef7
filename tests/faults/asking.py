"""Somebody at a browser, as few lines: signed in by a session that is laid, asking and sending forms over HTTP."""

from __future__ import annotations

import http.client
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from fingerpost.ledger.store import Ledger
from fingerpost.ledger.verify import verify
from support.postgres import SUPERUSER
from support.service import Service

PATIENCE = 30.0  # seconds for one answer

_SESSION = """
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from fingerpost.site.signin.sessions import SessionStore
from fingerpost.access.models import User
user = User.objects.get(email="{address}")
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""
_CONCERN = """
from django.utils import timezone
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Membership
from fingerpost.record.services.concerns import record_concern
with context.acting(actor_in(Membership.objects.get(user__email="{address}"))):
    print(record_concern(became_aware_at=timezone.now(), narrative="Told at break.").pk)
"""
# What is kept: each note's words, the entries about notes, what of drafts is not ended, and whether the ledger holds.
_KEPT = """
import json
from django.db import connection, transaction
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Membership
from fingerpost.ledger.models import LedgerEntry
from fingerpost.ledger.recording import ledger
from fingerpost.ledger.verify import verify
from fingerpost.record.models import Note
with context.acting(actor_in(Membership.objects.get(user__email="{address}"))):
    notes = {{str(note.pk): str(note.words) for note in Note.objects.visible().filter(concern="{concern}")}}
    mine = LedgerEntry.objects.filter(action="created", object_kind="note").values_list("object_id", flat=True)
    entries = sorted(str(one) for one in mine if str(one) in notes)
wrong = []
if connection.vendor == "sqlite":  # on PostgreSQL the application sees a part of the ledger only
    with transaction.atomic(), connection.cursor() as cursor:
        head, rows, nodes = ledger().stored(cursor)
        wrong = [finding.text for finding in verify(rows, nodes, head).findings]
print(json.dumps({{"words": sorted(notes.values()), "notes": sorted(notes), "entries": entries, "wrong": wrong}}))
connection.close()
"""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Person:
    """Somebody who is signed in at a service."""

    port: int
    session: str
    csrf: str = field(default_factory=lambda: secrets.token_hex(16))
    patience: float = PATIENCE

    def gets(self, path: str) -> Answer:
        """Ask for a page."""
        return self._asks("GET", path, None)

    def sends(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._asks("POST", path, urlencode({"csrfmiddlewaretoken": self.csrf, **fields}))

    def _asks(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=self.patience)
        headers = {"Cookie": f"session={self.session}; csrf={self.csrf}", "Host": "localhost"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode(errors="replace"), dict(answer.getheaders()))
        finally:
            connection.close()


def signed_in(service: Service, address: str) -> Person:
    """Return somebody of the demonstration, with a second factor and a session."""
    service.give_code_app(address)
    return Person(service.port, service.python(_SESSION.format(address=address)).strip())


def concern_of(service: Service, address: str) -> str:
    """Record a concern in somebody's name, and return the id of its concern."""
    return service.python(_CONCERN.format(address=address)).strip()


def note(words: str) -> dict[str, str]:
    """Return the fields of the form for a note, with a draft of its own: sent twice, it is recorded once."""
    return {
        "what": "learned",
        "words": words,
        "compartment": "common",
        "draft": str(uuid4()),
        "draft_page": str(uuid4()),
        "draft_opened": "0",
        "draft_changes": "3",
    }


def kept(service: Service, address: str, concern: str) -> dict[str, Any]:
    """Return what the database has of a concern's notes, as somebody sees them; and what is wrong with the ledger."""
    found: dict[str, Any] = json.loads(service.python(_KEPT.format(address=address, concern=concern)))
    url = service.environment.get("DATABASE_URL")
    if url is not None:
        with psycopg.connect(_as_superuser(url)) as connection, connection.cursor() as cursor:
            head, rows, nodes = Ledger("postgresql").stored(cursor)  # type: ignore[arg-type]
            found["wrong"] = [finding.text for finding in verify(rows, nodes, head).findings]
    return found


def _as_superuser(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{SUPERUSER}@"))


def is_whole(found: dict[str, Any]) -> bool:
    """Whether every note has its one entry, every entry its note, and the ledger holds."""
    return found["wrong"] == [] and found["entries"] == found["notes"]
