"""What is left of a concern that was disposed of: a room above says so.

It is asked only where a concern is not to be seen: whoever never saw it gets None, as for what never was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from fingerpost.rooms import Room, rooms

Answer = Callable[[HttpRequest, UUID], HttpResponse | None]
"""Returns a page, or None."""


@dataclass(frozen=True, kw_only=True)
class WithGone(Room):
    """The room that says what became of a concern."""

    gone: Answer | None = None


def answer_for(request: HttpRequest, concern_id: UUID) -> HttpResponse | None:
    """Return the page that tells whoever is acting what became of a concern that is not there any more."""
    answers = (room.gone(request, concern_id) for room in rooms(WithGone) if room.gone is not None)
    return next((answer for answer in answers if answer is not None), None)
