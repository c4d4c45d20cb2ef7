"""What else those who manage are told above their page: each room above is asked for what it has to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, and the name of the route that it leads to. It names nobody."""

    text: str
    route: str


Source = Callable[[date], Notice | None]
"""Returns what a room has to say on a day, if anything."""


@dataclass(frozen=True, kw_only=True)
class WithNotice(Room):
    """A room that has something to say to those who manage."""

    notice: Source | None = None


def of_day(day: date) -> list[Notice]:
    """Return what is to be said to whoever is acting."""
    said = (room.notice(day) for room in rooms(WithNotice) if room.notice is not None)
    return [notice for notice in said if notice is not None]
