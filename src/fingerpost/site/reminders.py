"""Telling people by e-mail that something waits for them: once a morning, and nothing of whom or what it is about."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.tasks import task
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models.people import Membership, Role, User
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.access.services import emergencies
from fingerpost.access.worker_errors import quietly
from fingerpost.casework.conflicts import queries as conflicts
from fingerpost.casework.managing.permissions import MANAGERS
from fingerpost.duties.services import worklist
from fingerpost.site import delivery, mail, receiving
from fingerpost.site.directory.due import due_contacts
from fingerpost.site.directory.views import kept_by
from fingerpost.site.models import Reminder
from fingerpost.subject.services import requests as subject_access

_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD})


@task
@quietly
def remind(day: str) -> int:
    """Tell everybody for whom something waits on a day (`2026-11-24`); return how many were told now.

    Whoever has been told on that day is not told again, so that it can be done again when it broke off. What the mail
    server did not take is noted, and tried again by itself (`undelivered`).
    """
    on = datetime.date.fromisoformat(day)
    return sum([_tell(user, on) for user in _whom(on)])


def _whom(day: datetime.date) -> Iterator[User]:
    """Yield for whom a duty, a concern that nobody has read, a review, a request for what is held, or an entry of the
    directory waits."""
    found: dict[object, User] = {}
    for membership in Membership.objects.on(day).select_related("user", "organisation"):
        if membership.user_id not in found and _something_waits(membership, day):
            found[membership.user_id] = membership.user
    yield from found.values()


def _something_waits(membership: Membership, day: datetime.date) -> bool:
    if membership.role in _KEEPERS and due_contacts(kept_by(membership), day):
        return True
    if membership.role not in WORKING_ROLES:
        return False
    with context.acting(actor_in(membership)):
        return (
            worklist.something_presses(day)
            or bool(conflicts.waiting(timezone.now()))
            or bool(emergencies.to_review())
            or any(not one.is_read for one in receiving.waiting(membership, timezone.now()))
            or (membership.role in MANAGERS and bool(subject_access.due_soon(day)))
        )


def _tell(user: User, day: datetime.date) -> bool:
    """Tell somebody, unless they were told on that day; return whether they were told now.

    That they were told is kept after the mail server has taken the message, or after it is noted to be tried again,
    never before: whoever is killed in between tells them twice, and nobody is left out. Nothing is held in the database
    while the mail server is spoken to.
    """
    if Reminder.objects.filter(user=user, day=day).exists():
        return False
    delivery.tell_now(user, mail.Template.SOMETHING_WAITS)
    Reminder.objects.get_or_create(user=user, day=day)
    return True
