"""Restoring a backup into an empty database: everything that can be known beforehand is looked at first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections

from fingerpost.access.guard import prepare
from fingerpost.access.guard.install import Roles
from fingerpost.disposal.disposal_format import DisposalLine
from fingerpost.disposal.services import replay
from fingerpost.disposal.services.replay import Applied
from fingerpost.keys import services
from fingerpost.keys.envelope import MasterKeys
from fingerpost.keys.errors import MasterKeyError
from fingerpost.site.backup import container, contents, data_keys, postgres, sqlite
from fingerpost.site.backup.container import Backup, DatabaseState
from fingerpost.site.backup.data_keys import DataKeyRow
from fingerpost.site.backup.errors import NOT_IN_ORDER, BackupError

_EMPTY = "Restore into a new and empty one: nothing is ever written over."


@dataclass(frozen=True, slots=True)
class Server:
    """What restoring into PostgreSQL needs: a superuser's address, the roles, their passwords, the context's key."""

    admin: str
    roles: Roles
    passwords: dict[str, str]
    key: bytes


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: the database as it was, entries and root of the verified ledger, and how many texts opened.

    `again`: what was disposed of by the list.
    """

    state: DatabaseState
    size: int
    root: str
    opened: int
    migrated: int
    again: Applied


def restore(
    record_file: Path, keys_file: Path, server: Callable[[], Server], disposals: Sequence[DisposalLine] = ()
) -> Restored:
    """Restore both files into the service's database. Raises `BackupError`; `status` says whether anything was begun.

    `server` is asked only where the database is PostgreSQL. `disposals` are disposed of again before anybody can reach
    the database.
    """
    settings = connections[DEFAULT_DB_ALIAS].settings_dict
    vendor = "postgresql" if "postgresql" in settings["ENGINE"] else "sqlite"
    masters = services.master_keys()
    record, keys = _fitting(record_file, keys_file, vendor)
    missing = len(contents.missing_migrations(record.state))
    if vendor == "postgresql":
        given = server()
        if postgres.has_tables(given.admin):
            raise BackupError("the database", "it is not empty", _EMPTY)
        with container.workplace(record_file) as work:
            at_hand = _extract(record, keys, work, masters)
            return _into_postgres(record, at_hand, work / "record", given, masters, missing, disposals)
    target = Path(settings["NAME"])
    if sqlite.has_tables(target):
        raise BackupError(str(target), "the database is not empty", _EMPTY)
    with container.workplace(target) as work:
        at_hand = _extract(record, keys, work, masters)
        return _into_sqlite(record, at_hand, work / "record", target, masters, missing, disposals)


def _into_sqlite(
    record: Backup,
    keys: dict[UUID, DataKeyRow],
    copied: Path,
    target: Path,
    masters: MasterKeys,
    missing: int,
    disposals: Sequence[DisposalLine],
) -> Restored:
    """Look at everything, and dispose again, before the file is put in its place: until then there is no database."""
    with sqlite.filled(copied, keys.values()) as cursor:
        report = contents.verified(cursor, sqlite.LEDGER, record.state)
        opened = contents.opened(cursor, keys, masters)
    with prepare.reaching({**connections[DEFAULT_DB_ALIAS].settings_dict, "NAME": copied}):
        if missing:
            call_command("migrate", verbosity=0, interactive=False)
        applied = replay.apply(disposals)
    connections[DEFAULT_DB_ALIAS].close()
    sqlite.put(copied, target)
    return Restored(record.state, report.size, report.root.hex(), opened, missing, applied)


def _into_postgres(
    record: Backup,
    keys: dict[UUID, DataKeyRow],
    copied: Path,
    server: Server,
    masters: MasterKeys,
    missing: int,
    disposals: Sequence[DisposalLine],
) -> Restored:
    """Fill it, look at everything and dispose again, while nobody but a superuser can reach the database."""
    with postgres.closed(server.admin):
        postgres.fill(server.admin, server.roles, server.passwords, copied, keys.values())
        with postgres.looking(server.admin) as cursor:
            report = contents.verified(cursor, postgres.LEDGER, record.state)
        faults = prepare.prepare(server.admin, server.roles, server.key, server.passwords)
        if faults:
            told = " ".join(faults)
            raise BackupError("the database", f"need to know does not stand in it: {told}", status=NOT_IN_ORDER)
        with postgres.looking(server.admin) as cursor:
            opened = contents.opened(cursor, keys, masters)
        with prepare.reaching(server.admin):
            applied = replay.apply(disposals)
    return Restored(record.state, report.size, report.root.hex(), opened, missing, applied)


def _fitting(record_file: Path, keys_file: Path, vendor: str) -> tuple[Backup, Backup]:
    """Read both manifests. Raises `BackupError` unless this program can restore them into such a database."""
    record, keys = container.read(record_file, container.RECORD), container.read(keys_file, container.KEYS)
    for backup in (record, keys):
        if backup.state.vendor != vendor:
            raise BackupError(
                str(backup.path), f"it is of a database of {backup.state.vendor}, and this one is of {vendor}"
            )
    if unknown := contents.unknown_migrations(record.state):
        raise BackupError(
            str(record_file),
            f"it was made by a newer Fingerpost ({record.state.version}); this one does not know {', '.join(unknown)}",
            "Restore it with that version.",
        )
    if keys.state.moment < record.state.moment:
        raise BackupError(
            str(keys_file),
            f"it is of {keys.state.made_at}, before the record ({record.state.made_at}): keys would be missing",
            "Give the file of keys that was made with the record, or a later one.",
        )
    return record, keys


def _extract(record: Backup, keys: Backup, work: Path, masters: MasterKeys) -> dict[UUID, DataKeyRow]:
    """Write the record's data into the folder, and return the data keys, one of each master key having been opened."""
    keys.extract(work / "keys")
    rows = {row.owner.id: row for row in data_keys.read(work / "keys")}
    (work / "keys").unlink()
    for row in {row.master_id: row for row in rows.values() if row.wrapped is not None}.values():
        try:
            row.opened(masters)
        except MasterKeyError as error:
            raise BackupError(
                "the master keys",
                f"those given are not those that this backup was sealed under. {error}",
                "Nothing was restored.",
            ) from None
    record.extract(work / "record")
    return rows
