"""What managers keep an eye on: lists of other subjects of casework.

What a list has is what whoever is acting may see: it reads through `visible()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from fingerpost.casework.overview import Tag
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to look at: what it is, the address of its page, and how it stands in a word or two."""

    text: str
    href: str
    tag: Tag | None = None


Source = Callable[[date], Iterable[Row]]
"""Returns what there is to look at on a day, the most pressing first, in a number of queries that does not grow."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A list to keep an eye on: its title, and what there is on a day."""

    title: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class WithWatched(Room):
    """A subject with lists that managers keep an eye on."""

    watched: tuple[Watched, ...] = ()


def on(day: date) -> list[tuple[str, list[Row]]]:
    """Return what there is to look at on a day, by title."""
    return [(one.title, list(one.source(day))) for room in rooms(WithWatched) for one in room.watched]
