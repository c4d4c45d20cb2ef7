"""What a room above can do for this one, and for those beneath."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.access.hooks import AccessHooks
from fingerpost.record.previews import WithForesight
from fingerpost.record.services.changes import WithDecisions
from fingerpost.record.services.procedures import WithVersions


@dataclass(frozen=True, kw_only=True)
class RecordHooks(AccessHooks, WithDecisions, WithForesight, WithVersions):
    """A room above `record`."""
