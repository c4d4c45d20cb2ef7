"""What this room writes to the ledger beside the changes that `access` notes: who searched, and for whom.

The words are sealed under the searcher's own key, for the place that their request has in the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.audit import kind_of
from fingerpost.keys import likeness
from fingerpost.keys import services as keys
from fingerpost.keys.envelope import OwnerKind
from fingerpost.keys.likeness import Kind
from fingerpost.ledger import recording
from fingerpost.ledger.entry import Digest, Entry, Sealed
from fingerpost.ledger.words import Words
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import PupilList

APPEARANCE: Final = "appearance"
SOUGHT: Final = "sought"
ALIKE: Final = "alike"


WORDS: Final = Words(object_kinds={kind_of(PupilList)}, payload_names=[SOUGHT, ALIKE])
"""What its entries are about that is of no concern, and the names of what is sealed in them."""


def searched[Name: str](texts: Mapping[Name, str], kind: str = APPEARANCE) -> None:
    """Note that whoever is acting searched with these texts, for somebody if nothing else is said.

    Beside the words, which are sealed, stands what is the same whenever that family name is searched for in a month,
    by whomever (`keys.services.alike`): so it can be counted how often, and not read for whom.
    """
    actor = context.required()
    keys.ensure_key(actor.user_id, OwnerKind.USER)
    words = json.dumps(dict(sorted(texts.items())), ensure_ascii=False)
    box = keys.encrypt(actor.user_id, _place(actor.request_id), words)
    payload: dict[str, Sealed | Digest] = {SOUGHT: Sealed(actor.user_id, box)}
    family = likeness.words(next((text for name, text in texts.items() if name == Kind.NAME), ""))[-1:]
    if kind == APPEARANCE and family:
        payload[ALIKE] = Digest(keys.alike(family[0], f"{london_day(timezone.now()):%Y-%m}"))
    recording.note("searched", kind, payload=payload)


def alike_in(entry: Entry) -> str:
    """Return what is the same for searches for one family name in a month; empty for any other entry."""
    digest = entry.payload.get(ALIKE)
    return digest.sha256.hex() if isinstance(digest, Digest) else ""


def sought(request: UUID, sealed: Sealed) -> dict[str, str]:
    """Return what somebody searched for in a request. Raises as `services.decrypt` does: it is for themselves."""
    found: dict[str, str] = json.loads(keys.decrypt(sealed.key, _place(request), sealed.box))
    return found


def sought_in(entry: Entry) -> str:
    """Return what was searched for, in one line; empty where an entry is of no search. For whoever searched."""
    sealed = entry.payload.get(SOUGHT)
    if not isinstance(sealed, Sealed) or entry.request is None:
        return ""
    return "; ".join(f"{name.replace('_', ' ')}: {text}" for name, text in sought(entry.request, sealed).items())


def _place(request: UUID) -> str:
    return f"ledger_entry:{request}:{SOUGHT}"
