"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.disposal.services.status import WithRequests
from fingerpost.documents.hooks import DocumentsHooks


@dataclass(frozen=True, kw_only=True)
class DisposalHooks(DocumentsHooks, WithRequests):
    """A room above `disposal`."""
