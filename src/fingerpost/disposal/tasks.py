"""Carrying out what two people have agreed on, once the time of waiting is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting import actor_in
from fingerpost.access.models import Matter, Membership
from fingerpost.access.working import quietly
from fingerpost.disposal.services import destroying, standing
from fingerpost.procedure.calendar import london_day

AGAIN: Final = timedelta(days=1)


@task
@quietly
def carry_out(matter_id: str, membership_id: str) -> None:
    """Destroy a concern in the name of whoever confirmed it, unless something has come in the way since.

    Then it is tried again each day, as long as it stands proposed: a hold can be released, another part agreed on.
    """
    matter, now = UUID(matter_id), timezone.now()
    with context.acting(actor_in(Membership.objects.select_related("user").get(pk=UUID(membership_id)))):
        seen = Matter.objects.visible().filter(pk=matter).first()
        if seen is None:
            return
        stands = standing.of_matter(seen, london_day(now))
        if not stands.standing:
            return
        if stands.obstacles or not destroying.dispose(matter, now):
            when_ripe(matter, UUID(membership_id), now + AGAIN)


def when_ripe(matter_id: UUID, membership_id: UUID, at: datetime) -> None:
    """Let a concern be disposed of from a moment on."""
    carry_out.using(run_after=at).enqueue(str(matter_id), str(membership_id))
