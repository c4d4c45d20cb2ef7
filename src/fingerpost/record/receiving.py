"""What this room does when something happens in the room beneath it: somebody came to be involved, or to be another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fingerpost.access import context
from fingerpost.access.models import Embargo, Involvement
from fingerpost.record import tasks
from fingerpost.record.services import conflicts


def involved(instance: Involvement, *, created: bool, **_: Any) -> None:
    """See whether somebody who came to be involved is too close to a suspected adult."""
    if not created or context.current() is None:
        return
    if Embargo.objects.visible().filter(matter=instance.matter_id, about__isnull=False).exists():
        conflicts.look(instance.matter)


def person_changed(user_id: UUID, **_: Any) -> None:
    """Let the worker look at what a user sees, who gave something by which they are told apart, or got a role."""
    tasks.look_for.enqueue(str(user_id))
