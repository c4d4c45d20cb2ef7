"""Where what the decision asks for is carried out, beyond its own page: a room above registers its pages once.

Recording on the duty's page that it was done says that, and nothing of what was done; a meeting has an agenda.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fingerpost.procedure.pack.model import Provision


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a concern on which a provision is carried out: what to do there, and the name of its route."""

    words: str
    route: str


_pages: Final[dict[str, Page]] = {}


def register(acts: Iterable[str], words: str, route: str) -> None:
    """Lead from the duties that one of these acts carries out (`pack.words.ACTS`) to a page of their concern."""
    _pages.update(dict.fromkeys(acts, Page(words, route)))


def page_of(provision: Provision) -> Page | None:
    """Return where a provision is carried out; None where its own page is the place."""
    return next((_pages[act] for act in provision.carried_out_by if act in _pages), None)
