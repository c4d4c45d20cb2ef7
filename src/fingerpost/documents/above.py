"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.casework.subject import Subject
from fingerpost.documents.papers import WithPapers


@dataclass(frozen=True, kw_only=True)
class AboveDocuments(Subject, WithPapers):
    """A room above `documents`, or itself."""
