"""What is read once while a concern is changed, and kept until this transaction writes what it was read from.

Whoever changes a concern has its turn (`concern_lock`): nobody else changes it until they have finished. So what was
read of it then is read no second time, for as long as nothing is written to one of its tables. Outside such a block
everything is read whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from fingerpost.access import context
from fingerpost.access.written import SIGHT, UNKNOWN, table_written

type _Kept = dict[Hashable, tuple[frozenset[str], Any]]
_kept: ContextVar[_Kept | None] = ContextVar("fingerpost_read_once", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is read until the block ends. A block within it begins with nothing: another concern's turn is taken.

    The caller has the turn of the concern that it changes, and is in a transaction.
    """
    kept = _kept.get()
    if kept is not None:
        kept.clear()
        yield
        return
    kept = {}
    token = _kept.set(kept)
    try:
        with connection.execute_wrapper(_forgetting(kept)):
            yield
    finally:
        _kept.reset(token)


def once[Value](key: Hashable, tables: frozenset[str], read: Callable[[], Value]) -> Value:
    """Return what `read` reads from these tables for whoever is acting: what is kept of it, where that still holds.

    `key` says what is read. The value is shared: nobody changes it.
    """
    kept = _kept.get()
    if kept is None:
        return read()
    whole = (context.current(), key)
    if whole not in kept:
        value = read()
        kept[whole] = (tables, value)
        return value
    found: Value = kept[whole][1]
    return found


def _forgetting(kept: _Kept) -> Callable[..., Any]:
    """Return what sees each statement, and forgets what it changes; all, where it is not known what it does."""

    def see(execute: Callable[..., Any], sql: Any, params: Any, many: bool, more: dict[str, Any]) -> Any:
        table = table_written(sql) if kept else None
        if table == UNKNOWN or table in SIGHT:
            kept.clear()
        elif table is not None:
            for key in [key for key, (tables, _) in kept.items() if table in tables]:
                del kept[key]
        return execute(sql, params, many, more)

    return see
