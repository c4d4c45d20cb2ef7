"""What managers keep an eye on: lists of other subjects of casework.

What a list has is what the person acting may see: it reads through `visible()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from fingerpost.casework.overview import StatusTag
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class WatchedItem:
    """One thing to look at: what it is, the address of its page, and how it is in a word or two."""

    text: str
    href: str
    tag: StatusTag | None = None


WatchListSource = Callable[[date], Iterable[WatchedItem]]
"""Returns what there is to look at on a day, the most pressing first, in a number of queries that does not grow."""


@dataclass(frozen=True, slots=True)
class WatchList:
    """A list to keep an eye on: its title, and what there is on a day."""

    title: str
    source: WatchListSource


@dataclass(frozen=True, kw_only=True)
class WithWatchLists(Room):
    """A subject with lists that managers keep an eye on."""

    watched: tuple[WatchList, ...] = ()


def on(day: date) -> list[tuple[str, list[WatchedItem]]]:
    """Return what there is to look at on a day, by title."""
    return [(one.title, list(one.source(day))) for room in rooms(WithWatchLists) for one in room.watched]
