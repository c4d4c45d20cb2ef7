"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.duties.carrying_out import WithPages
from fingerpost.duties.requested_duties import WithRequestedDuties
from fingerpost.duties.working import WithWorkers
from fingerpost.record.above import AboveRecord


@dataclass(frozen=True, kw_only=True)
class AboveDuties(AboveRecord, WithRequestedDuties, WithPages, WithWorkers):
    """A room above `duties`."""
