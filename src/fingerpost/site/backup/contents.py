"""What is in a backup, and whether what was restored is the same: the ledger, and texts that open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final, Protocol
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from fingerpost.keys import envelope
from fingerpost.keys.envelope import MasterKeys
from fingerpost.keys.errors import KeysError
from fingerpost.keys.fields import SecretText
from fingerpost.ledger.checkpoint import Checkpoint
from fingerpost.ledger.store import Ledger
from fingerpost.ledger.verify import Known, Report, verify
from fingerpost.site.backup.container import DatabaseState
from fingerpost.site.backup.data_keys import DataKeyRow
from fingerpost.site.backup.errors import NOT_IN_ORDER, BackupError

LEFT_OUT: Final = ("keys_datakey", "usersessions_usersession", "django_session")
"""Tables whose rows are no part of the record: the keys have a file of their own, and a session that was ended must
not come back."""

_AGAIN: Final = "Do not use this database. Restore another backup, into a new one."
_ROWS: Final = 50  # of each table, until one is found whose key is there


class Cursor(Protocol):
    """The part of a DB-API cursor that is used."""

    def execute(self, sql: str, params: Sequence[Any] = ..., /) -> Any: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def state(cursor: Cursor, ledger: Ledger) -> DatabaseState:
    """Return what the database is at this moment."""
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name", ())
    migrations = tuple(f"{app}.{name}" for app, name in cursor.fetchall())
    tree = ledger.head(cursor)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return DatabaseState(made_at, version("fingerpost"), ledger.vendor, migrations, tree.size, tree.root().hex())


def unknown_migrations(backup: DatabaseState) -> list[str]:
    """Return the migrations that this program does not have: a newer one made the backup."""
    return sorted(set(backup.migrations).difference(*([name, *replaced] for name, replaced in _own_migrations())))


def missing_migrations(backup: DatabaseState) -> list[str]:
    """Return the migrations that came after the backup."""
    done = set(backup.migrations)
    return sorted(name for name, replaced in _own_migrations() if name not in done and not done.issuperset(replaced))


def _own_migrations() -> list[tuple[str, list[str]]]:
    """Return each migration that there is, with those that it replaces; where it replaces none, with itself."""
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return [
        (f"{app}.{name}", [f"{old}.{was}" for old, was in one.replaces] or [f"{app}.{name}"])
        for (app, name), one in found.items()
    ]


def verified(cursor: Cursor, ledger: Ledger, backup: DatabaseState) -> Report:
    """Verify the whole ledger against the backup's checkpoint. Raises `BackupError` with what is wrong."""
    known = Known("The backup's checkpoint", Checkpoint("", backup.ledger_size, bytes.fromhex(backup.ledger_root)))
    head, entries, nodes = ledger.stored(cursor)
    report = verify(entries, nodes, head, [known])
    if not report.ok or report.size != backup.ledger_size:
        texts = " ".join(finding.text for finding in report.findings)
        raise BackupError("the ledger", f"it is not as it was when the backup was made. {texts}", _AGAIN, NOT_IN_ORDER)
    return report


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A sealed column, and the column that says whose key seals it."""

    model: type[models.Model]
    column: str
    owner: str


def opened(cursor: Cursor, keys: Mapping[UUID, DataKeyRow], masters: MasterKeys) -> int:
    """Open a sealed text of each table that has one, and return how many. Raises `BackupError` if one does not open."""
    count = 0
    for place in _places():
        for pk, owner_id, box in _sealed(cursor, place):
            row = keys.get(owner_id)
            if row is not None and row.destroyed_at is not None:
                continue
            _open(place, pk, box, row, masters)
            count += 1
            break
    return count


def _open(place: SealedColumn, pk: object, box: bytes, row: DataKeyRow | None, masters: MasterKeys) -> None:
    where = f"a text in {place.model._meta.db_table}"
    if row is None:
        raise BackupError(where, "its data key is not in the file of keys", _AGAIN, NOT_IN_ORDER)
    try:
        key = row.opened(masters)
        envelope.open_text(key, row.owner, f"{place.model._meta.db_table}:{pk}:{place.column}", box)
    except KeysError as error:
        raise BackupError(where, f"it does not open: {error}", _AGAIN, NOT_IN_ORDER) from None


def _sealed(cursor: Cursor, place: SealedColumn) -> Iterator[tuple[object, UUID, bytes]]:
    meta = place.model._meta
    key = meta.pk
    cursor.execute(
        f'SELECT "{key.column}", "{place.owner}", "{place.column}" FROM "{meta.db_table}"'  # noqa: S608 - no input
        f' WHERE "{place.column}" IS NOT NULL LIMIT {_ROWS}',
        (),
    )
    for pk, owner_id, box in cursor.fetchall():
        yield key.to_python(pk), owner_id if isinstance(owner_id, UUID) else UUID(str(owner_id)), bytes(box)


def _places() -> Iterator[SealedColumn]:
    for model in apps.get_models():
        columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SecretText) and field.owner in columns:
                yield SealedColumn(model, str(field.column), columns[field.owner])
                break
