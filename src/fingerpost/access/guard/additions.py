"""Functions that rooms above add to the guard: what has to be done across the wall, inside the database only.

A room adds its own when it starts. Its functions are laid, owned, called and inspected as the guard's own are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Addition:
    """SQL that makes functions in the schema `guard`; which may be called; which tables they read and add to.

    `for_owner`: which only the tables' owner may call, beside those. `deletes_from`: tables of which they delete rows;
    `changes`: tables of which they change columns, as `ends` or `wrapped, destroyed_at`.
    """

    sql: str
    callable: tuple[str, ...]
    reads: tuple[str, ...]
    adds_to: tuple[str, ...] = ()
    for_owner: tuple[str, ...] = ()
    deletes_from: tuple[str, ...] = ()
    changes: Mapping[str, str] = field(default_factory=dict)


_additions: dict[str, Addition] = {}


def add(room: str, addition: Addition) -> None:
    """Add a room's functions, in the place of any that it added before."""
    _additions[room] = addition


def additions() -> tuple[Addition, ...]:
    """Return what was added."""
    return tuple(_additions.values())
