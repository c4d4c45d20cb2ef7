"""Concerns and people for tests: plainly invented."""

from __future__ import annotations

from datetime import UTC, datetime

from fingerpost.access.models import Concern
from fingerpost.record import services
from fingerpost.record.models import Appearance, DetailKind, InitialAccount, PartInConcern, PersonKind

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def account(narrative: str = "What Amina told us at break.", **fields: str) -> InitialAccount:
    """Record a concern, in the name of whoever is acting."""
    concern = services.record_concern(became_aware_at=NOON, narrative=narrative, **fields)  # type: ignore[arg-type]
    return InitialAccount.objects.visible().get(concern=concern)


def person(concern: Concern, name: str, **details: str) -> Appearance:
    """Add a child who was targeted, with a name and perhaps born, handle, phone, email, address."""
    known = [(DetailKind.NAME, name), *((DetailKind(kind), text) for kind, text in details.items())]
    return services.add_appearance(concern, PersonKind.CHILD, [PartInConcern.TARGETED], known)
