"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.casework.subject import CaseworkSubject
from fingerpost.documents.papers import WithPapers


@dataclass(frozen=True, kw_only=True)
class DocumentsHooks(CaseworkSubject, WithPapers):
    """A room above `documents`, or itself."""
