"""Work that waits for somebody who can see it, done by the worker in their name."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from fingerpost.access import compartments, context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern, Membership
from fingerpost.access.rules import KIND_OF, MANAGING_ROLES, WORKING_ROLES
from fingerpost.access.worker_errors import quietly
from fingerpost.duties.models import source_of
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.changes import change

ACROSS = tuple(name for name in SOURCES if source_of(name) != name)
"""The compartments whose decisions are made from the common record too."""


@task
@quietly
def catch_up(concern_id: str) -> None:
    """Decide a concern anew where whoever changed its common record could not look. Done twice it changes nothing.

    It is done in the name of somebody who takes in what the compartment's organisation is sent, or, where they are shut
    out, of anybody there who sees it: the duty would come to their queue in any case.
    """
    for compartment in ACROSS:
        for membership in _who_may_see(compartment):
            with context.acting(actor_in(membership)):
                if _decided(UUID(concern_id), compartment):
                    break


def _decided(concern_id: UUID, compartment: str) -> bool:
    """Decide the compartment anew, if whoever is acting sees all that its decision is made from."""
    if compartment not in compartments.decisions_for(compartments.view_of(context.required(), concern_id)):
        return False
    with change(Concern.objects.visible().get(pk=concern_id), compartment):
        pass
    return True


def _who_may_see(compartment: str) -> Iterator[Membership]:
    """Yield those who work where the compartment belongs, those first who take in."""
    there = (
        Membership.objects.on(london_day(timezone.now()))
        .filter(organisation__kind=KIND_OF[compartment], role__in=WORKING_ROLES)
        .order_by("starts", "pk")
    )
    takes_in = Q(intake=True) | Q(role__in=MANAGING_ROLES)
    yield from there.filter(takes_in)
    yield from there.exclude(takes_in)
