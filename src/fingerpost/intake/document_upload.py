"""The one view that takes a document, and how a document comes to it: judged before the view is asked, never kept.

    @permissions.works_on_concern
    @takes_a_document
    def take_in(request, concern_id):
        match received(request): …

The bytes come in a field `document` and are judged by `site.uploads` before the request's transaction begins, so that
a slow sender or a slow document holds no lock of the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from fingerpost import gate
from fingerpost.gate import Kind, Refused, Words

FIELD: Final = "document"
AT_ONCE: Final = 2
"""Documents that one process of the service judges at the same time."""
PATIENCE: Final = 3.0
"""Seconds that a document waits for its turn."""
AN_HOUR: Final = 40
"""Documents that one user sends in an hour."""

_MARK: Final = "fingerpost_takes_a_document"
_HOUR: Final = 3600
_turns: Final = threading.BoundedSemaphore(AT_ONCE)

type View = Callable[..., HttpResponse]


class NotNow(Enum):
    """Why a document was not judged; nothing of it was kept."""

    NONE = "Choose a document"
    BUSY = "Other documents are being read just now. Wait a minute, and choose yours again"
    TOO_MANY = f"You have sent {AN_HOUR} documents in an hour. Go on with the next one in an hour"


type Received = Words | Refused | NotNow


def takes_a_document(view: View) -> View:
    """Let a view take a document. Every other one refuses any file."""
    setattr(view, _MARK, True)
    return view


def is_taken_by(view: Callable[..., Any]) -> bool:
    """Whether a view takes a document."""
    return getattr(view, _MARK, False) is True


def is_one_too_many(user_id: UUID, now: float | None = None) -> bool:
    """Count a document that a user sends, and say whether it is one too many for this hour."""
    key = f"fingerpost_documents_{user_id.hex}_{int((time.time() if now is None else now) // _HOUR)}"
    cache.add(key, 0, _HOUR)
    try:
        return cache.incr(key) > AN_HOUR
    except ValueError:  # it was dropped meanwhile
        return False


def judge(data: bytes) -> Received:
    """Return what a document holds. If too many are being judged, wait a moment for a turn, and then say so."""
    if not _turns.acquire(timeout=PATIENCE):
        return NotNow.BUSY
    try:
        return gate.judge(data)
    finally:
        _turns.release()


def too_large() -> Received:
    """Return the answer to a document that is too large to be read at all."""
    return Refused(Kind.TOO_LARGE)


def keep(request: HttpRequest, found: Received) -> None:
    """Let the view find what came of the document."""
    request.fingerpost_received = found  # type: ignore[attr-defined]


def received(request: HttpRequest) -> Received:
    """Return what came of the document that a request sent."""
    found = getattr(request, "fingerpost_received", NotNow.NONE)
    return found if isinstance(found, Words | Refused) else NotNow(found)
