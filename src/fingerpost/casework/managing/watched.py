"""What managers keep an eye on: lists of other subjects of casework, each registered once by its subject.

    watched.register("Agreements without a conference", source)     # `source` is a Source

What a source returns is what whoever is acting may see: it reads through `visible()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from fingerpost.casework.hub import Tag


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to look at: what it is, the address of its page, and how it stands in a word or two."""

    text: str
    href: str
    tag: Tag | None = None


Source = Callable[[date], Iterable[Row]]
"""Returns what there is to look at on a day, the most pressing first, in a number of queries that does not grow."""

_sources: dict[str, Source] = {}


def register(title: str, source: Source) -> None:
    """Show what `source` has under this title, in the order in which titles are registered."""
    _sources[title] = source


def on(day: date) -> list[tuple[str, list[Row]]]:
    """Return what there is to look at on a day, by title."""
    return [(title, list(source(day))) for title, source in _sources.items()]
