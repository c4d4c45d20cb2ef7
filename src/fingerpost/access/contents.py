"""What was told of a concern: each room is asked with the compartments that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Concern
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of one compartment of a concern, as it is read: a heading, and paragraphs."""

    compartment: str
    heading: str
    paragraphs: tuple[str, ...]


ContentSource = Callable[[Concern, frozenset[str], datetime | None], Iterable[Content]]
"""Returns what there is in these compartments, as recorded by a moment (None: now)."""


@dataclass(frozen=True, kw_only=True)
class WithContents(Room):
    """A room in which something of a concern was told."""

    contents: ContentSource | None = None


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None = None) -> list[Content]:
    """Return what may be shown of a concern to somebody who sees these compartments, as recorded by `at` (None: now).

    A source that gives more than it was asked for is held back here.
    """
    found: list[Content] = []
    for room in rooms(WithContents):
        if room.contents is not None:
            found += room.contents(concern, compartments, at)
    return [content for content in found if content.compartment in compartments]
