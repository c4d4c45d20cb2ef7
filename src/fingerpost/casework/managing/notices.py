"""What else those who manage are told above their page: a room above registers what it has to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, and the name of the route that it leads to. It names nobody."""

    text: str
    route: str


Source = Callable[[date], Notice | None]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Ask `source` for what it has to say on a day, whenever somebody looks."""
    if source not in _sources:
        _sources.append(source)


def of_day(day: date) -> list[Notice]:
    """Return what is to be said to whoever is acting."""
    return [notice for source in _sources if (notice := source(day)) is not None]
