"""Opening a concern in an emergency: never across a conflict, one that nobody has found yet included.

Whether somebody is too close is known from the concern’s own words, so it is opened first, and closed again with
everything that was written or looked at meanwhile, where they are. Whose record it is learns of each try.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from fingerpost.access import context, references
from fingerpost.access.models import Matter
from fingerpost.access.services import emergencies
from fingerpost.record.services import conflicts, hidden
from fingerpost.site.emergencies import telling
from fingerpost.subject.services import asking


class _TooCloseError(Exception):
    """Whoever asks is too close to the concern that was opened."""

    def __init__(self, matter: Matter) -> None:
        super().__init__("too close")
        self.matter = matter


@transaction.atomic
def open_concern(typed: str, reason: str) -> Matter | None:
    """Let whoever is acting read the common record that has this reference; None where nothing is opened, or stays so.

    Those whose record it is are told, of a look and of a try that opened nothing.
    """
    others: list[UUID] = []
    is_close = False
    try:
        # What is noted in the block is gone with it: their own ledger would tell them that there is such a concern.
        with transaction.atomic(), context.acting(context.required()):
            matter = emergencies.break_glass(typed, reason)
            if matter is not None:
                others = conflicts.who_looks(matter)
                # What is not a concern, as a request for what is held, nobody has to see at once.
                is_close = asking.of_matter(matter) is not None or conflicts.is_close(matter)
                if is_close:
                    raise _TooCloseError(matter)
    except _TooCloseError as found:
        conflicts.let_them_look(found.matter.pk, others)
        matter = None
    if matter is None:
        hidden.note_try(references.read(typed) or "", is_close=is_close)
        return None
    conflicts.let_them_look(matter.pk, others)
    telling.tell(matter)
    return matter
