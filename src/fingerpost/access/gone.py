"""What is left of a concern that was disposed of: a room above says so.

It is asked only where a matter is not to be seen: whoever never saw it gets None, and so the answer for what never was.
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
    """The room that says what became of a matter."""

    gone: Answer | None = None


def answer_for(request: HttpRequest, matter_id: UUID) -> HttpResponse | None:
    """Return the page that tells whoever is acting what became of a matter that is not there any more."""
    answers = (room.gone(request, matter_id) for room in rooms(WithGone) if room.gone is not None)
    return next((answer for answer in answers if answer is not None), None)
