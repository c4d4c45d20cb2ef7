"""Where what the decision asks for is carried out, beyond its own page: a room above registers its pages once.

Recording on the duty's page that it was done says that, and nothing of what was done; a meeting has an agenda.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fingerpost.procedure.pack.model import Provision


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a concern on which a provision is carried out: what to do there, and the name of its route."""

    words: str
    route: str


_pages: Final[list[tuple[Callable[[Provision], bool], Page]]] = []


def register(fits: Callable[[Provision], bool], words: str, route: str) -> None:
    """Lead from the duties that stand under the provisions that `fits` to a page of their concern."""
    _pages.append((fits, Page(words, route)))


def page_of(provision: Provision) -> Page | None:
    """Return where a provision is carried out; None where its own page is the place."""
    return next((page for fits, page in _pages if fits(provision)), None)
