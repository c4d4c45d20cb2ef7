"""Telling those whose record it is, at once, that something waits: that somebody looked in an emergency they read here.

Whom to tell is found while whoever looks sees who is involved; each is told only if they see the look themselves, so
that nobody who was shut out learns anything by an e-mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.tasks import task
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import BrokenGlass, Compartment, Concern, GlassReview, Involvement, Membership
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import MANAGING_ROLES, REVIEWING_ROLES, WORKING_ROLES
from fingerpost.access.worker_errors import quietly
from fingerpost.procedure.calendar import london_day
from fingerpost.site import mail


def tell(concern: Concern) -> None:
    """Let those be told who may have to do with the common record of a concern, but not whoever is acting."""
    whom = [str(pk) for pk in _whom(concern)]
    if whom:
        tell_those_who_see_it.enqueue(str(concern.pk), whom)


@task
@quietly
def tell_those_who_see_it(concern_id: str, memberships: list[str]) -> int:
    """Tell those among these members who see a look that nobody has reviewed; return how many were told."""
    told: set[UUID] = set()
    there = Membership.objects.on(london_day(timezone.now())).filter(pk__in=memberships)
    for membership in there.select_related("user", "organisation"):
        with context.acting(actor_in(membership)):
            said = GlassReview.objects.visible().filter(look=OuterRef("pk"))
            looks = BrokenGlass.objects.visible().filter(~Exists(said), concern=UUID(concern_id))
            sees = looks.exclude(by__user=membership.user_id).exists()
        if sees and membership.user_id not in told:
            told.add(membership.user_id)
            mail.tell(membership.user, mail.Template.SOMETHING_WAITS)
    return len(told)


def _whom(concern: Concern) -> Iterable[UUID]:
    now = timezone.now()
    involved = Involvement.objects.visible().filter(
        current(now), WORKING, concern=concern, compartment=Compartment.COMMON
    )
    rows = list(involved.values_list("membership_id", "organisation_id"))
    takes_in = Q(intake=True) | Q(role__in=MANAGING_ROLES | REVIEWING_ROLES)
    there = Membership.objects.on(london_day(now)).filter(
        Q(pk__in=[membership for membership, _ in rows if membership])
        | Q(takes_in, organisation__in={organisation for _, organisation in rows}),
        role__in=WORKING_ROLES,
    )
    return there.exclude(user=context.required().user_id).values_list("pk", flat=True)
