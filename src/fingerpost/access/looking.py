"""What a request that only looks has read already. Nothing changes while it looks, so that the same is read once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final

from fingerpost.access.concern_rows import ConcernRows


@dataclass
class Look:
    """One request that only looks: what was read once, and the rows of the concern that it is about."""

    read: dict[Hashable, Any] = field(default_factory=dict)
    rows: ConcernRows | None = None


_look: Final[ContextVar[Look | None]] = ContextVar("fingerpost_look", default=None)


@contextmanager
def looking() -> Iterator[Look]:
    """Let what is read in the block be kept until it ends."""
    look = Look()
    token = _look.set(look)
    try:
        yield look
    finally:
        _look.reset(token)


def current() -> Look | None:
    """Return what a request that only looks has read; None where it changes something."""
    return _look.get()


def rows() -> ConcernRows | None:
    """Return the rows of the concern that a request looks at; None where it changes something, or is about none."""
    look = _look.get()
    return look.rows if look else None


def once[**P, Read](read: Callable[P, Read]) -> Callable[P, Read]:
    """Make a function that a request calls once with the same arguments while it only looks. Its callers share what it
    returns, and change nothing of that."""

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
