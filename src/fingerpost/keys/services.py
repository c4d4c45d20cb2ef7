"""Sealing and opening texts, by owner: a concern (the id of its concern) or a user. The way in for the other rooms.

A data key is read from the database, unwrapped, used and let go. Inside `keys_at_hand` (a request has it around it) it
is kept until the end of that block, so that a page of fifty texts unwraps one key once. `fetch` unwraps many at once.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from fingerpost.keys import envelope, masters
from fingerpost.keys.envelope import Key, MasterKeys, Owner, OwnerKind
from fingerpost.keys.errors import DestroyedKeyError, NoKeyError
from fingerpost.keys.models import DataKey
from fingerpost.keys.tokens import Tokeniser

type _Opened = tuple[Owner, Key]
_at_hand: ContextVar[dict[UUID, _Opened] | None] = ContextVar("fingerpost_keys_at_hand", default=None)

MANY: Final = 500  # so many ids go into one query: SQLite and PostgreSQL both take them


@cache
def master_keys() -> MasterKeys:
    """Return the master keys of this process, read once. Raises `MasterKeyError`, which says what to do.

    The setting DEMO_MASTER_KEYS is in where the environment has none: public ones, for the demo and for tests.
    """
    demo = getattr(settings, "DEMO_MASTER_KEYS", "")
    named = masters.VARIABLE in os.environ or masters.FILE_VARIABLE in os.environ
    return masters.read_masters(os.environ if named or not demo else {masters.VARIABLE: demo})


@contextmanager
def keys_at_hand() -> Iterator[None]:
    """Keep the data keys that are used until the block ends, and no longer."""
    if _at_hand.get() is not None:
        yield
        return
    token = _at_hand.set({})
    try:
        yield
    finally:
        _at_hand.reset(token)


# ---- keys ------------------------------------------------------------------------------------------------------------


def create_key(owner_id: UUID, kind: OwnerKind = OwnerKind.CONCERN) -> None:
    """Make the data key of a concern, or of a user. Raises `IntegrityError` if there is one, destroyed or not."""
    owner = Owner(kind, owner_id)
    master_id, wrapped = master_keys().wrap(owner, Key.random())
    _forget(owner_id)
    DataKey.objects.create(owner_id=owner_id, kind=kind, master_id=master_id, wrapped=wrapped)


def ensure_key(owner_id: UUID, kind: OwnerKind) -> None:
    """Make the data key of an owner who has none: of a user, before their first draft or search."""
    if DataKey.objects.filter(pk=owner_id).exists():
        return
    owner = Owner(kind, owner_id)
    master_id, wrapped = master_keys().wrap(owner, Key.random())
    _forget(owner_id)
    # Of two requests at once, one's key stays, and both use that one: it is read back before it is used.
    row = DataKey(owner_id=owner_id, kind=kind, master_id=master_id, wrapped=wrapped)
    DataKey.objects.bulk_create([row], ignore_conflicts=True)


def destroy(owner_id: UUID) -> None:
    """Destroy an owner's key: nothing that it sealed can be read again, in this database or in a copy of its texts.

    A row stays and says when. What an older copy of the keys' table holds stays readable with the master key: see
    docs/decisions/0020. Raises `NoKeyError` if there is no key, or none any more.
    """
    with transaction.atomic():
        there = DataKey.objects.filter(pk=owner_id, destroyed_at=None)
        if not there.update(wrapped=None, destroyed_at=timezone.now()):
            raise _missing(owner_id)
        transaction.on_commit(_leave_no_copy, robust=True)
    _forget(owner_id)


def forget(owner_id: UUID) -> None:
    """Let a key go that is at hand and was destroyed in the database."""
    _forget(owner_id)


def is_destroyed(owner_id: UUID) -> bool:
    """Whether the owner had a key, and it was destroyed."""
    return DataKey.objects.filter(pk=owner_id, destroyed_at__isnull=False).exists()


def fetch(owner_ids: Iterable[UUID]) -> None:
    """Read many keys at once, for a list, into those at hand. Owners without a key, or no longer, are passed over."""
    at_hand = _at_hand.get()
    if at_hand is None:
        return
    wanted = [owner_id for owner_id in dict.fromkeys(owner_ids) if owner_id not in at_hand]
    for start in range(0, len(wanted), MANY):
        rows = DataKey.objects.filter(pk__in=wanted[start : start + MANY], destroyed_at=None)
        at_hand |= {row.owner_id: _unwrap(row) for row in rows}


# ---- texts -----------------------------------------------------------------------------------------------------------


def encrypt(owner_id: UUID, place: str, plaintext: str) -> bytes:
    """Seal a text of the owner's for its place, `table:row:column`. Raises `NoKeyError` or `MasterKeyError`."""
    owner, key = _open_key(owner_id)
    return envelope.seal_text(key, owner, place, plaintext)


def decrypt(owner_id: UUID, place: str, ciphertext: bytes) -> str:
    """Open a text that was sealed for this owner and place.

    Raises `SealError` if it was not, or was altered; `DestroyedKeyError` if the key was destroyed; `NoKeyError` or
    `MasterKeyError` if a key is missing.
    """
    owner, key = _open_key(owner_id)
    return envelope.open_text(key, owner, place, ciphertext)


# ---- the roots of search tokens --------------------------------------------------------------------------------------


def search_root() -> int:
    """Return the number of the newest root, under which tokens are stored; make the first one if there is none."""
    return max(row.owner_id.int for row in _roots())


def new_search_root() -> int:
    """Make a new root and return its number. Searches look under the older ones too, until those are destroyed."""
    number = search_root() + 1
    create_key(_root_id(number), OwnerKind.SEARCH)
    return number


def destroy_search_root(number: int) -> None:
    """Destroy a root under which nothing is stored any more. Raises `NoKeyError` if there is none of that number."""
    destroy(_root_id(number))


def tokenisers() -> dict[int, Tokeniser]:
    """Return what makes tokens, by the number of the root, oldest first. At least one."""
    return {row.owner_id.int: Tokeniser(_unwrap(row)[1]) for row in _roots()}


def alike(text: str, period: str) -> bytes:
    """Return what is the same for the same text in the same period, and tells nothing of it to those without the root.

    It is not a search token, so nobody can find with it who a text is about.
    """
    key = _unwrap(_roots()[-1])[1].derive("alike 1")
    return hmac.digest(key, f"{period}\n{text}".encode(), "sha256")


def _roots() -> list[DataKey]:
    living = DataKey.objects.filter(kind=OwnerKind.SEARCH, destroyed_at=None)
    rows = list(living)
    if not rows:
        ensure_key(_root_id(1), OwnerKind.SEARCH)
        rows = list(living.all())
    return sorted(rows, key=lambda row: row.owner_id.int)


def _root_id(number: int) -> UUID:
    return UUID(int=number)


# ---- inside ----------------------------------------------------------------------------------------------------------


def _open_key(owner_id: UUID) -> _Opened:
    at_hand = _at_hand.get()
    if at_hand is not None and owner_id in at_hand:
        return at_hand[owner_id]
    row = DataKey.objects.filter(pk=owner_id, destroyed_at=None).first()
    if row is None:
        raise _missing(owner_id)
    opened = _unwrap(row)
    if at_hand is not None:
        at_hand[owner_id] = opened
    return opened


def _unwrap(row: DataKey) -> _Opened:
    return row.owner, master_keys().unwrap(row.owner, row.master_id, bytes(row.wrapped or b""))


def _missing(owner_id: UUID) -> NoKeyError:
    where = f"the key of {owner_id}"
    if is_destroyed(owner_id):
        return DestroyedKeyError(where, "it was destroyed", "What it had sealed cannot be read again, by anybody.")
    return NoKeyError(where, "there is none", "A concern's key is made when the concern is recorded.")


def _leave_no_copy() -> None:
    """On SQLite, take the old page out of the write-ahead log; `secure_delete` overwrites it in the file. PostgreSQL
    does the like with its next vacuum, and its log goes with the next checkpoints."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget(owner_id: UUID) -> None:
    at_hand = _at_hand.get()
    if at_hand is not None:
        at_hand.pop(owner_id, None)
