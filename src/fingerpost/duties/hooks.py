"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.duties.accepted_by import WithAcceptedBy
from fingerpost.duties.action_pages import WithActionPages
from fingerpost.duties.requested_duties import WithRequestedDuties
from fingerpost.record.hooks import RecordHooks


@dataclass(frozen=True, kw_only=True)
class DutiesHooks(RecordHooks, WithRequestedDuties, WithActionPages, WithAcceptedBy):
    """A room above `duties`."""
