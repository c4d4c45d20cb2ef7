"""Wrapping every data key by the newest master key. No text is sealed anew: not one ciphertext changes.

A room above that has sealed something by a master key directly (the secrets of second factors, which are needed before
anybody has a key) says how that is sealed anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, QuerySet

from fingerpost.keys.envelope import MasterKeys
from fingerpost.keys.errors import MasterKeyError
from fingerpost.keys.models import DataKey
from fingerpost.rooms import Room, rooms

BATCH = 500


@dataclass(frozen=True, slots=True)
class Wrapped:
    """How many living keys a master key wraps, and whether it is at hand and opens one of them."""

    master_id: str
    count: int
    opens: bool


def overview(masters: MasterKeys) -> list[Wrapped]:
    """Return which master keys wrap what, by id. Reads one key of each."""
    living = DataKey.objects.filter(destroyed_at=None)
    counts = Counter(dict(living.values_list("master_id").annotate(Count("pk")).order_by()))
    return [Wrapped(name, counts[name], _opens(masters, name)) for name in sorted(counts)]


def _opens(masters: MasterKeys, master_id: str) -> bool:
    row = DataKey.objects.filter(destroyed_at=None, master_id=master_id).first()
    try:
        if row is not None:
            masters.unwrap(row.owner, row.master_id, bytes(row.wrapped or b""))
    except MasterKeyError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Further:
    """Something else that master keys seal: how much of it is older than the newest, and what seals some of that anew,
    in one transaction, and returns how much (0: all is done)."""

    older: Callable[[MasterKeys], int]
    reseal_some: Callable[[MasterKeys], int]


@dataclass(frozen=True, kw_only=True)
class WithSealed(Room):
    """A room that has sealed something by master keys."""

    sealed: Further | None = None


def _further() -> list[Further]:
    return [room.sealed for room in rooms(WithSealed) if room.sealed is not None]


def to_wrap(masters: MasterKeys) -> int:
    """Return how much an older master key still wraps or seals."""
    return _older(masters).count() + sum(further.older(masters) for further in _further())


def rotate(masters: MasterKeys) -> Iterator[int]:
    """Wrap every key by the newest master key, and yield how many were done, batch after batch.

    Each batch is one transaction: whenever it is interrupted, each key is wrapped by one master key or the other, and a
    second run does what is left. Keep the older master keys until it is through. Raises `MasterKeyError` at the first
    key that cannot be unwrapped; its batch is then left as it was.
    """
    for some in (_rewrap_some, *(further.reseal_some for further in _further())):
        while count := some(masters):
            yield count


def _rewrap_some(masters: MasterKeys) -> int:
    with transaction.atomic():
        rows = list(_older(masters).select_for_update()[:BATCH])
        for row in rows:
            key = masters.unwrap(row.owner, row.master_id, bytes(row.wrapped or b""))
            row.master_id, row.wrapped = masters.wrap(row.owner, key)
        DataKey.objects.bulk_update(rows, ["master_id", "wrapped"])
    return len(rows)


def _older(masters: MasterKeys) -> QuerySet[DataKey]:
    return DataKey.objects.filter(destroyed_at=None).exclude(master_id=masters.newest.id).order_by("owner_id")
