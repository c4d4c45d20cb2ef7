"""What a room does for the rooms beneath it: each room says so in one object, and `site.rooms.ROOMS` lists them all.

A room imports those beneath it, and none above. What it needs from above it reads here, when it needs it:

    @dataclass(frozen=True, kw_only=True)
    class WithChronology(Room):                   # access/chronology.py: what it asks of whoever has entries
        chronology: Source | None = None

    for room in rooms(WithChronology): …          # the same file: where they are asked

    REFERRALS = Subject(name="referrals", chronology=chronology.of_concern, …)      # casework/referrals/subject.py

Each `With…` class is in the module that reads its field; `hooks.py` of a room is the sum of them. Nothing is added when
a module is imported, and nothing is changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Room:
    """A room, or a subject of one, by its name."""

    name: str


def rooms[R: Room](kind: type[R]) -> list[R]:
    """Return the rooms of this kind, in the order of the list that `settings.FINGERPOST_ROOMS` names."""
    named: tuple[Room, ...] = import_string(settings.FINGERPOST_ROOMS)
    return [room for room in named if isinstance(room, kind)]
