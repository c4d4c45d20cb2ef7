"""What this room does for those beneath it, and what of its own is noted."""

from __future__ import annotations

from typing import Final

from fingerpost.access import audit, chronology
from fingerpost.access.hooks import AccessHooks
from fingerpost.access.models.case_data import noted_models
from fingerpost.access.models.identifiers import Identifier
from fingerpost.access.models.people import Absence, Contact, Membership, Organisation, Role, User
from fingerpost.access.rules import COMPARTMENTS
from fingerpost.ledger.words import Words, word

_NOTED: Final = (User, Membership, Absence, Organisation, Contact, Identifier)

ACCESS = AccessHooks(
    name="access",
    text_opened=audit.note_shown,
    chronology=chronology.involved,
    noted=_NOTED,
    words=Words(
        actions={
            "opened": "opened",
            "shown": "was shown words of",
            "removed": "removed",
            "wrote": "wrote what does not read as words in",
        },
        roles={word(role) for role in Role.values},
        object_kinds={audit.CONCERN, audit.PAGE, *map(audit.kind_of, noted_models()), *map(audit.kind_of, _NOTED)},
        compartments={word(compartment) for compartment in COMPARTMENTS},
    ),
)
