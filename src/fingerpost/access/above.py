"""What a room above can do for this one."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.access.chronology import WithChronology
from fingerpost.access.contents import WithContents


@dataclass(frozen=True, kw_only=True)
class AboveAccess(WithChronology, WithContents):
    """A room above `access`."""
