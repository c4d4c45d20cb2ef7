"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.disposal import guarding, noting
from fingerpost.documents.above import AboveDocuments

DISPOSAL = AboveDocuments(
    name="disposal",
    words=noting.WORDS,
    guard=guarding.addition(),
    protects=guarding.PROTECTS,
    protects_case_data=guarding.PROTECTS_CASE_DATA,
)
