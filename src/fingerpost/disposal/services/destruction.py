"""The destruction of a concern: on PostgreSQL the guard does it, on SQLite this does the same.

Nothing else deletes what was recorded. It happens where two people have agreed on it in every part of the concern, the
time of waiting is over, and nobody holds it; who asks for it does not matter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from fingerpost.access import concern_lock
from fingerpost.access.models import Concern, Involvement
from fingerpost.disposal import audit, rules
from fingerpost.disposal.guard_additions import columns_of, destroyed
from fingerpost.disposal.models import Hold, HoldRelease, Proposal, ProposalAnswer, Tombstone
from fingerpost.disposal.services import disposal_file
from fingerpost.disposal.services.status import folded_of, held_of
from fingerpost.documents.models import Copy, Production
from fingerpost.keys import services as keys
from fingerpost.keys.errors import NoKeyError
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import TurnKind, TurnTaken
from fingerpost.web.models import Draft

BEFORE = timedelta(microseconds=1)


def dispose(concern_id: UUID, now: datetime) -> bool:
    """Destroy a concern if that is allowed now, and return whether it was. Only its tombstones are left."""
    with transaction.atomic():
        concern_lock.lock(concern_id)
        parts = set(Involvement._base_manager.filter(concern=concern_id).values_list("compartment", flat=True))
        if connection.vendor == "postgresql":
            # Nobody sees all parts there: only the parts that the person who asks sees are noted.
            done = _asked_of_the_guard("SELECT guard.dispose(%s)", [concern_id])
        else:
            done = _dispose(concern_id, now)
        if done:
            audit.disposed(concern_id, parts)
            keys.forget(concern_id)
            transaction.on_commit(partial(disposal_file.add_or_say, disposal_file.rows_of(concern_id)))
    return done


def _dispose(concern_id: UUID, now: datetime) -> bool:
    proposals = list(Proposal._base_manager.filter(concern=concern_id).select_related("recorded_by"))
    answers = list(ProposalAnswer._base_manager.filter(concern=concern_id).select_related("recorded_by"))
    reopened = TurnTaken._base_manager.filter(concern=concern_id, turn=TurnKind.REOPENED)
    folded = folded_of(proposals, answers, reopened)
    parts = set(Involvement._base_manager.filter(concern=concern_id).values_list("compartment", flat=True))
    holds = held_of(Hold._base_manager.filter(concern=concern_id), HoldRelease._base_manager.filter(concern=concern_id))
    if Tombstone.objects.filter(concern=concern_id).exists():
        return False
    if not rules.may_be_destroyed(parts, folded, holds, now, london_day(now)):
        return False
    known = {one.pk: one for one in proposals}
    reference = Concern._base_manager.values_list("reference", flat=True).get(pk=concern_id)
    for part in sorted(parts):
        agreed = min(
            (one for one in rules.agreed(folded, now) if one.part == part), key=lambda one: one.ripe_at() or now
        )
        assert agreed.second is not None  # noqa: S101 - for the type checker: it is agreed on
        row = known[agreed.id]
        who, at = agreed.second
        Tombstone.objects.create(
            concern_id=concern_id,
            compartment=part,
            reference=reference,
            at=now,
            rule=row.rule,
            year=row.year,
            proposed_by_id=agreed.by.membership,
            proposed_at=agreed.at,
            confirmed_by_id=who.membership,
            confirmed_at=at,
            listed=row.listed,
        )
    destroy(concern_id, now)
    return True


def destroy(concern_id: UUID, moment: datetime) -> None:
    """Destroy what there is of a concern, on SQLite: what was produced and typed, each row, the key."""
    with _unguarded():
        Copy.objects.filter(pk__in=Production._base_manager.filter(concern=concern_id).values("pk"))._raw_delete(
            "default"
        )
        Draft.objects.filter(path__contains=str(concern_id))._raw_delete("default")
        for model in destroyed():
            about = Q()
            for column in columns_of(model):
                about |= Q(**{column: concern_id})
            model._base_manager.filter(about)._raw_delete("default")
    running = Involvement._base_manager.filter(Q(ends=None) | Q(ends__gt=moment), concern=concern_id)
    running.filter(starts__gt=moment).update(ends=F("starts"))
    running.filter(starts__lte=moment).update(ends=moment)
    try:
        keys.destroy(concern_id)
    except NoKeyError:
        return  # destroyed before, by a list that was applied twice


@contextmanager
def _unguarded() -> Iterator[None]:
    """Let rows be deleted that triggers keep, on this connection alone and until the block ends."""
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    raw.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
    try:
        yield
    finally:
        raw.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, True)


def _asked_of_the_guard(sql: str, values: Iterable[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return bool(cursor.fetchone()[0])
