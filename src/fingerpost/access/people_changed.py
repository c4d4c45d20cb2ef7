"""That somebody is another than before: their name, identifiers, roles or cover.

Somebody may be found now who was not before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, kw_only=True)
class WithPeople(Room):
    """A room that does something when a user changed."""

    person_changed: Callable[[UUID], None] | None = None


def person_changed(user_id: UUID) -> None:
    """Let the rooms above know."""
    for room in rooms(WithPeople):
        if room.person_changed is not None:
            room.person_changed(user_id)
