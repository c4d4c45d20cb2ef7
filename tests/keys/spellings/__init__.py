"""Lists of names for measuring the search: the same name in several spellings, different names, frequent names."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

_FOLDER = Path(__file__).parent
CHOSEN_WITH = ("same_given", "same_family")
HELD_OUT = "held_out"
DIFFERENT = "different"


def groups(name: str) -> list[list[str]]:
    """Return the lines of a list as their names."""
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def pairs(*names: str) -> list[tuple[str, str]]:
    """Return every two names that stand in one line of these lists."""
    return [pair for name in names for group in groups(name) for pair in combinations(group, 2)]


def frequent() -> dict[str, list[str]]:
    """Return the frequent names, each once: `given` and `family`."""
    return {group[0].rstrip(":"): sorted(set(group[1:])) for group in groups("frequent")}
