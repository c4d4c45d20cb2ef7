"""Recording that somebody decided to look at imagery. Nothing here asks anybody to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from fingerpost.access import context
from fingerpost.access.models import Compartment, Concern
from fingerpost.record.models import ViewingDecision
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import record_event
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now

ACT: Final = "viewing_decision"
EVENT: Final = "viewing_decision"


def record_viewing(
    concern: Concern,
    *,
    decided_by: str,
    viewed_by: str,
    viewed_at: datetime,
    place: str,
    present: str,
    why: str,
    compartment: Compartment = Compartment.COMMON,
) -> ViewingDecision:
    """Record a decision to view as it was made, with its event, and decide anew.

    Raises `AccessError` if whoever is acting may not add to the compartment, `RecordError` if it lies in the future.
    """
    with change(concern, compartment):
        made = ViewingDecision(
            concern=concern,
            compartment=compartment,
            decided_by=decided_by,
            viewed_by=viewed_by,
            viewed_at=viewed_at,
            place=place,
            present=present,
            why=why,
            recorded_at=now(),
            recorded_by_id=context.required().membership_id,
        )
        made.save()
        record_event(concern, EVENT, viewed_at, compartment=compartment)
    return made


def viewings_of(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[ViewingDecision]:
    """Return the viewing decisions recorded by `at` (None: now), in their order. Without one, nothing was viewed."""
    made = recorded(ViewingDecision.objects.visible(), concern, compartments, at)
    return list(made.select_related("recorded_by__user", "recorded_by__organisation"))
