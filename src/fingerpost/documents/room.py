"""Which documents there are, and what else this room does for those beneath it."""

from __future__ import annotations

from typing import Final

from fingerpost.access.guard.policies import kept_to_their_user
from fingerpost.access.tables import ADD, ALL, Open
from fingerpost.documents import chronology, production
from fingerpost.documents.hooks import DocumentsHooks
from fingerpost.documents.models import Format
from fingerpost.documents.papers import DocumentKind, agreement, assessment, minutes, plan, referral, risk, viewing
from fingerpost.documents.papers import chronology as chronology_paper

_PDF: Final = (Format.PDF,)
_EDITED: Final = (Format.PDF, Format.DOCX)

DOCUMENTS = DocumentsHooks(
    name="documents",
    words=production.WORDS,
    protects={"documents_copy": kept_to_their_user(ALL, worker_drops=True)},
    open_tables={
        "documents_mark": Open("a document's number and fingerprint, for those who were given it to check", ADD),
    },
    chronology=chronology.of_concern,
    papers=(
        DocumentKind("action_plan", plan.TITLE, _PDF, plan.build),
        DocumentKind("referral", "Referral", _EDITED, referral.build, things=referral.things),
        DocumentKind(
            "chronology",
            "Chronology",
            _PDF,
            chronology_paper.build,
            is_narrowed=True,
            outside=chronology_paper.build_outside,
        ),
        DocumentKind("viewing_record", "Viewing record", _PDF, viewing.build),
        DocumentKind("minutes", "Minutes", _EDITED, minutes.build, things=minutes.things),
        DocumentKind("agreement", "Written agreement", _EDITED, agreement.build, things=agreement.things),
        DocumentKind("assessment", "What was found", _EDITED, assessment.build, things=assessment.things),
        DocumentKind("risk_assessment", risk.TITLE, _EDITED, risk.build, things=risk.things),
    ),
)
