"""What is left of a concern that was disposed of: a room above says so.

It is asked only where a concern is not to be seen: whoever never saw it gets None, as for what never was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from fingerpost.rooms import Room, rooms

DisposedPage = Callable[[HttpRequest, UUID], HttpResponse | None]
"""Returns a page, or None."""


@dataclass(frozen=True, kw_only=True)
class WithDisposedPage(Room):
    """The room that says what became of a concern."""

    disposed_page: DisposedPage | None = None


def disposed_response(request: HttpRequest, concern_id: UUID) -> HttpResponse | None:
    """Return the page that tells whoever is acting what became of a concern that is not there any more."""
    answers = (
        room.disposed_page(request, concern_id) for room in rooms(WithDisposedPage) if room.disposed_page is not None
    )
    return next((answer for answer in answers if answer is not None), None)
