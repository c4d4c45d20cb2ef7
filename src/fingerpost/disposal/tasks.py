"""Carrying out what two people have agreed on, once the time of waiting is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Concern, Membership
from fingerpost.access.worker_errors import quietly
from fingerpost.disposal.services import destruction, status
from fingerpost.procedure.calendar import london_day

AGAIN: Final = timedelta(days=1)


@task
@quietly
def carry_out(concern_id: str, membership_id: str) -> None:
    """Destroy a concern in the name of the person who confirmed it, unless something has come in the way since.

    Then it is tried again each day, as long as it is proposed: a hold can be released, another part agreed on.
    """
    concern, now = UUID(concern_id), timezone.now()
    with context.acting(actor_in(Membership.objects.select_related("user").get(pk=UUID(membership_id)))):
        seen = Concern.objects.visible().filter(pk=concern).first()
        if seen is None:
            return
        stands = status.of_concern(seen, london_day(now))
        if not stands.standing:
            return
        if stands.obstacles or not destruction.dispose(concern, now):
            when_ripe(concern, UUID(membership_id), now + AGAIN)


def when_ripe(concern_id: UUID, membership_id: UUID, at: datetime) -> None:
    """Let a concern be disposed of from a moment on."""
    carry_out.using(run_after=at).enqueue(str(concern_id), str(membership_id))
