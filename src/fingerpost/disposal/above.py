"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.disposal.services.standing import WithRequests
from fingerpost.documents.above import AboveDocuments


@dataclass(frozen=True, kw_only=True)
class AboveDisposal(AboveDocuments, WithRequests):
    """A room above `disposal`."""
