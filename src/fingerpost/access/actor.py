"""A person who acts, in one of their memberships."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fingerpost.ledger.recording import Acting
from fingerpost.ledger.words import word


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one of their memberships, doing one thing. `request_id` ties together what was done in one go."""

    user_id: UUID
    membership_id: UUID
    organisation_id: UUID
    role: str
    team: str
    intake: bool
    request_id: UUID

    @property
    def acting(self) -> Acting:
        """Them, as the ledger writes it."""
        return Acting(self.user_id, word(self.role), self.organisation_id, self.request_id)
