"""What the worker looks at again, in the name of somebody who sees it: who is too close to a concern to see it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from fingerpost.access import compartments, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Compartment, Concern, Embargo, Membership
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.access.worker_errors import quietly
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services import retained_access
from fingerpost.record.services.changes import change, touch


@task
@quietly
def look_again(concern_id: str, memberships: list[str]) -> None:
    """Look at one concern in the name of the first of these who sees its common record. Twice it changes nothing."""
    _look(UUID(concern_id), map(UUID, memberships))


@task
@quietly
def look_for(user_id: str) -> None:
    """Look at each concern with a suspected adult that a user sees, in the name of others there.

    What they do not see needs no looking: it is looked at when they come to be involved.
    """
    found: dict[UUID, list[UUID]] = {}
    day = london_day(timezone.now())
    for own in Membership.objects.on(day).filter(user=UUID(user_id), role__in=WORKING_ROLES):
        with context.acting(actor_in(own)):
            embargoed = Embargo.objects.visible().order_by().values_list("concern", flat=True).distinct()
            for concern in Concern.objects.visible().filter(pk__in=embargoed):
                found.setdefault(concern.pk, []).extend(retained_access.others_of(concern, UUID(user_id)))
    for concern_id, others in found.items():
        _look(concern_id, dict.fromkeys(others))


def _look(concern_id: UUID, memberships: Iterable[UUID]) -> None:
    day = london_day(timezone.now())
    for membership in memberships:
        one = Membership.objects.on(day).filter(pk=membership).first()
        if one is None:
            continue
        with context.acting(actor_in(one)):
            if Compartment.COMMON not in compartments.view_of(context.required(), concern_id):
                continue
            with change(Concern.objects.visible().get(pk=concern_id)):
                touch(concern_id)
            return
