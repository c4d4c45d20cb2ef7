"""Which procedure a concern is decided under: the versions that this service comes with, and those published in it.

A version published here begins on its day, and never before it was approved. So whatever is published, a moment that
has passed is decided under the version that held then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, Protocol

from fingerpost.access.looking import once
from fingerpost.procedure.calendar import LONDON
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.source.yaml import parse_yaml
from fingerpost.rooms import Room, rooms

PROCEDURE: Final = "e-safety"
_PUBLISHED: Final = "published.yaml"


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is approved, from when it holds, and how it is read. `load` raises PackError."""

    name: str
    begins: datetime
    load: Callable[[], Pack]


class VersionSource(Protocol):
    """Where further versions are: the room that publishes them."""

    def versions(self) -> Iterable[Version]:
        """Return those that are approved, in the order of their approval."""

    def named(self, name: str) -> Pack | None:
        """Return one of them; None where it has none of this name. Raises PackError."""


@dataclass(frozen=True, kw_only=True)
class WithVersions(Room):
    """A room with versions beside those that the service comes with."""

    procedures: VersionSource | None = None


def _sources() -> list[VersionSource]:
    return [room.procedures for room in rooms(WithVersions) if room.procedures is not None]


def in_force(moment: datetime) -> Pack:
    """Return the version in force at `moment`: of those approved, the one that began last.

    A moment before all of them is decided under the first. Raises PackError when a pack cannot be read.
    """
    return deciding(moment).load()


def deciding(reported: datetime, moved_to: Collection[str] = ()) -> Version:
    """Return the version under which something reported at a moment is decided: the one in force then, or the last to
    begin of those, by name, to which it was moved. Not read yet.
    """
    found = versions()
    then = next((one for one in reversed(found) if one.begins <= reported), found[0])
    return max((then, *(one for one in found if one.name in moved_to)), key=lambda one: one.begins)


@once
def versions() -> list[Version]:
    """Return every approved version in the order in which they begin: one query."""
    shipped = [
        Version(name, begins_on(load_pack(name).in_force), partial(load_pack, name))
        for name in _published(procedures_folder())
    ]
    return sorted([*shipped, *(one for source in _sources() for one in source.versions())], key=lambda one: one.begins)


def named(name: str) -> Pack:
    """Return a version by its name. Raises PackError where there is none, or where it cannot be read."""
    if name not in _shipped(procedures_folder()):
        for source in _sources():
            if found := source.named(name):
                return found
    return load_pack(name)


def under(act: str, pack: Pack) -> str:
    """Return the id of the provision under which stands what an act of casework still waits for (`words.ACTS`).

    It is the first that the act carries out: of this version, or where it has none, of the newest that has one.
    """
    known = (pack, *(one.load() for one in reversed(versions())))
    return next(found[0].id for one in known if (found := one.carried_out_by(act)))


def embargo_of(pack: Pack) -> str:
    """Return the id of the provision that lets nobody be told; empty where a procedure has none."""
    return pack.embargo.id if pack.embargo else ""


def begins_on(day: date) -> datetime:
    """Return the first moment of a day in London."""
    return datetime.combine(day, time.min, LONDON)


@lru_cache(maxsize=8)
def _published(folder: Path) -> tuple[str, ...]:
    file = folder / _PUBLISHED
    listed = parse_yaml(file.read_text(encoding="utf-8"), name=_PUBLISHED).value if file.is_file() else None
    names = listed if isinstance(listed, dict) else dict.fromkeys(available(folder))
    return tuple(name for name in names if str(name).startswith(f"{PROCEDURE}@"))


@lru_cache(maxsize=8)
def _shipped(folder: Path) -> frozenset[str]:
    return frozenset(available(folder))
