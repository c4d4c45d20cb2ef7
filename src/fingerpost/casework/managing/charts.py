"""Where the bars of a chart are: plain data in, plain data out.

Each row has its name above its bar and its numbers beside it, so that it reads on a narrow screen; the parts of a bar
differ in pattern, not in colour alone. The same numbers are in a table next to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 360
"""How wide a chart is, in units of the drawing; a screen scales it."""
_BAR: Final = 260
_ROW: Final = 46
_NAME: Final = 16
_HEIGHT: Final = 18
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a bar: which of the chart's kinds (0 or 1), where it begins, and how wide it is."""

    kind: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, the parts of its bar, what is beside it, and where."""

    name: str
    parts: tuple[BarPart, ...]
    said: str
    end: int
    y: int

    @property
    def name_y(self) -> int:
        """Where the name is."""
        return self.y + _NAME - 2

    @property
    def bar_y(self) -> int:
        """Where the bar is."""
        return self.y + _NAME + 3

    @property
    def said_y(self) -> int:
        """Where the numbers are."""
        return self.bar_y + 14


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars: its height, its rows, and how high a bar is."""

    height: int
    bars: tuple[Bar, ...]
    bar: int = _HEIGHT
    width: int = WIDTH


def chart(rows: Sequence[tuple[str, int, int]]) -> Chart:
    """Return a chart of these rows: a name, and how many of the first and of the second kind. None is below zero."""
    most = max((first + second for _, first, second in rows), default=0) or 1
    bars = []
    for place, (name, first, second) in enumerate(rows):
        one, other = round(_BAR * first / most), round(_BAR * second / most)
        # What there is, however little, can be seen.
        one, other = max(one, 2 * bool(first)), max(other, 2 * bool(second))
        parts = tuple(part for part in (BarPart(0, 0, one), BarPart(1, one, other)) if part.width)
        shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        bars.append(Bar(shown, parts, f"{first} + {second}" if second else f"{first}", one + other, place * _ROW))
    return Chart(len(rows) * _ROW, tuple(bars))
