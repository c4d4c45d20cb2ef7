"""What a request has read already, so that the same is read once: until something changes it.

A request that only looks changes nothing. In one that changes something, what was read is forgotten as soon as a
statement may have written to it, and all of it when a concern's turn is taken, for which others may have been waited.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.db import connection

from fingerpost.access import context
from fingerpost.access.concern_rows import ConcernRows
from fingerpost.access.written import SIGHT, UNKNOWN, table_written

type Again = Callable[[], ConcernRows | None]
"""Returns the rows of a concern for whoever is acting, as they see it now; None where they do not."""


@dataclass
class Look:
    """What a request read once, and the rows of the concern that it is about.

    `turn`: the concern whose turn it has. `again`: how its rows are found where they were forgotten.
    """

    changes: bool = False
    read: dict[Hashable, Any] = field(default_factory=dict)
    rows: ConcernRows | None = None
    turn: UUID | None = None
    again: Again | None = None

    def forget(self) -> None:
        """Forget all that was read."""
        self.read.clear()
        self.rows = None

    def see(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, more: dict[str, Any]) -> Any:
        """Forget what a statement changes, before it is carried out."""
        table = table_written(sql)
        if table == UNKNOWN or table in SIGHT:
            self.forget()
        elif table is not None:
            self.read.clear()
            if self.rows is not None:
                self.rows.forget(table)
        return execute(sql, params, many, more)


_look: Final[ContextVar[Look | None]] = ContextVar("fingerpost_look", default=None)


@contextmanager
def looking() -> Iterator[Look]:
    """Let what is read in the block be kept until it ends: nothing is changed there."""
    with _kept(Look()) as look:
        yield look


@contextmanager
def changing() -> Iterator[Look]:
    """Let what is read in the block be kept until it is changed there, or a concern's turn is taken."""
    with _kept(Look(changes=True)) as look, connection.execute_wrapper(look.see):
        yield look


@contextmanager
def _kept(look: Look) -> Iterator[Look]:
    token = _look.set(look)
    try:
        yield look
    finally:
        _look.reset(token)


def turn_taken(concern: UUID, again: Again) -> None:
    """Forget what was read before a concern's turn was taken: somebody else may have changed it meanwhile."""
    look = _look.get()
    if look is not None and look.changes and look.turn != concern:
        look.forget()
        look.turn, look.again = concern, again


def at(again: Again) -> None:
    """Let questions about a concern be answered from its rows, where the request was not known to be about one."""
    look = _look.get()
    if look is not None and look.rows is None:
        look.again = again


def current() -> Look | None:
    """Return what was read that still holds; None where nothing is kept."""
    return _look.get()


def rows() -> ConcernRows | None:
    """Return the rows of the concern that whoever is acting looks at, or changes; None where it is about none."""
    look = _look.get()
    if look is None:
        return None
    if look.rows is None and look.again is not None:
        again, look.again = look.again, None  # what it asks is not answered from rows
        look.rows = again()
        look.again = again if look.rows else None
    return look.rows if look.rows is not None and look.rows.actor == context.current() else None


def once[**P, Read](read: Callable[P, Read]) -> Callable[P, Read]:
    """Make a function that a request calls once with the same arguments, until it changes something. Its callers share
    what it returns, and change nothing of that."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> Read:
        look = _look.get()
        if look is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in look.read:
            look.read[key] = read(*args, **kwargs)
        found: Read = look.read[key]
        return found

    return reading
