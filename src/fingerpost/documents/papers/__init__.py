"""Which documents there are: each kind has what builds it from what its maker sees.

A builder is called while its maker is acting, and reads through `visible()` within the compartments it is given: so
nothing of what they do not see, or have not chosen, can be in a document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Concern
from fingerpost.documents.models import Format
from fingerpost.documents.paper import Paper
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class DocumentSubject:
    """One thing that a document of its kind can be of: its id, what it is called, and in which compartment it is."""

    key: str
    text: str
    compartment: str


class NothingToShowError(Exception):
    """What the document would be of is not there for the person acting, in these compartments."""


class HeldError(Exception):
    """An embargo holds the document back from everybody: somebody it is about must not be told."""


Builder = Callable[[Concern, frozenset[str], str, datetime], Paper]
"""Builds a document of a concern from these compartments, of the thing with this key, at this moment.

Raises `NothingToShowError`, and `HeldError`.
"""
Things = Callable[[Concern, frozenset[str]], Sequence[DocumentSubject]]
"""Returns what a document of this kind can be of, as somebody sees it who sees these compartments."""

StillGoes = Callable[[Concern, str, datetime], bool]
"""Says whether the document of the thing with this key, made at this moment, may be handed out now."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document. `name` is in the name of the file, and says nothing of a case.

    `things` None: it is of the concern as a whole.
    `is_narrowed`: or of a part, as `chronology_filter` has it. `outside`: builds it for somebody outside, where
    that has other sections to choose from. `still_goes`: whether one that was made at a moment may be handed out now,
    where more is to be asked than the embargoes of its own concern. `is_decided`: two people have decided of each thing
    in it whether it goes, so that nothing is chosen when it is produced.
    """

    name: str
    title: str
    formats: tuple[Format, ...]
    build: Builder
    things: Things | None = None
    is_narrowed: bool = False
    outside: Builder | None = None
    still_goes: StillGoes | None = None
    is_decided: bool = False


@dataclass(frozen=True, kw_only=True)
class WithPapers(Room):
    """A room that has documents."""

    papers: tuple[DocumentKind, ...] = ()


def kinds() -> tuple[DocumentKind, ...]:
    """Return every kind, in the order of the list of rooms."""
    return tuple(kind for room in rooms(WithPapers) for kind in room.papers)


def kind(name: str) -> DocumentKind | None:
    """Return the kind of this name, or None."""
    return next((kind for kind in kinds() if kind.name == name), None)
