"""What a room above can do for this one, and for `keys`."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.keys.fields import WithOpened
from fingerpost.keys.rotation import WithSealed
from fingerpost.ledger.words import WithWords


@dataclass(frozen=True, kw_only=True)
class LedgerHooks(WithOpened, WithSealed, WithWords):
    """A room above `ledger`."""
