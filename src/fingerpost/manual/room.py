"""What this room does for those beneath it: the versions published here, and chronologies of moves."""

from __future__ import annotations

from typing import Final

from fingerpost.access import audit
from fingerpost.access.guard.policies import read_and_added_to
from fingerpost.ledger.words import Words
from fingerpost.manual import chronology
from fingerpost.manual.models import (
    ConcernCount,
    LocalText,
    ProcedureDraft,
    ProcedureRevision,
    ProcedureVersion,
    SourceLook,
)
from fingerpost.manual.services.published import PUBLISHED
from fingerpost.record.hooks import RecordHooks

_NOTED: Final = (ProcedureDraft, ProcedureRevision, ProcedureVersion, LocalText, SourceLook)

MANUAL = RecordHooks(
    name="manual",
    words=Words(object_kinds={audit.kind_of(model) for model in _NOTED}),
    noted=_NOTED,
    protects={model._meta.db_table: read_and_added_to() for model in (*_NOTED, ConcernCount)},
    chronology=chronology.of_concern,
    procedures=PUBLISHED,
)
