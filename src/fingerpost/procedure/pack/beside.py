"""Files beside a pack, which no digest covers: each is read whole, or refused with everything that is wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.source.text import SourceError
from fingerpost.procedure.source.yaml import parse_yaml


class Reader[Found](Protocol):
    """One reading of a file, which gathers problems as it goes."""

    problems: list[Problem]

    def read(self, value: object) -> Found:
        """Return what the file says."""


def text_of(path: Path) -> str:
    """Return a file's text; empty where there is none. Raises PackError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise PackError([Problem(path.name, f"it cannot be read ({error})")]) from None


def read_text[Found](text: str, name: str, reader: Callable[[Callable[..., int]], Reader[Found]]) -> Found:
    """Return what a reader makes of a file's text; it is given the line of each place. Raises PackError."""
    try:
        located = parse_yaml(text, name=name)
    except SourceError as error:
        raise PackError(error.problems) from None
    made = reader(located.line)
    found = made.read(located.value)
    if made.problems:
        raise PackError(made.problems)
    return found
