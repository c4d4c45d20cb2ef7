"""What else those who manage are told above their page: each room above is asked for what it has to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class ManagerNotice:
    """One sentence, and the name of the route that it leads to. It names nobody."""

    text: str
    route: str


NoticeSource = Callable[[date], ManagerNotice | None]
"""Returns what a room has to say on a day, if anything."""


@dataclass(frozen=True, kw_only=True)
class WithNotice(Room):
    """A room that has something to say to those who manage."""

    notice: NoticeSource | None = None


def of_day(day: date) -> list[ManagerNotice]:
    """Return what is to be said to the person acting."""
    said = (room.notice(day) for room in rooms(WithNotice) if room.notice is not None)
    return [notice for notice in said if notice is not None]
