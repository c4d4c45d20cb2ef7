"""JSON, read strictly and fast: no key twice, no NaN or Infinity, and every refusal names line and column.

A text that is in order is read by the standard library's decoder alone. Only one that is not, or whose lines are
asked for, is surveyed token by token.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.source.text import DEEPEST, LONGEST_NUMBER, SourceError, Spot, Step, shown

_HINTS = {
    "Expecting ','": "A comma is missing, or a bracket or brace is not closed",
    "Expecting ':'": "A key is followed by a colon",
    "Expecting property name": "Keys are in double quotation marks; no comma comes before a closing brace",
    "Expecting value": "true, false, null, a number, a text in double quotation marks, a list or a mapping",
    "Illegal trailing comma": "No comma comes before a closing bracket or brace",
    "Extra data": "One JSON document, with nothing after it",
    "Unterminated string": "A quotation mark is not closed",
    "Invalid control character": "A text in quotation marks is on one line",
}
_TOKEN = re.compile(r'([{}\[\],:])|("(?:[^"\\]|\\.)*+")|([^\s{}\[\],:"]+)', re.DOTALL)


def parse_json(text: str, *, name: str = "", first_line: int = 1) -> object:
    """Read one JSON document into plain data.

    `name` is what errors call the text, `first_line` the number of its first line. Raises SourceError.
    """
    text = text.removeprefix("\ufeff")
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        problem = error.msg
        hint = next((hint for part, hint in _HINTS.items() if problem.startswith(part)), "")
        where = _where(name, error.lineno + first_line - 1, error.colno)
        raise SourceError([Problem(where, f"this is not JSON: {problem}", hint)]) from None
    except (_RefusedError, RecursionError, ValueError):
        raise SourceError(_Survey(text, name, first_line).run().problems) from None


class JsonLines:
    """The line of every part of a JSON text that is known to be in order. The work is done when first asked."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._text = text.removeprefix("\ufeff")
        self._first_line = first_line
        self._spot: Spot | None = None

    def line(self, *path: Step) -> int:
        """Return the line of the key or item at `path`, or of its nearest parent that is there."""
        if self._spot is None:
            self._spot = _Survey(self._text, "", self._first_line).run().root
        return self._spot.line(*path)


class _RefusedError(Exception):
    """The decoder has met what is well formed but refused; a survey says what and where."""


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _RefusedError
    return made


def _refuse(_: str) -> object:
    raise _RefusedError


_decode = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse).decode


def _where(name: str, line: int, column: int) -> str:
    return f"{name}:{line}:{column}" if name else f"line {line}, column {column}"


@dataclass(slots=True)
class _Frame:
    """A list or mapping that the survey is inside of. `step` is the key or index that comes next."""

    spot: Spot
    step: Step | None
    lines: dict[str, int] = field(default_factory=dict)


class _Survey:
    """Walks the tokens of a text as far as they make sense; notes lines, and what is refused."""

    def __init__(self, text: str, name: str, first_line: int) -> None:
        self.text = text
        self.name = name
        self.line = first_line
        self.line_start = 0
        self.root = Spot(first_line)
        self.frames: list[_Frame] = []
        self.problems: list[Problem] = []

    def run(self) -> _Survey:
        for match in self.tokens():
            sign, quoted, word = match.groups()
            if sign:
                if not self.sign(sign, match.start()):
                    break
            elif quoted:
                self.quoted(quoted, match.start())
            else:
                self.place()
                self.word(word, match.start())
        return self

    def tokens(self) -> Iterator[re.Match[str]]:
        end = 0
        for match in _TOKEN.finditer(self.text):
            if newlines := self.text.count("\n", end, match.start()):
                self.line += newlines
                self.line_start = self.text.rfind("\n", end, match.start()) + 1
            end = match.start()
            yield match

    def refuse(self, start: int, what: str, right: str = "") -> None:
        where = _where(self.name, self.line, start - self.line_start + 1)
        self.problems.append(Problem(where, what, right))

    def place(self) -> Spot:
        """Return a spot for the value that begins here."""
        if not self.frames or (step := self.frames[-1].step) is None:
            return self.root
        return self.frames[-1].spot.inner.setdefault(step, Spot(self.line))

    def sign(self, sign: str, start: int) -> bool:
        """Take a bracket, comma or colon; return whether to read on."""
        if sign in "[{":
            if len(self.frames) >= DEEPEST:
                self.refuse(start, f"more than {DEEPEST} lists or mappings are inside one another")
                return False
            spot = self.place()
            self.frames.append(_Frame(spot, 0 if sign == "[" else None))
        elif sign in "]}":
            if not self.frames:
                return False
            self.frames.pop()
        elif sign == "," and self.frames:
            step = self.frames[-1].step
            self.frames[-1].step = step + 1 if isinstance(step, int) else None
        return True

    def quoted(self, quoted: str, start: int) -> None:
        frame = self.frames[-1] if self.frames else None
        if frame is None or frame.step is not None:
            self.place()
            return
        try:
            key = json.loads(quoted)
        except ValueError:
            return
        if key in frame.lines:
            self.refuse(
                start,
                f"the key {shown(key)} is given twice{self.path()} (first in line {frame.lines[key]})",
                "Keep one of them",
            )
        frame.lines.setdefault(key, self.line)
        frame.step = key
        self.place()

    def path(self) -> str:
        """Return where the innermost mapping is, as ` in people[1].facts`; empty at the top."""
        steps = [frame.step for frame in self.frames[:-1]]
        parts = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
        return f" in {parts.removeprefix('.')}" if parts else ""

    def word(self, word: str, start: int) -> None:
        if word in ("NaN", "Infinity", "-Infinity"):
            self.refuse(start, f"{word} is not JSON", "A number, or null where it is not known")
        elif len(word) > LONGEST_NUMBER:
            self.refuse(start, "the number is too long")
