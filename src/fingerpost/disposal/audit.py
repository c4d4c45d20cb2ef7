"""What this room writes to the ledger beside the rows that `access` notes: that a concern was disposed of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from fingerpost.access.audit import CONCERN
from fingerpost.ledger import recording
from fingerpost.ledger.words import Words, word

DISPOSED: Final = "disposed"
AGAIN: Final = "disposed-again"
TOMBSTONE: Final = "tombstone"


WORDS: Final = Words(
    actions={DISPOSED: "disposed of", AGAIN: "disposed again, after a restore, of"}, object_kinds=[TOMBSTONE]
)


def disposed(concern_id: UUID, parts: Iterable[str], action: str = DISPOSED) -> None:
    """Note that every part of a concern was destroyed, each where it is known."""
    for part in sorted(parts):
        recording.note(action, CONCERN, concern_id, within=concern_id, compartment=word(part))


def told(concern_id: UUID, parts: Iterable[str]) -> None:
    """Note that somebody was told what became of a concern."""
    for part in sorted(parts):
        recording.look("looked", TOMBSTONE, concern_id, within=concern_id, compartment=word(part))
