"""Recording a concern."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fingerpost.access import context
from fingerpost.access.services.matters import open_matter
from fingerpost.record.models import Concern


@transaction.atomic
def record_concern(
    *,
    became_aware_at: datetime,
    narrative: str,
    childs_voice: str = "",
    how: str = "",
    tell_intake: bool = True,
) -> Concern:
    """Record a concern, in a matter of its own and under a key of its own.

    `childs_voice`: in the child's words. `tell_intake`: see `open_matter`. Raises `AccessError` when somebody in this
    role records no concerns, `MasterKeyError` when nothing can be sealed; then nothing is saved.
    """
    actor = context.required()
    matter = open_matter(tell_intake=tell_intake)
    concern = Concern(
        matter=matter,
        narrative=narrative,
        childs_voice=childs_voice,
        how=how,
        became_aware_at=became_aware_at,
        recorded_by_id=actor.membership_id,
    )
    concern.save()
    return concern
