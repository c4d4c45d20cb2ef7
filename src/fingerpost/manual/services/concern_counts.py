"""Counting over all concerns of the partnership for somebody who sees none: what is kept is counts that tell of nobody.

Each concern is read in the name of somebody who sees it anyway, and nothing of it is kept but the count. Decision 95.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.compartments import decisions_for, view_of
from fingerpost.access.models import Concern, Membership
from fingerpost.access.rules import MANAGING_ROLES, WORKING_ROLES
from fingerpost.keys.services import keys_at_hand
from fingerpost.manual.models import ConcernCount
from fingerpost.procedure.calendar import london_day
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services.cases import Gathered, gather

YEAR: Final = timedelta(days=365)
STALE: Final = timedelta(minutes=10)
"""After so long without a word a count is taken to have broken off, and can be asked for again."""
_AT_ONCE: Final = 50
"""So many concerns are read in one transaction."""

type Read = Callable[[UUID, str, Gathered], None]
"""What is done with one decision's sources: the concern, the compartment, and what is recorded."""


def newest(what: str, of: str) -> ConcernCount | None:
    """Return the last row of the newest count, whether or not it is over."""
    return ConcernCount.objects.filter(what=what, of=of).order_by("at", "hundredths").last()


def finished(what: str, of: str) -> ConcernCount | None:
    """Return the newest count that is over."""
    return ConcernCount.objects.filter(what=what, of=of, hundredths=100).order_by("at").last()


def is_running(row: ConcernCount | None) -> bool:
    """Whether a count goes on, by its last row."""
    return row is not None and row.hundredths < 100 and timezone.now() - row.at < STALE


def begin(what: str, of: str) -> ConcernCount:
    """Note that the person acting asks for a count."""
    return ConcernCount.objects.create(what=what, of=of, by_id=context.required().membership_id)


def finish(asked: ConcernCount, found: dict[str, object]) -> ConcernCount:
    """Keep what a count found. Counts in it are in whole steps."""
    return _go_on(asked, 100, found)


def read_all(asked: ConcernCount, since: datetime, until: datetime, read: Read) -> int:
    """Read every concern that was opened between two moments, each decision of it once. Return how many there were.

    The first of those who see one reads it: those who take in or manage come first. How far it is is noted on the way.
    """
    concerns: set[UUID] = set()
    done: set[tuple[UUID, str]] = set()
    members = list(_members())
    said = 0
    for number, member in enumerate(members):
        with context.acting(actor_in(member)):
            visible = Concern.objects.visible().filter(created_at__gte=since, created_at__lt=until)
            ids = list(visible.order_by("pk").values_list("pk", flat=True))
        concerns.update(ids)
        for start in range(0, len(ids), _AT_ONCE):
            with context.acting(actor_in(member)), keys_at_hand():
                _read_some(ids[start : start + _AT_ONCE], done, read)
            share = (number + (start + _AT_ONCE) / max(len(ids), _AT_ONCE)) / len(members)
            if (now := int(95 * share) // 5 * 5) > said:
                said = now
                _go_on(asked, said, {})
    return len(concerns)


def _read_some(ids: list[UUID], done: set[tuple[UUID, str]], read: Read) -> None:
    for concern in Concern.objects.visible().filter(pk__in=ids):
        for compartment in decisions_for(view_of(context.required(), concern.pk)):
            if (concern.pk, compartment) in done:
                continue
            done.add((concern.pk, compartment))
            try:
                gathered = gather(concern, compartment)
            except NothingToldError:
                continue
            read(concern.pk, compartment, gathered)


def _members() -> Iterator[Membership]:
    """Yield those who work on concerns, those first who take in or manage: they see the most."""
    there = Membership.objects.on(london_day(timezone.now())).filter(role__in=WORKING_ROLES)
    yield from sorted(there, key=lambda one: (not (one.intake or one.role in MANAGING_ROLES), one.pk))


def _go_on(asked: ConcernCount, hundredths: int, found: dict[str, object]) -> ConcernCount:
    with context.acting(actor_in(asked.by)):
        return ConcernCount.objects.create(
            run=asked.run, what=asked.what, of=asked.of, hundredths=hundredths, found=found, by=asked.by
        )
