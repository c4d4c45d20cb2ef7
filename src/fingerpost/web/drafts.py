"""Drafts: what is typed is kept on the server, and repeated, late or lost savings end in the one right text.

Each showing of a form is a `Showing` with an id of its own, and counts its changes. A saving says which showing it is
of, how many changes it has, and which revision of the draft the showing began with. So the same saving twice is one; an
older one that comes late changes nothing; and when a draft is open twice, the second text becomes a draft of its own
(its id follows from the showing's), since neither may lose a word.

A draft is nobody's business but its user's: what is typed is not in the ledger, only that its user looked at it; and on
PostgreSQL a row is seen by its user only.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from fingerpost.access import context
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import OwnerKind
from fingerpost.web.models import Draft

REMEMBERED: Final = timedelta(days=7)
"""So long after its end it is known that a draft was sent, in case it is sent again."""


@dataclass(frozen=True, slots=True)
class Showing:
    """One showing of the form at `path`. `opened`: the revision of the draft that it began with, 0 for none."""

    path: str
    draft_id: UUID
    id: UUID
    opened: int = 0


def mine() -> QuerySet[Draft]:
    """Return the drafts of whoever is acting that are neither sent nor discarded, the newest first."""
    return Draft.objects.filter(user=context.required().user_id, ended_at=None, text__isnull=False)


@transaction.atomic
def save(showing: Showing, changes: int, text: str, *, now: datetime) -> Draft:
    """Keep what is in a showing of a form after so many changes, and return the draft that has it.

    What comes late changes nothing. Raises NotWordsError, and keeps nothing, where an answer does not read as words.
    """
    draft = _draft_of(showing, changes, text)
    if not _is_late(draft, showing, changes):
        _write(draft, showing, changes, text, now)
    return draft


def sending(showing: Showing, changes: int, text: str) -> Draft:
    """Return the draft of what is sent. If the same was sent before, it says in `became` what that became.

    Until the transaction ends nobody else can send the same: of two at once, the second waits, and then was before.
    """
    return _draft_of(showing, changes, text, is_sent=True)


def end(draft: Draft, showing: Showing, changes: int, text: str, *, became: str, now: datetime) -> None:
    """End the draft that `sending` returned in this transaction: its text is now at the address `became`."""
    draft.pages[str(showing.id)] = max(changes, draft.pages.get(str(showing.id), 0))
    draft.fingerprint = _fingerprint(draft, text)
    finish(draft, became=became, now=now)


def held(draft_id: UUID) -> Draft | None:
    """Return one's own draft and let nobody else change it until the transaction ends; None when it has ended."""
    return mine().select_for_update().filter(pk=draft_id).first()


def finish(draft: Draft, *, became: str = "", now: datetime) -> None:
    """End a draft that is held: sent as it is, and then at the address `became`; or else discarded."""
    draft.text, draft.became, draft.ended_at = None, became, now
    draft.save()
    long_ago = now - REMEMBERED
    is_over = Q(ended_at__lt=long_ago) | Q(ended_at=None, text__isnull=True, begun_at__lt=long_ago)
    Draft.objects.filter(is_over, user=draft.user_id).delete()


def became(draft_id: UUID) -> str:
    """Return the address of what one's own draft became; an empty text when it was not sent."""
    sent = Draft.objects.filter(user=context.required().user_id, pk=draft_id)
    return sent.values_list("became", flat=True).first() or ""


# ---- inside ----------------------------------------------------------------------------------------------------------


def _draft_of(showing: Showing, changes: int, text: str, *, is_sent: bool = False) -> Draft:
    """Return the draft, locked, that what a showing says belongs to: the one it opened, or one of its own beside it."""
    draft = _locked(showing)
    heard = draft.pages.get(str(showing.id), -1)
    if draft.ended_at is not None:
        is_its_own = is_sent and draft.fingerprint == _fingerprint(draft, text)
    else:
        is_its_own = draft.page == showing.id or draft.revision == showing.opened
    if is_its_own or (changes <= heard and not is_sent):
        return draft
    beside = uuid.uuid5(showing.draft_id, showing.id.hex)
    return _draft_of(replace(showing, draft_id=beside, opened=0), changes, text, is_sent=is_sent)


def _is_late(draft: Draft, showing: Showing, changes: int) -> bool:
    heard = draft.pages.get(str(showing.id), -1)
    return draft.ended_at is not None or changes < heard or (changes == heard and draft.page != showing.id)


def _locked(showing: Showing) -> Draft:
    """Return the draft of this id, made if there is none, and let nobody else change it until the transaction ends.

    Raises PermissionDenied when it is somebody else's.
    """
    user_id = context.required().user_id
    row = Draft(id=showing.draft_id, user_id=user_id, path=showing.path, text=None)
    Draft.objects.bulk_create([row], ignore_conflicts=True)  # of two at once, the one waits for the other
    draft = Draft.objects.select_for_update().filter(user=user_id, pk=showing.draft_id).first()
    if draft is None:
        raise PermissionDenied
    return draft


def _write(draft: Draft, showing: Showing, changes: int, text: str, now: datetime) -> None:
    draft.page = showing.id
    draft.pages[str(showing.id)] = changes
    if draft.fingerprint != _fingerprint(draft, text):
        keys.ensure_key(draft.user_id, OwnerKind.USER)
        draft.text, draft.fingerprint = text, _fingerprint(draft, text)
        draft.revision, draft.saved_at = draft.revision + 1, now
    draft.save()


def _fingerprint(draft: Draft, text: str) -> str:
    """Return what tells this text from others without the draft's being opened. Keyed, so that nobody can try texts."""
    return salted_hmac(f"draft {draft.pk}", text, algorithm="sha256").hexdigest()
