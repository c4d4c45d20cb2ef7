"""The part of YAML that people need, read strictly, with the line of everything in it.

Plain words are YAML 1.2's: `true`, `false`, `null` (or `~`, or nothing), decimal numbers; all else is text,
so that `yes`, `no`, `on`, a date and a version such as `1.2.3` stay what was written. Anchors, aliases, tags,
merge keys, several documents, keys that are not text and keys given twice are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml as pyyaml

from fingerpost.procedure.errors import Problem
from fingerpost.procedure.source.text import (
    DEEPEST,
    LONGEST_NUMBER,
    Located,
    SourceError,
    Spot,
    place,
    shown,
    stray_characters,
)

_LOADER = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,2})?")
_HINTS = {
    "mapping values are not allowed": "A text that has a colon in it needs quotation marks round it",
    "could not find expected ':'": "A key is followed by a colon and a space",
    "that cannot start any token": "Indent with spaces, not tabs; quote a text that begins with a sign",
    "found unexpected end of stream": "A quotation mark is not closed",
    "expected ',' or '}'": "A brace is not closed, or a comma is missing",
    "expected ',' or ']'": "A bracket is not closed, or a comma is missing",
    "expected <block end>": "The lines of one list or mapping begin in the same column",
    "expected '-' indicator": "The lines of one list or mapping begin in the same column",
    "did not find expected key": "The lines of one list or mapping begin in the same column",
    "unknown escape": "Use single quotation marks where a text has a backslash in it",
}


def parse_yaml(text: str, *, name: str = "", first_line: int = 1) -> Located:
    """Read one YAML document; an empty one is None.

    `name` is what errors call the text; `first_line` numbers its first line, for a block inside another file.
    Raises SourceError with every problem found.
    """
    text = text.removeprefix("\ufeff")
    reader = _Reader(name, first_line)
    reader.problems = stray_characters(text, name, first_line)
    if not reader.problems:
        located = reader.read(text)
        if not reader.problems:
            return located
    raise SourceError(reader.problems)


class _Reader:
    """Builds data from the parser's events; collects problems instead of stopping at the first."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.problems: list[Problem] = []

    def read(self, text: str) -> Located:
        root = Spot(self.first_line)
        value: object = None
        try:
            self.events: Iterator[pyyaml.Event] = pyyaml.parse(text, Loader=_LOADER)
            next(self.events)
            event = next(self.events)
            if isinstance(event, pyyaml.DocumentStartEvent):
                if event.version or event.tags:
                    self.refuse(event, "a directive (a line that begins with %) is not used here", "Leave it out")
                value = self.value(next(self.events), root, 1)
                next(self.events)
                event = next(self.events)
            if not isinstance(event, pyyaml.StreamEndEvent):
                self.refuse(event, "a second document begins", "One document, without a line of --- inside it")
        except pyyaml.YAMLError as error:
            self.refuse_syntax(error)
        return Located(value, root)

    def line(self, event: pyyaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def refuse(self, event: pyyaml.Event, what: str, right: str) -> None:
        self.problems.append(Problem(place(self.name, self.line(event)), what, right))

    def refuse_syntax(self, error: pyyaml.YAMLError) -> None:
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = self.first_line + (mark.line if mark else 0)
        hint = next((hint for part, hint in _HINTS.items() if part in what), "")
        self.problems.append(Problem(place(self.name, line), f"this is not YAML: {what}", hint))

    def value(self, event: pyyaml.Event, spot: Spot, depth: int) -> object:
        if isinstance(event, pyyaml.AliasEvent):
            self.refuse(
                event,
                f"an alias (*{event.anchor}) is not used here",
                "Write the value itself, or quote the text",
            )
            return None
        if isinstance(event, pyyaml.NodeEvent) and event.anchor:
            self.refuse(event, f"an anchor (&{event.anchor}) is not used here", "Leave it out, or quote the text")
        if isinstance(event, pyyaml.ScalarEvent | pyyaml.CollectionStartEvent) and event.tag:
            self.refuse(event, f"a tag ({event.tag}) is not used here", "Leave it out, or quote the text")
        if isinstance(event, pyyaml.ScalarEvent):
            return self.scalar(event)
        if depth > DEEPEST:
            self.refuse(event, f"more than {DEEPEST} lists or mappings are inside one another", "")
            raise SourceError(self.problems)
        if isinstance(event, pyyaml.SequenceStartEvent):
            return self.sequence(spot, depth)
        return self.mapping(spot, depth)

    def sequence(self, spot: Spot, depth: int) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), pyyaml.SequenceEndEvent):
            inner = spot.inner[len(items)] = Spot(self.line(event))
            items.append(self.value(event, inner, depth + 1))
        return items

    def mapping(self, spot: Spot, depth: int) -> dict[str, object]:
        items: dict[str, object] = {}
        while not isinstance(event := next(self.events), pyyaml.MappingEndEvent):
            inner = Spot(self.line(event))
            key = self.key(event, depth)
            value = self.value(next(self.events), inner, depth + 1)
            if key is None:
                continue
            if key in items:
                first = spot.inner[key].number
                self.refuse(event, f"the key {shown(key)} is given twice (first in line {first})", "Keep one of them")
            else:
                items[key] = value
                spot.inner[key] = inner
        return items

    def key(self, event: pyyaml.Event, depth: int) -> str | None:
        key = self.value(event, Spot(0), depth + 1)
        if key == "<<" and _is_plain(event):
            self.refuse(event, "a merge key (<<) is not used here", "Write the keys themselves")
            return None
        if not isinstance(key, str):
            self.refuse(event, f"a key is a text, not {shown(key)}", "Put it in quotation marks")
            return None
        return key

    def scalar(self, event: pyyaml.ScalarEvent) -> object:
        text = str(event.value)
        if not _is_plain(event):
            return text
        if text in _WORDS:
            return _WORDS[text]
        if not (number := _FLOAT.fullmatch(text)):
            return text
        if len(text) > LONGEST_NUMBER:
            self.refuse(event, "the number is too long", "")
            return None
        return int(text) if _INTEGER.fullmatch(number[0]) else float(text)


def _is_plain(event: pyyaml.Event) -> bool:
    """Whether a scalar has no quotation marks and is no block of text."""
    return isinstance(event, pyyaml.ScalarEvent) and bool(event.implicit[0])
