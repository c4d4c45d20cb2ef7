"""Noting what somebody does, in the transaction in which they do it.

What is noted waits until the end of `recording()` and is appended there, just before the commit, because from then on
nobody else can append. A change that was undone meanwhile, by a savepoint or altogether, leaves no entry; what somebody
looked at they have seen, even if a savepoint undoes the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
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


type _Seen = tuple[str | None, UUID | None, UUID | None, str | None]


@dataclass(frozen=True, slots=True)
class _Recording:
    """One `recording()`: who acts in it, and what was looked at so far, each once."""

    acting: Acting | None
    looks: dict[_Seen, Entry] = field(default_factory=dict)


_around: ContextVar[_Recording | None] = ContextVar("fingerpost_ledger_recording", default=None)


class _Noted:
    """An entry that waits for the end of its `recording()`, among what Django keeps and drops with a savepoint."""

    def __init__(self, entry: Entry, within: object) -> None:
        self.entry: Entry | None = entry
        self.within = within

    def __call__(self) -> None:
        """Do nothing on the commit: the entry was appended before it."""


def ledger() -> Ledger:
    """Return the ledger of the default database."""
    return Ledger(schema.vendor(connection.vendor))


def newest_checkpoint() -> str | None:
    """Return the signed checkpoint that was published last, if any was."""
    with connection.cursor() as cursor:
        return ledger().last_checkpoint(cursor)


@contextmanager
def recording(acting: Acting | None) -> Iterator[None]:
    """Do something in one transaction, and append what was noted in it last, in the name of `acting`; None: nobody's.

    Inside another transaction it is a part of that one; when it fails, all of that is rolled back.
    """
    made = _Recording(acting)
    token = _around.set(made)
    try:
        with transaction.atomic(savepoint=False):
            yield
            _append_noted(made)
    finally:
        _around.reset(token)


def is_open() -> bool:
    """Whether something is noted now: somebody acts, or a command that says what it does."""
    return _around.get() is not None


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
    """Note what the person acting did, to be appended at the end of this transaction.

    Raises `LedgerError` outside `recording()`, and for a word that is not known.
    """
    made = Entry(
        at=timezone.now(),
        action=action,
        attempted=attempted,
        object_kind=object_kind,
        object_id=object_id,
        within=within,
        compartment=compartment,
        why=why,
        payload=payload or {},
    )
    transaction.on_commit(_Noted(_in_their_name(made), _around.get()))


def look(
    action: str,
    object_kind: str,
    object_id: UUID | None = None,
    *,
    within: UUID | None = None,
    compartment: str | None = None,
) -> None:
    """Note that the person acting looked at something: once for each thing in a `recording()`, however often.

    Raises `LedgerError` as `note` does.
    """
    made = Entry(
        at=timezone.now(),
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        within=within,
        compartment=compartment,
    )
    around = _around.get()
    seen = (object_kind, object_id, within, compartment)
    if around is None or seen not in around.looks:
        named = _in_their_name(made)
        assert around is not None  # noqa: S101 - for the type checker: refused above
        around.looks[seen] = named


def _in_their_name(entry: Entry) -> Entry:
    """Return the entry with the person acting in it. Raises `LedgerError` as `note` does."""
    around = _around.get()
    if around is None:
        happened = "this was noted where nothing would append it"
        raise refuse(f"“{entry.action}”", happened, "Do it inside ledger.recording().")
    acting = around.acting
    if acting is not None:
        entry = replace(
            entry, actor=acting.user, role=acting.role, organisation=acting.organisation, request=acting.request
        )
    encode(entry)  # a mistake is told here, where it was made
    return entry


def _append_noted(made: _Recording) -> None:
    if connection.needs_rollback:
        return
    # Of a block around this one somebody else's may wait, and each appends only in their own name.
    noted = [one for _, one, *_ in connection.run_on_commit if isinstance(one, _Noted) and one.within is made]
    entries = [*made.looks.values(), *(one.entry for one in noted if one.entry is not None)]
    with connection.cursor() as cursor:
        ledger().append(cursor, sorted(entries, key=lambda entry: entry.at))
    for one in noted:
        one.entry = None
