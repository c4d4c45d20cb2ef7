"""Noting what somebody does, in the transaction in which they do it.

What is noted waits until the end of `recording()` and is appended there, just before the commit, because from then on
nobody else can append. What was undone meanwhile, by a savepoint or altogether, leaves no entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from fingerpost.ledger import schema
from fingerpost.ledger.entry import Digest, Entry, Sealed, encode
from fingerpost.ledger.errors import refuse
from fingerpost.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Acting:
    """Who does something, as what, for which organisation; `request` ties together what is done in one go."""

    user: UUID
    role: str
    organisation: UUID
    request: UUID


_who: list[Callable[[], Acting | None]] = []
_open: ContextVar[bool] = ContextVar("fingerpost_ledger_open", default=False)


class _Noted:
    """An entry that waits for the end of its transaction, among what Django keeps for it and drops with a savepoint."""

    def __init__(self, entry: Entry) -> None:
        self.entry: Entry | None = entry

    def __call__(self) -> None:
        """Do nothing on the commit: the entry was appended before it."""


def told_by(who: Callable[[], Acting | None]) -> None:
    """Let `who()` say who acts, or that nobody does. The room that knows says so once, when it starts."""
    _who[:] = [who]


def ledger() -> Ledger:
    """Return the ledger of the default database."""
    return Ledger(schema.vendor(connection.vendor))


@contextmanager
def recording() -> Iterator[None]:
    """Do something in one transaction, and append what was noted in it last.

    Inside another transaction it is a part of that one; when it fails, all of that is rolled back.
    """
    token = _open.set(True)
    try:
        with transaction.atomic(savepoint=False):
            yield
            _append_noted()
    finally:
        _open.reset(token)


def note(
    action: str,
    object_kind: str | None = None,
    object_id: UUID | None = None,
    *,
    within: UUID | None = None,
    compartment: str | None = None,
    attempted: str | None = None,
    why: Sealed | None = None,
    payload: Mapping[str, Sealed | Digest] | None = None,
) -> None:
    """Note what whoever is acting did, to be appended at the end of this transaction.

    Raises `LedgerError` outside `recording()`, and for a word that is not registered.
    """
    if not _open.get():
        raise refuse(f"“{action}”", "this was noted where nothing would append it", "Do it inside ledger.recording().")
    if not _who:
        raise refuse(f"“{action}”", "nobody has told the ledger who acts", "Call ledger.told_by() when Django starts.")
    acting = _who[0]()
    entry = Entry(
        at=timezone.now(),
        action=action,
        attempted=attempted,
        actor=acting.user if acting else None,
        role=acting.role if acting else None,
        organisation=acting.organisation if acting else None,
        object_kind=object_kind,
        object_id=object_id,
        within=within,
        compartment=compartment,
        why=why,
        payload=payload or {},
        request=acting.request if acting else None,
    )
    encode(entry)  # a mistake is told here, where it was made
    transaction.on_commit(_Noted(entry))


def _append_noted() -> None:
    if connection.needs_rollback:
        return
    noted = [waiting[1] for waiting in connection.run_on_commit if isinstance(waiting[1], _Noted)]
    entries = [one.entry for one in noted if one.entry is not None]
    with connection.cursor() as cursor:
        ledger().append(cursor, entries)
    for one in noted:
        one.entry = None
