"""A concern's casework on one page: each subject says how it stands and what can be begun, and registers once.

    hub.register(10, part)      # `part` is a Source; the number places it on the page

A line's address is of a page that its reader may open, and none of its words are of a compartment that they do not see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fingerpost.access.models import Matter


@dataclass(frozen=True, slots=True)
class Tag:
    """How something stands, in a word or two. `colour`: one of the design system's tags; empty: blue."""

    text: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of casework: what it is, the address of its page, how it stands, and what is next, in a sentence."""

    text: str
    href: str
    tags: tuple[Tag, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be begun, and the address at which it is."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Part:
    """One subject of a concern's casework. `none` says in a sentence that there is nothing of it yet."""

    title: str
    lines: tuple[Line, ...]
    none: str
    actions: tuple[Action, ...] = ()
    hint: str = ""


Source = Callable[[Matter, frozenset[str], date], Part | None]
"""Returns how a subject stands for somebody who sees these compartments, today; None: it is nothing to them."""

_sources: list[tuple[int, Source]] = []


def register(place: int, source: Source) -> None:
    """Show what `source` has on the page of a concern's casework, in the order of `place`."""
    if (place, source) not in _sources:
        _sources.append((place, source))
        _sources.sort(key=lambda entry: entry[0])


def of_matter(matter: Matter, seen: frozenset[str], today: date) -> list[Part]:
    """Return the parts of a concern's casework that somebody may see who sees these compartments."""
    parts = (source(matter, seen, today) for _, source in _sources)
    return [part for part in parts if part is not None]
