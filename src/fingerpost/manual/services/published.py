"""The versions published here, as the rooms beneath ask for them: read once, and only as they were approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from fingerpost.access import read_once
from fingerpost.manual import texts
from fingerpost.manual.models import ProcedureRevision, ProcedureVersion
from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.procedures import Version, begins_on

_TABLE: Final = frozenset({ProcedureVersion._meta.db_table})


class Published:
    """All of them. A version that was read is kept: its text can only be what was approved."""

    def __init__(self) -> None:
        self._packs: dict[str, Pack] = {}
        self._digests: dict[str, str] = {}

    def versions(self) -> Iterator[Version]:
        """Yield them in the order of their approval: one query."""
        for name, digest, day, approved_at, revision_id in read_once.once("versions", _TABLE, _approved):
            begins = max(begins_on(day), approved_at)
            yield Version(name, begins, partial(self._read, name, digest, revision_id))

    def named(self, name: str) -> Pack | None:
        """Return one; None where there is none of this name. Raises PackError."""
        if name in self._digests:
            return self._packs[self._digests[name]]
        found = ProcedureVersion.objects.filter(name=name).values_list("digest", "revision_id").first()
        return self._read(name, *found) if found else None

    def forget(self) -> None:
        """Read them again from then on."""
        self._packs.clear()
        self._digests.clear()

    def _read(self, name: str, digest: str, revision_id: UUID) -> Pack:
        if digest not in self._packs:
            self._packs[digest] = unaltered(name, digest, ProcedureRevision.objects.get(pk=revision_id))
        self._digests[name] = digest
        return self._packs[digest]


def _approved() -> list[tuple[str, str, date, datetime, UUID]]:
    return list(ProcedureVersion.objects.values_list("name", "digest", "in_force", "approved_at", "revision_id"))


PUBLISHED = Published()


def unaltered(name: str, digest: str, revision: ProcedureRevision) -> Pack:
    """Read a version's text. Raises PackError where it is not, to the letter, what was approved."""
    found = texts.read(revision.files)
    if found.pack is None or found.pack.digest != digest or found.pack.name != name:
        what = f"the text of {name} is not the one that was approved: it was altered in the database"
        raise PackError([Problem(name, what, "Restore it from a backup. Until then nothing is decided by it.")])
    return found.pack
