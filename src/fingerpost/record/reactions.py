"""What this room does when something happens in the room beneath it: somebody came to be involved, or to be another."""

from __future__ import annotations

from uuid import UUID

from fingerpost.access import context
from fingerpost.access.models import Embargo, Involvement
from fingerpost.record import tasks
from fingerpost.record.services import conflicts


def involved(involvement: Involvement, is_new: bool) -> None:
    """See whether somebody who came to be involved is too close to a suspected adult."""
    if not is_new or context.current() is None:
        return
    if Embargo.objects.visible().filter(concern=involvement.concern_id, about__isnull=False).exists():
        conflicts.look(involvement.concern)


def person_changed(user_id: UUID) -> None:
    """Let the worker look at what a user sees, who gave something by which they are told apart, or got a role."""
    tasks.look_for.enqueue(str(user_id))
