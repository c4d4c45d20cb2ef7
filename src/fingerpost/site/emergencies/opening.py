"""Opening a concern in an emergency: never across a conflict, one that nobody has found yet included.

Whether somebody is too close is known from the concern’s own words, so it is opened first, and closed again with
everything that was written or looked at meanwhile, where they are. Whose record it is learns of each try.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from fingerpost.access import context, references
from fingerpost.access.models import Concern
from fingerpost.access.services import emergencies
from fingerpost.record.services import conflicts, hidden_hits
from fingerpost.site.emergencies import notifications
from fingerpost.subject.services import requests


class _TooCloseError(Exception):
    """Whoever asks is too close to the concern that was opened."""

    def __init__(self, concern: Concern) -> None:
        super().__init__("too close")
        self.concern = concern


@transaction.atomic
def open_concern(typed: str, reason: str) -> Concern | None:
    """Let whoever is acting read the common record that has this reference; None where nothing is opened, or stays so.

    Those whose record it is are told, of a look and of a try that opened nothing.
    """
    others: list[UUID] = []
    is_close = False
    try:
        # What is noted in the block is gone with it: their own ledger would tell them that there is such a concern.
        with transaction.atomic(), context.acting(context.required()):
            concern = emergencies.break_glass(typed, reason)
            if concern is not None:
                others = conflicts.who_looks(concern)
                # What is not a concern, as a request for what is held, nobody has to see at once.
                is_close = requests.of_concern(concern) is not None or conflicts.is_close(concern)
                if is_close:
                    raise _TooCloseError(concern)
    except _TooCloseError as found:
        conflicts.enqueue_look(found.concern.pk, others)
        concern = None
    if concern is None:
        hidden_hits.note_try(references.read(typed) or "", is_close=is_close)
        return None
    conflicts.enqueue_look(concern.pk, others)
    notifications.tell(concern)
    return concern
