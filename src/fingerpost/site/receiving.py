"""What came to an organisation: whether somebody who takes in has read it, and who is told next where nobody has.

A concern that was recorded, or referred to an organisation, is told to those who take in there, one after the other, in
the organisation's time. Who has read it is known from the ledger: who takes in there, and looked at it since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from fingerpost.access import arrivals, context, intake, kept_lists
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.actor import Actor
from fingerpost.access.arrivals import Arrival
from fingerpost.access.clock import today
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Compartment, Concern, Ground, Involvement, Membership
from fingerpost.access.worker_errors import quietly
from fingerpost.duties import do_now
from fingerpost.duties.services import worklist
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services.decisions import decision_of
from fingerpost.site import delivery, mail

MOST: Final = 50
"""How many concerns the first page has at most."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a concern is received where it was recorded or sent: `has` is who has it now, and `then` who is told next.

    Both are None where nobody there sees it who takes in.
    """

    arrival: Arrival
    has: Membership | None = None
    then: Membership | None = None
    by: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether nobody opened it in time, and nobody is left to be told."""
        return self.by is not None and self.by < now


def waiting(membership: Membership, now: datetime) -> list[Arrival]:
    """Return what came to the organisation of somebody who takes in there, and nobody has read, or has; the unread
    first. For others what they recorded themselves and nobody has read. One query.
    """
    found = [arrivals.of_row(row) for row in kept_lists.read(waiting_rows(membership, now))]
    return sorted(found, key=lambda one: one.is_read)


def waiting_rows(membership: Membership, now: datetime) -> KeptList:
    """Return the list of that."""

    def build(actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        rows = arrivals.rows(at).filter(organisation=actor.organisation_id)
        if takes_in:
            rows = rows.filter(Q(read_at=None) | Q(is_held=False))
        else:
            rows = rows.filter(read_at=None, concern__created_by=actor.membership_id)
        return rows.order_by("-starts")[:MOST]

    takes_in = intake.takes_in(membership)
    return KeptList(("arrived", takes_in), build, at=now)


def nobody_has(concerns: Collection[UUID], membership: Membership, now: datetime) -> set[UUID]:
    """Return those of these concerns that came to where somebody takes in, and that nobody there has. One query."""
    return set(kept_lists.read(not_held(concerns, now))) if intake.takes_in(membership) else set()


def not_held(concerns: Iterable[UUID], now: datetime) -> KeptList:
    """Return the list of that."""

    def build(actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        rows = arrivals.rows(at).filter(AmongGiven("concern"), organisation=actor.organisation_id, is_held=False)
        return rows.values_list("concern", flat=True)

    return KeptList("not held", build, at=now).of(concerns)


def of_concern(concern: Concern, membership: Membership, now: datetime) -> list[Receipt]:
    """Return how a concern is received: in the reader's own organisation first. One query, and more where it is unread.

    Who has it is named to people of that organisation alone.
    """
    return [
        _receipt(one, now) if not one.is_read and one.organisation.pk == membership.organisation_id else Receipt(one)
        for one in arrivals.of_concern(concern, membership, now)
    ]


def _receipt(arrival: Arrival, now: datetime) -> Receipt:
    """Return who has it: after each of the organisation's times the next, and the last keeps it."""
    chain = _in_turn(arrival.organisation.pk, arrival.concern.pk, now)
    if not chain:
        return Receipt(arrival, by=arrival.expected)
    each = timedelta(minutes=arrival.organisation.read_within)
    turn = min(int((now - arrival.at) / each), len(chain) - 1)
    then = chain[turn + 1] if turn + 1 < len(chain) else None
    return Receipt(arrival, chain[turn], then, arrival.at + each * (turn + 1))


def involved(involvement: Involvement, is_new: bool) -> None:
    """Let the worker tell those who take in where a concern came to."""
    came = involvement.ground == Ground.INTAKE and involvement.compartment == Compartment.COMMON
    if is_new and came and context.current() is not None:
        tell_next.enqueue(str(involvement.concern_id), str(involvement.organisation_id), [])


@task
@quietly
def tell_next(concern_id: str, organisation_id: str, told: list[str]) -> None:
    """Tell the next of those who take in that something new is there, unless one of them has read it.

    `told` are those who were told. When all were, all are told once more; from then on it is among what waits for them
    each morning. Who does not see the concern is left out, and hears nothing.
    """
    now = timezone.now()
    chain = _in_turn(UUID(organisation_id), UUID(concern_id), now)
    if not chain:
        return
    with context.acting(actor_in(chain[0])):
        rows = arrivals.rows(now).filter(concern=UUID(concern_id), organisation=UUID(organisation_id))
        if not any(row.read_at is None for row in rows):
            return
        is_to_do_now = _is_to_do_now(Concern.objects.visible().get(pk=concern_id), chain[0])
    left = [one for one in chain if str(one.pk) not in told]
    for membership in left[:1] or chain:
        if is_to_do_now:
            delivery.tell_now(membership.user, mail.Template.DO_NOW)
        else:
            delivery.tell_now(membership.user, mail.Template.SOMETHING_NEW)
    if left:
        later = now + timedelta(minutes=left[0].organisation.read_within)
        tell_next.using(run_after=later).enqueue(concern_id, organisation_id, [*told, str(left[0].pk)])


def _in_turn(organisation_id: UUID, concern_id: UUID, now: datetime) -> list[Membership]:
    """Return those who take in there and see the concern, asked in the name of each."""
    found = []
    for one in intake.in_turn(organisation_id, now):
        with context.acting(actor_in(one)):
            if Concern.objects.visible().filter(pk=concern_id).exists():
                found.append(one)
    return found


def _is_to_do_now(concern: Concern, reader: Membership) -> bool:
    """Whether a duty of a concern is to be done at once, or by today, or it has to be asked now whether one is."""
    presses = Q(is_urgent=True) | Q(due__lte=today())
    certain = worklist.open_on(today()).filter(presses, concern=concern, is_offered=False)
    try:
        return certain.exists() or do_now.is_to_be_asked(decision_of(concern, Compartment.COMMON), reader)
    except NothingToldError:
        return False
