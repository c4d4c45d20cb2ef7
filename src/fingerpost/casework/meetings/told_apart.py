"""What two people write of one meeting at once: plain data in, plain data out. No clock, no database.

A page shows a part of a meeting (an item, a person) as it was up to a step, and comes back with what its writer left
there. What they did not touch stays as it is by now; what they changed counts, unless somebody else has changed the
same part meanwhile: then neither is lost, and the writer is asked to put the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Came(StrEnum):
    """What a part of a page that was sent comes to."""

    UNTOUCHED = "untouched"
    CHANGED = "changed"
    BOTH_CHANGED = "both_changed"


type Boxes = Mapping[str, str]
"""What is in the boxes of one part of a page, by their names."""


def told_apart(shown: Boxes, now: Boxes, sent: Boxes) -> Came:
    """Return what became of a part that was `shown`, is so by `now`, and came back as it was `sent`."""
    if same(sent, shown) or same(sent, now):
        return Came.UNTOUCHED
    return Came.CHANGED if same(now, shown) else Came.BOTH_CHANGED


def same(one: Boxes, other: Boxes) -> bool:
    """Whether the boxes hold the same, whatever a browser makes of the ends of lines and of empty ones."""
    names = one.keys() | other.keys()
    return all(_plain(one.get(name, "")) == _plain(other.get(name, "")) for name in names)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: as it was shown, as it is now, and who recorded that, in words."""

    name: str
    shown: Boxes
    now: Boxes
    by: str = ""
    at_field: str = ""
    """The box at which it is said that two have changed it."""
