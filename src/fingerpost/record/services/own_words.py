"""Finding one's own words again: what somebody told or noted themselves, among what they may see still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fingerpost.access import context
from fingerpost.access.models import Concern
from fingerpost.keys import services as keys
from fingerpost.record.models import InitialAccount, Note

MOST: Final = 200
"""So many of one's newest are opened: the words are sealed, and no database can look through them."""


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody wrote, and where."""

    concern: Concern
    words: str
    at: datetime


def own_with(text: str) -> list[Own]:
    """Return what whoever is acting wrote that has all these words, the newest first: three queries."""
    wanted = text.casefold().split()
    if not wanted:
        return []
    mine = {"recorded_by__user": context.required().user_id}
    told = InitialAccount.objects.visible().filter(**mine).select_related("concern").order_by("-recorded_at")[:MOST]
    noted = Note.objects.visible().filter(**mine).select_related("concern").order_by("-recorded_at")[:MOST]
    keys.fetch(row.concern_id for rows in (told, noted) for row in rows)
    written = [
        *(Own(row.concern, str(row.narrative), row.recorded_at) for row in told),
        *(Own(row.concern, str(row.words), row.recorded_at) for row in noted),
    ]
    found = [one for one in written if all(word in one.words.casefold() for word in wanted)]
    return sorted(found, key=lambda one: one.at, reverse=True)
