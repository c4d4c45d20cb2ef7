"""A concern's casework on one page: each subject says how far it is and what can be begun.

A line's address is of a page that its reader may open, and none of its words are of a compartment that they do not see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fingerpost.access.models import Concern
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class StatusTag:
    """The state of something, in a word or two. `colour`: one of the design system's tags; empty: blue."""

    text: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class OverviewLine:
    """One piece of casework: what it is, the address of its page, how far it is, and what is next, in a sentence."""

    text: str
    href: str
    tags: tuple[StatusTag, ...] = ()
    next: str = ""


@dataclass(frozen=True, slots=True)
class OverviewAction:
    """Something that can be begun, and the address at which it is."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class OverviewSection:
    """One subject of a concern's casework. `none` says in a sentence that there is nothing of it yet."""

    title: str
    lines: tuple[OverviewLine, ...]
    none: str
    actions: tuple[OverviewAction, ...] = ()
    hint: str = ""


OverviewSource = Callable[[Concern, frozenset[str], date], OverviewSection | None]
"""Returns the state of a subject today for somebody who sees these compartments; None: it does not concern them."""


@dataclass(frozen=True, kw_only=True)
class WithOverview(Room):
    """A subject with a section on that page: in the order of the list of rooms."""

    overview: OverviewSource | None = None


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> list[OverviewSection]:
    """Return the sections of a concern's casework that somebody may see who sees these compartments."""
    sections = (room.overview(concern, seen, today) for room in rooms(WithOverview) if room.overview is not None)
    return [section for section in sections if section is not None]
