"""What the rooms above show of a matter: each registers once, and is asked with the compartments that may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Matter


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of one compartment of a matter, as it is read: a heading, and paragraphs."""

    compartment: str
    heading: str
    paragraphs: tuple[str, ...]


Source = Callable[[Matter, frozenset[str], datetime | None], Iterable[Content]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask `source` for what it holds, whenever a matter is shown."""
    if source not in _sources:
        _sources.append(source)


def of_matter(matter: Matter, compartments: frozenset[str], at: datetime | None = None) -> list[Content]:
    """Return what may be shown of a matter to somebody who sees these compartments, as recorded by `at` (None: now).

    A source that gives more than it was asked for is held back here.
    """
    found = [content for source in _sources for content in source(matter, compartments, at)]
    return [content for content in found if content.compartment in compartments]
