"""What is the database's trouble, and no mistake of ours: it is away, its disk is full, or it is busy with others.

Whoever meets one of these does nothing wrong and loses nothing: the same can be tried again.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from django.db import InterfaceError, OperationalError, ProgrammingError, connection


class Fault(StrEnum):
    """What is wrong with the database, as the log says it."""

    AWAY = "the database is away"
    FULL = "the database's disk is full"
    BUSY = "the database is busy"


_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# PostgreSQL: a lock not had in time, a deadlock, two at odds, a statement cut short, no connection or memory left.
_BUSY_STATES = frozenset({"55P03", "40P01", "40001", "57014", "53300", "53200"})
_FULL_STATE = "53100"
_A_LITTLE = 64 * 1024  # bytes
_AFTER_IT_WENT = "new connection in an atomic block"


def of(error: BaseException | None) -> Fault | None:
    """Return the database's trouble that an error is, or came from; None where it is something else."""
    return next((fault for one in _chain(error) if (fault := _alone(one)) is not None), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _alone(error: BaseException) -> Fault | None:
    if isinstance(error, ProgrammingError):  # what Django says of what is asked in a transaction whose server has gone
        return Fault.AWAY if _AFTER_IT_WENT in str(error) else None
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    driver = error.__cause__
    code = getattr(driver, "sqlite_errorcode", None)
    if code is not None:
        return _of_sqlite(code & 0xFF)
    state = getattr(driver, "sqlstate", None)
    if state == _FULL_STATE:
        return Fault.FULL
    return Fault.BUSY if state in _BUSY_STATES else Fault.AWAY


def _of_sqlite(code: int) -> Fault | None:
    if code == sqlite3.SQLITE_ERROR:  # a statement that SQLite does not understand: that is our mistake
        return None
    if code in _BUSY:
        return Fault.BUSY
    # A file that it cannot begin for want of room it calls a fault of the disk, or one that it cannot open.
    return Fault.FULL if code == sqlite3.SQLITE_FULL or not _has_room() else Fault.AWAY


def _has_room() -> bool:
    """Whether there is room for a little more beside the default database's file."""
    try:
        found = os.statvfs(Path(str(connection.settings_dict["NAME"])).parent)
    except OSError:
        return True
    return found.f_bavail * found.f_frsize >= _A_LITTLE
