"""Which documents there are: a subject registers each kind once, with what builds it from what its maker sees.

    papers.register("chronology", "Chronology", (Format.PDF,), build)
    papers.register("referral", "Referral", (Format.PDF, Format.DOCX), build, things=referrals)

A builder is called while its maker is acting, and reads through `visible()` within the compartments it is given: so
nothing of what they do not see, or have not chosen, can stand in a document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Matter
from fingerpost.documents.models import Format
from fingerpost.documents.paper import Paper


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a document of its kind can be of: its id, what it is called, and in which compartment it is."""

    key: str
    text: str
    compartment: str


class NothingToShowError(Exception):
    """What the document would be of is not there for whoever is acting, in these compartments."""


class HeldError(Exception):
    """An embargo holds the document, whoever it is for: somebody whom it is about must not be told."""


Builder = Callable[[Matter, frozenset[str], str, datetime], Paper]
"""Builds a document of a matter from these compartments, of the thing with this key, at this moment.

Raises `NothingToShowError`, and `HeldError`.
"""
Things = Callable[[Matter, frozenset[str]], Sequence[Thing]]
"""Returns what a document of this kind can be of, as somebody sees it who sees these compartments."""

StillGoes = Callable[[Matter, str, datetime], bool]
"""Says whether the document of the thing with this key, made at this moment, may be handed out now."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document. `things` None: it is of the concern as a whole.

    `is_narrowed`: or of a part, as `narrowing` writes it. `outside`: builds it for somebody outside the agencies, where
    that has other sections to choose from. `still_goes`: whether one that was made at a moment may be handed out now,
    where more is to be asked than the embargoes of its own matter. `is_decided`: two people have decided of each thing
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


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    title: str,
    formats: tuple[Format, ...],
    builder: Builder,
    *,
    things: Things | None = None,
    is_narrowed: bool = False,
    outside: Builder | None = None,
    still_goes: StillGoes | None = None,
    is_decided: bool = False,
) -> None:
    """Let documents of this kind be produced. `name` stands in the name of the file, and says nothing of a case."""
    _kinds[name] = Kind(name, title, formats, builder, things, is_narrowed, outside, still_goes, is_decided)


def kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order in which they were registered."""
    return tuple(_kinds.values())


def kind(name: str) -> Kind | None:
    """Return the kind of this name, or None."""
    return _kinds.get(name)
