"""What is looked at before a database is brought to the version that is installed, and the copy that is made first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from fingerpost.site.backup import backup
from fingerpost.site.backup.errors import BackupError

RECORDS, KEYS = "before-update", "before-update-keys"
"""The folders of the copies: the keys are kept apart from the record that they open."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Both files of the copy that was made."""

    record: Path
    keys: Path


def pending() -> list[str]:
    """Return the migrations that are still to come; none for a database in which there is nothing yet.

    Raises `BackupError` where a newer version has changed the database: this one would misread it.
    """
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    done = set(loader.applied_migrations)
    ours = {app for app, _ in known}
    replaced = {old for one in loader.disk_migrations.values() for old in one.replaces}
    if newer := sorted(f"{app}.{name}" for app, name in done - known - replaced if app in ours):
        raise BackupError(
            "the database",
            f"a newer version of Fingerpost has changed it: this one does not know {', '.join(newer[:5])}",
            "Install the version that it was used with last, or a later one. Nothing has been changed.",
        )
    return _names(known - done) if done else []


def _names(migrations: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in migrations)


def copy(folder: Path) -> Copy:
    """Copy the database into two new files, in two folders beneath `folder`. Raises `BackupError` or `OSError`."""
    moment = re.sub(r"\D", "", timezone.now().isoformat(timespec="seconds")[:19])
    made = Copy(folder / RECORDS / f"{moment}.record", folder / KEYS / f"{moment}.keys")
    for path in (made.record, made.keys):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    backup.make(made.record, made.keys)
    return made
