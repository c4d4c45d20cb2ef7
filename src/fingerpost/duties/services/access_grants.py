"""Letting somebody in where a duty stands that comes to be theirs."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.access import compartments
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.errors import AccessError, refuse
from fingerpost.access.models import Concern, Exclusion, Ground, Involvement, Membership
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.access.services import concerns, exclusions
from fingerpost.duties.models import source_of
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.duties.services.duty_rows import WantedDuties
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.conflicts import require_nobody_suspected


def grant_access(concern_id: UUID, compartment: str, to: Membership) -> None:
    """Let somebody work where a duty stands, unless they do already, and see what its decision is made from.

    What they see there already they see without being let in anew: those who read the common record would be told by
    it that somebody of the police has begun to work on what only the police know. Raises `AccessError`, also for
    somebody who was shut out of the concern: they would hold what they do not see.
    """
    if to.user_id in shut_out_of(concern_id, compartment):
        raise refuse("to", "this person does not see this concern", "Choose somebody else.")
    seen = compartments.view_of(actor_in(to), concern_id)
    if compartment not in seen and _works_where_it_is_shut_out(concern_id, compartment, to):
        raise refuse("to", "where this person works does not see this concern", "Choose somebody who keeps it by name.")
    if compartment not in seen:
        require_nobody_suspected(Concern(pk=concern_id), compartment, to)
    for one in {compartment} | ({source_of(compartment)} - seen):
        involved = Involvement.objects.visible().filter(
            current(timezone.now()), WORKING, concern=concern_id, compartment=one, membership=to
        )
        if not involved.exists():
            concerns.involve_member(concern_id, to.pk, ground=Ground.WORKS, compartment=one)


def _works_where_it_is_shut_out(concern_id: UUID, compartment: str, to: Membership) -> bool:
    """Whether their organisation was shut out of what a decision is made from, as far as whoever is acting knows."""
    return _shutting_out(concern_id, compartment).filter(organisation=to.organisation_id).exists()


def shut_out_of(concern_id: UUID, compartment: str) -> set[UUID]:
    """Return the users who were shut out of what a decision is made from, as far as whoever is acting knows."""
    rows = _shutting_out(concern_id, compartment)
    return {one for one in rows.values_list("user", flat=True) if one is not None}


def _shutting_out(concern_id: UUID, compartment: str) -> QuerySet[Exclusion]:
    """Return what shuts out of what a decision is made from, as far as whoever is acting knows."""
    return exclusions.in_force(concern_id, (compartment, source_of(compartment)))


def grant_named_access(concern: Concern, compartment: str, wanted: WantedDuties) -> None:
    """Let those in whom casework names for its work, if their organisation is involved and whoever is acting may.

    Nobody is let in who is shut out, or who was involved before and is no longer, there or in what the decision is made
    from: somebody decided that. What they were named for stays in their organisation's queue.
    """
    open_ = (one for one in wanted.values() if isinstance(one, RequestedDuty) and one.carried is None)
    named = {one.membership for one in open_ if one.membership is not None}
    if not named:
        return
    now = timezone.now()
    there = Involvement.objects.visible().filter(WORKING, concern=concern, compartment=compartment)
    been = set(there.filter(membership__in=named).values_list("membership_id", flat=True))
    organisations = there.filter(current(now)).values("organisation")
    strangers = Membership.objects.on(london_day(now)).filter(
        pk__in=named - been - _taken_out(concern, source_of(compartment), named),
        organisation__in=organisations,
        role__in=WORKING_ROLES,
    )
    shut_out = list(_shutting_out(concern.pk, compartment))
    for to in strangers.select_related("user", "organisation"):
        if any(to.user_id == one.user_id or to.organisation_id == one.organisation_id for one in shut_out):
            continue
        try:
            with transaction.atomic():
                grant_access(concern.pk, compartment, to)
        except AccessError:
            continue


def _taken_out(concern: Concern, compartment: str, named: set[UUID]) -> set[UUID]:
    """Return who of them was involved in a compartment and is no longer."""
    there = Involvement.objects.visible().filter(
        WORKING, concern=concern, compartment=compartment, membership__in=named
    )
    still = there.filter(current(timezone.now())).values_list("membership_id", flat=True)
    return set(there.values_list("membership_id", flat=True)) - set(still)
