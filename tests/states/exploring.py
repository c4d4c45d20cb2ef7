"""How things stand, and what leads from one to another: drawn by asking the rules, never by hand.

Nothing here keeps a state. An explorer tries every step that makes sense after every other, asks the subject's own pure
function how far it is then, and notes what led where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

DEPTH: Final = 5
"""How many steps after one another are tried: nothing new is found beyond."""

TUESDAY: Final = datetime(2026, 3, 24, 12, tzinfo=UTC)
"""When what is drawn begins. It says nothing: only the order counts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A subject's states in the order in which they were met, and what leads from one to another."""

    title: str
    says: str
    moves: Sequence[tuple[str, str, str]]
    """From, to, by what."""


def explored(
    next_steps: Callable[[tuple[Any, ...]], Iterable[tuple[str, Any]]], stands: Callable[[tuple[Any, ...]], str]
) -> list[tuple[str, str, str]]:
    """Return what leads from which state to which, after up to `DEPTH` steps.

    `next_steps`: what may be recorded after these steps, each with its name; `stands`: how it is after them.
    """
    found: dict[tuple[str, str, str], None] = {}
    lives: list[tuple[Any, ...]] = [()]
    for _ in range(DEPTH):
        longer = []
        for steps in lives:
            before = stands(steps)
            for name, step in next_steps(steps):
                after = stands((*steps, step))
                if after != before:
                    found.setdefault((before, after, name))
                longer.append((*steps, step))
        lives = longer
    return list(found)
