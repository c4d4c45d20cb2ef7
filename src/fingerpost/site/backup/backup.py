"""Making a backup of the service's database."""

from __future__ import annotations

import os
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections

from fingerpost.access.guard import prepare
from fingerpost.disposal.services import disposal_file
from fingerpost.site.backup import container, postgres, sqlite
from fingerpost.site.backup.container import DatabaseState
from fingerpost.site.backup.errors import BackupError

ADDRESS = "DATABASE_BACKUP_URL"


def make(record: Path, keys: Path) -> DatabaseState:
    """Write both files, from one moment. Raises `BackupError` or `OSError`; then neither is there."""
    _check(record, keys)
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    with container.workplace(record) as work, container.workplace(keys) as apart:
        copied, wrapped = work / "record", apart / "keys"
        if "postgresql" in settings["ENGINE"]:
            address = os.environ.get(ADDRESS, "").strip()
            if not address:
                raise BackupError(ADDRESS, "it is not set", "It is the address of the role for backups.")
            found = postgres.copy(address, copied, wrapped)
        else:
            found = sqlite.copy(Path(settings["NAME"]), copied, wrapped)
        container.write(keys, container.KEYS, found, wrapped)
        try:
            container.write(record, container.RECORD, found, copied)
        except BaseException:
            keys.unlink()
            raise
    return found


def list_disposals() -> tuple[Path, int] | None:
    """Bring the list of disposals beside the keys up to date; return where it is, and how many are in it.

    None where it has no place. Raises `DisposalError` where it is damaged, `OSError` where it cannot be written.
    """
    path = disposal_file.place()
    if path is None:
        return None
    if connection.vendor == "postgresql":
        with prepare.reaching(os.environ.get(ADDRESS, "").strip()):
            return path, disposal_file.add(path, disposal_file.rows_of())
    return path, disposal_file.add(path, disposal_file.rows_of())


def _check(record: Path, keys: Path) -> None:
    for path in (record, keys):
        if path.exists():
            raise container.already_there(path)
    if record.parent.resolve() == keys.parent.resolve():
        raise BackupError(
            str(keys),
            "the data keys would lie beside the record that they open",
            "Name a file in another folder, best on another disk: keys are kept apart, and for a short time.",
        )
