"""Who is acting, in this request, task or command. Nothing of a case is read or written without an answer to that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    request_id: str


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
    """Let `actor` act until the block ends, and whoever acted before from then on."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)
