"""The list of disposals in a file beside the keys: added to with each disposal and each backup, read by a restore.

It is kept where backups are not, since it has to be newer than they are. Somebody who can write the keys' folder could
write it too; what it lists is destroyed when a backup is restored.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

from fingerpost.disposal.disposal_format import DisposalLine, once, read, written
from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.models import Tombstone
from fingerpost.keys import files
from fingerpost.keys.masters import FILE_VARIABLE

VARIABLE: Final = "FINGERPOST_DISPOSALS"
NAME: Final = "disposals"

_log = logging.getLogger("fingerpost.disposal")


def place() -> Path | None:
    """Return where the list is kept: as `FINGERPOST_DISPOSALS` names it, or beside the file of master keys.

    None where neither is set: then it is for people to export it.
    """
    named = os.environ.get(VARIABLE, "").strip()
    keys = os.environ.get(FILE_VARIABLE, "").strip()
    return Path(named) if named else Path(keys).with_name(NAME) if keys else None


def read_file(path: Path) -> list[DisposalLine]:
    """Read a list. Raises `DisposalError` where it is not whole, `OSError` where it cannot be read."""
    return read(path.read_text(encoding="utf-8", errors="replace"))


def rows_of(concern_id: UUID | None = None) -> list[DisposalLine]:
    """Return the disposals, of one concern or of all, that this connection sees.

    On PostgreSQL the tables' owner sees all, and the person acting the parts that they saw.
    """
    rows = Tombstone.objects.order_by("at", "concern_id", "compartment")
    return [_line(row) for row in (rows if concern_id is None else rows.filter(concern=concern_id))]


def _line(row: Tombstone) -> DisposalLine:
    return DisposalLine(
        row.concern_id,
        row.compartment,
        row.reference,
        row.at,
        row.rule,
        row.year,
        row.proposed_by_id,
        row.proposed_at,
        row.confirmed_by_id,
        row.confirmed_at,
        list(row.listed),
    )


def add(path: Path, lines: Iterable[DisposalLine]) -> int:
    """Add disposals to the list, making it if there is none, and return how many it has. None is ever taken out.

    What it says of one already is replaced by what is known now. Raises `DisposalError` where the file is no whole
    list: it is left as it is. Raises `OSError`.
    """
    with _alone(path.parent):
        known = read_file(path) if path.exists() else []
        every = once([*known, *lines])
        put(path, every)
    return len(every)


def add_or_say(lines: list[DisposalLine]) -> None:
    """Add what was disposed of just now to the list beside the keys. Where that fails, the log says what to do."""
    path = place()
    if path is None:
        return
    try:
        add(path, lines)
    except (OSError, DisposalError) as error:
        what = error.strerror if isinstance(error, OSError) else "it is damaged"
        _log.error(
            "A disposal is not in the list %s (%s). Run: manage.py disposals export, as the tables' owner.",
            path,
            what,
        )


def put(path: Path, lines: Iterable[DisposalLine]) -> None:
    """Write a list for its owner only, whole or not at all, and bring it to the disk."""
    files.replace(path, written(lines).encode())
    files.sync_folder(path.parent)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder against others who add to a list in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
