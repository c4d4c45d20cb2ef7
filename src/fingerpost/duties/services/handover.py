"""Handing over what somebody holds: for an absence or for good, in one action.

Whoever ends a membership may see no case. So nothing is written into any: from then on a colleague covers for the
leaver, as for somebody who is away, and by that sees what they saw and has on their list what they held. It is the rule
of `access` for absences, on either database, and nothing is left that somebody would have to carry through.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.access import concern_lock
from fingerpost.access.actor import Actor
from fingerpost.access.handover import Holding
from fingerpost.access.models import Absence, Involvement, Membership
from fingerpost.access.queries import current
from fingerpost.access.rules import ALONE, MANAGING_ROLES
from fingerpost.duties.models import Duty, DutyState, DutyStep
from fingerpost.duties.services import recording
from fingerpost.procedure.calendar import london_day

FOR_GOOD: Final = datetime.date.max


def held(membership: Membership) -> Iterator[Holding]:
    """Return what a member holds: duties and concerns, in numbers."""
    duties, concerns = _count(membership)
    # Both go together: whoever covers sees the concerns, and has the duties on their list.
    yield Holding("open duties", duties, lambda successor: cover_for_good(membership, successor))
    yield Holding("concerns worked on", concerns, lambda successor: cover_for_good(membership, successor))


def cover_for_good(leaver: Membership, successor: Membership) -> None:
    """Let a colleague cover for somebody from today on, and for those for whom that one covered for good."""
    today = london_day(timezone.now())
    for absent in [leaver, *_covered_for_good_by(leaver)]:
        if absent.pk != successor.pk:
            Absence.objects.get_or_create(
                membership=absent, covered_by=successor, ends=FOR_GOOD, defaults={"starts": today}
            )


@transaction.atomic
def hand_over(duties: Iterable[Duty], to: Membership) -> list[DutyStep]:
    """Give these duties to a colleague, who comes to work on their concerns by that. Raises `AccessError`."""
    duties = list(duties)
    # In one order, whoever hands over what: two at once wait, and neither for the other.
    for concern_id in sorted({duty.concern_id for duty in duties}):
        concern_lock.lock(concern_id)
    return [recording.hand_over(duty, to) for duty in duties]


def whose_may_be_handed_over(actor: Actor, colleagues: Iterable[Membership]) -> list[Membership]:
    """Return whose duties somebody may hand over: their own, and as a manager those of the team."""
    there = list(colleagues)
    team = [one for one in there if actor.role in MANAGING_ROLES and one.team == actor.team]
    own = [one for one in there if one.pk == actor.membership_id]
    return [*own, *(one for one in team if one.pk != actor.membership_id)]


def _covered_for_good_by(membership: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(absences__covered_by=membership, absences__ends=FOR_GOOD).distinct()


def _count(membership: Membership) -> tuple[int, int]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT duties, concerns FROM guard.holdings(%s)", [membership.pk])
            return cursor.fetchone() or (0, 0)
    taken_over = Absence.objects.filter(membership=OuterRef("pk"), ends=FOR_GOOD).exclude(covered_by=membership)
    there = Membership.objects.on(london_day(timezone.now()))
    theirs = Membership.objects.filter(
        ~Exists(taken_over.filter(covered_by__in=there)),
        Q(pk=membership.pk) | Q(pk__in=_covered_for_good_by(membership)),
    )
    working = Involvement._base_manager.filter(current(timezone.now()), membership__in=theirs)
    return (
        DutyState._base_manager.filter(holder__in=theirs, is_open=True).count(),
        working.exclude(ground__in=ALONE).values("concern").distinct().count(),
    )
