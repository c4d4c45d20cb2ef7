"""What this room does when something happens in the rooms beneath it."""

from __future__ import annotations

from fingerpost.access import compartments, context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Exclusion, Involvement
from fingerpost.duties import tasks
from fingerpost.duties.services import decision_sync
from fingerpost.record.services import changes


def involved(involvement: Involvement, _is_new: bool) -> None:
    """See on whom the duties fall now that somebody came to be involved, or is no longer.

    In a change at whose end they are decided anew it is seen then.
    """
    actor = context.current()
    if actor is None:
        return
    seen = compartments.decisions_for(compartments.view_of(actor, involvement.concern_id))
    for compartment in seen:
        if involvement.compartment == compartment and not changes.is_decided_at_end(
            involvement.concern_id, compartment
        ):
            decision_sync.renew(involvement.concern, compartment)
    if involvement.compartment in tasks.ACROSS and involvement.compartment not in seen:
        tasks.catch_up.enqueue(str(involvement.concern_id))


def excluded(exclusion: Exclusion, _is_new: bool) -> None:
    """See on whom the duties fall now that somebody was shut out, or sees again: none falls on who does not see it."""
    actor = context.current()
    if actor is None or exclusion.user_id is None:
        return
    for compartment in compartments.decisions_for(compartments.view_of(actor, exclusion.concern_id)):
        within = exclusion.compartment in SOURCES[compartment]
        if within and not changes.is_decided_at_end(exclusion.concern_id, compartment):
            decision_sync.renew(exclusion.concern, compartment)
