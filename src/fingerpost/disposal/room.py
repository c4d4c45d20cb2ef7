"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.disposal import audit, guard_additions
from fingerpost.documents.hooks import DocumentsHooks

DISPOSAL = DocumentsHooks(
    name="disposal",
    words=audit.WORDS,
    guard=guard_additions.addition(),
    protects=guard_additions.PROTECTS,
    protects_case_data=guard_additions.PROTECTS_CASE_DATA,
)
