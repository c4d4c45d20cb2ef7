"""Who is acting, in this request, task or command. Nothing of a case is read or written without an answer to that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from fingerpost.access.actor import Actor
from fingerpost.access.errors import NoActorError
from fingerpost.access.session import entered

_actor: ContextVar[Actor | None] = ContextVar("fingerpost_actor", default=None)


def current() -> Actor | None:
    """Return who is acting, or None: somebody signed out, or a command that acts for nobody."""
    return _actor.get()


def required() -> Actor:
    """Return who is acting. Raises `NoActorError` when nobody is."""
    actor = _actor.get()
    if actor is None:
        raise NoActorError
    return actor


@contextmanager
def imagined(actor: Actor) -> Iterator[None]:
    """Let queries of an actor be put together, without a transaction of theirs: none is asked in the block."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def acting(actor: Actor | None) -> Iterator[None]:
    """Let `actor` act until the block ends, and whoever acted before from then on.

    The block is one transaction, or a part of the one around it. In it PostgreSQL is told who acts, by a signed
    context, and what was done is appended to the ledger as the last thing. An error in the block takes all of it back.
    """
    before = _actor.get()
    token = _actor.set(actor)
    try:
        with entered(actor, before):
            yield
    finally:
        _actor.reset(token)
