"""What every kind of text shares: lines, errors, and how a stray character or value is shown to a person."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from fingerpost.procedure.errors import FingerpostError, Problem

DEEPEST = 50
"""How many lists and mappings may be inside one another; no honest case or pack comes near."""

LONGEST_NUMBER = 300
"""How many characters a number may have: Python refuses to convert very long ones, and `float` overflows."""

_SHOWN = 60
_STRAY = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


Step = str | int


@dataclass(slots=True)
class Spot:
    """The line of a key or item, and of everything beneath it."""

    number: int
    inner: dict[Step, Spot] = field(default_factory=dict)

    def line(self, *path: Step) -> int:
        """Return the line of the key or item at `path`, or of its nearest parent that is there."""
        spot = self
        for step in path:
            if step not in spot.inner:
                break
            spot = spot.inner[step]
        return spot.number


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data (dict, list, str, int, float, bool, None), and where each part of it is in the text."""

    value: object
    spot: Spot

    def line(self, *path: Step) -> int:
        """Return the line of the key or item at `path`, or of its nearest parent that is there."""
        return self.spot.line(*path)


class SourceError(FingerpostError):
    """The text cannot be read as data at all."""


def shown(value: object) -> str:
    """Return a value as an error message shows it: short, on one line, unprintable characters spelt out."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            text = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
            return f"“{text if text.isprintable() else ascii(text)[1:-1]}”"
        case int() | float():
            digits = repr(value) if not isinstance(value, int) or value.bit_length() < 200 else ""
            return digits or "a very large number"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return f"a {type(value).__name__}"


def stray_characters(text: str, name: str, first_line: int) -> list[Problem]:
    """Return a problem for each line with a control character, or half a character, in it."""
    problems = []
    if _STRAY.search(text):
        for number, line in enumerate(re.split("\r\n|\r|\n", text), first_line):
            if found := _STRAY.search(line):
                code = f"U+{ord(found[0]):04X}"
                problems.append(
                    Problem(
                        place(name, number),
                        f"there is a character that cannot be read ({code})",
                        "Take it out",
                    )
                )
    return problems


def place(name: str, line: int) -> str:
    """Return `name:line`, or `line N` where the text has no name."""
    return f"{name}:{line}" if name else f"line {line}"
