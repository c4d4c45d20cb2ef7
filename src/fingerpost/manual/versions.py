"""Which versions of the procedure there are to read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from fingerpost.manual.services import looks
from fingerpost.manual.services.published import PUBLISHED
from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.procedures import PROCEDURE, begins_on, deciding, in_force


def shipped() -> list[Pack]:
    """Return every version that the service comes with and that can be read, the newest first."""
    found = []
    for name in available():
        if name.startswith(f"{PROCEDURE}@"):
            try:
                found.append(load_pack(name))
            except PackError:
                continue  # A version that is being written; the tests of packs say what is wrong with it.
    return _newest_first(found)


def versions() -> list[Pack]:
    """Return every version that can be read, also those published here, the newest first.

    One whose text was altered is left out; its own page for policy officers says so.
    """
    found = shipped()
    for one in PUBLISHED.versions():
        try:
            found.append(one.load())
        except PackError:
            continue
    return _newest_first(found)


def version(procedure: str, named: str) -> Pack | None:
    """Return one version; None where there is none of that name."""
    return next((pack for pack in versions() if (pack.id, pack.version) == (procedure, named)), None)


def to_read_first(now: datetime) -> Pack:
    """Return the version that holds now; where its text was altered, the last before it that can be read.

    One always can: the first of those that the service comes with.
    """
    try:
        return in_force(now)
    except PackError:
        return next(pack for pack in versions() if not pack.draft and begins_on(pack.in_force) <= now)


def sources_due(today: date, now: datetime) -> list[tuple[Pack, list[str]]]:
    """Return the versions that hold or are drafts, each with the sources that nobody has looked at for six months."""
    found = []
    for pack in versions():
        if pack.draft or pack.name == holding(now):
            due = [source.title for source in looks.sources(pack).due(today)]
            found += [(pack, due)] if due else []
    return found


def holding(now: datetime) -> str:
    """Return the name of the version that holds now, whether or not it can be read."""
    return deciding(now).name


def _newest_first(packs: Iterable[Pack]) -> list[Pack]:
    return sorted(packs, key=lambda pack: pack.in_force, reverse=True)
