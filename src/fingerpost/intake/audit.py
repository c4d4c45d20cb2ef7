"""What this room writes to the ledger beside its rows: only that a document was refused, and its kind."""

from __future__ import annotations

from typing import Final

from fingerpost.access.models import Concern
from fingerpost.gate import Kind
from fingerpost.ledger import recording
from fingerpost.ledger.words import Words, word

_ACTION: Final = "sent-in-vain"
_CALLED: Final = {
    Kind.IMAGERY: "picture-or-video",
    Kind.SOUND: "recording-of-sound",
    Kind.ARCHIVE: "archive",
    Kind.DISC: "copy-of-a-disc",
    Kind.PROGRAM: "program",
    Kind.ENCRYPTED: "encrypted-document",
    Kind.UNREADABLE: "unreadable-document",
    Kind.POLYGLOT: "file-of-two-kinds",
    Kind.BOMB: "document-that-unpacks-to-too-much",
    Kind.TOO_LARGE: "document-that-is-too-large",
    Kind.TOO_LONG: "document-that-is-too-long",
    Kind.TOO_SLOW: "document-that-takes-too-long",
    Kind.NOT_WORDS: "document-of-other-than-words",
    Kind.NO_WORDS: "document-without-words",
    Kind.SCRIPT: "document-in-a-script-that-is-not-read",
    Kind.OTHER: "file-of-another-kind",
}


WORDS: Final = Words(
    actions={_ACTION: "sent in, and nothing of it was kept:"}, object_kinds=[_CALLED[kind] for kind in Kind]
)
"""Why a document can be refused."""


def refused(concern: Concern, compartments: frozenset[str], kind: Kind) -> None:
    """Note that a document was refused, for those who know its sender.

    No row keeps it, and nothing of the document is said: not its name, its size or a hash of it.
    """
    for compartment in sorted(compartments):
        recording.note(_ACTION, _CALLED[kind], within=concern.pk, compartment=word(compartment))
