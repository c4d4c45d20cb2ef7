"""Functions that rooms above add to the guard: what has to be done across the wall, inside the database only.

A room's functions are installed, owned, called and inspected as the guard's own are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Addition:
    """SQL that makes functions in the schema `guard`; which may be called; which tables they read and add to.

    `for_owner`: which only the tables' owner may call, beside those; `beside_cases`: which are called over the
    connection of signing in alone, so that SQL beside cases cannot, and sees nothing of what they write.
    `deletes_from`: tables of which they delete rows; `changes`: tables of which they change columns, as `ends` or
    `wrapped, destroyed_at`.
    """

    sql: str
    callable: tuple[str, ...]
    reads: tuple[str, ...]
    adds_to: tuple[str, ...] = ()
    for_owner: tuple[str, ...] = ()
    beside_cases: tuple[str, ...] = ()
    deletes_from: tuple[str, ...] = ()
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WithGuard(Room):
    """A room with functions for the guard."""

    guard: Addition | None = None


def additions() -> tuple[Addition, ...]:
    """Return what the rooms add."""
    return tuple(room.guard for room in rooms(WithGuard) if room.guard is not None)
