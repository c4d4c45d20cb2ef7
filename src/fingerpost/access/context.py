"""Who is acting, in this request, task or command. Nothing of a case is read or written without an answer to that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from fingerpost.access.errors import NoActorError


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one of their memberships, doing one thing. `request_id` ties together what was done in one go."""

    user_id: UUID
    membership_id: UUID
    organisation_id: UUID
    role: str
    team: str
    intake: bool
    request_id: UUID


# What is done around each block: set by this room when Django starts, so that plain code needs no database.
Telling = Callable[[Actor | None, Actor | None], AbstractContextManager[None]]
_telling: list[Telling] = []

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
def acting(actor: Actor | None) -> Iterator[None]:
    """Let `actor` act until the block ends, and whoever acted before from then on.

    The block is one transaction, or a part of the one around it. In it PostgreSQL is told who acts, by a signed
    context, and what was done is appended to the ledger as the last thing. An error in the block takes all of it back.
    """
    before = _actor.get()
    token = _actor.set(actor)
    try:
        with _told(actor, before):
            yield
    finally:
        _actor.reset(token)


def tell_through(telling: Telling) -> None:
    """Let `telling(actor, before)` be around each block of `acting`: it makes known who acts."""
    _telling[:] = [telling]


def _told(actor: Actor | None, before: Actor | None) -> AbstractContextManager[None]:
    return _telling[0](actor, before) if _telling else nullcontext()
