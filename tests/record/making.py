"""Concerns and people for tests: plainly invented."""

from __future__ import annotations

from datetime import UTC, datetime

from fingerpost.access.models import Matter
from fingerpost.record import services
from fingerpost.record.models import Appearance, Concern, DetailKind, Part, PersonKind

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def concern(narrative: str = "What Amina told us at break.", **fields: str) -> Concern:
    """Record a concern, in the name of whoever is acting."""
    return services.record_concern(became_aware_at=NOON, narrative=narrative, **fields)  # type: ignore[arg-type]


def person(matter: Matter, name: str, **details: str) -> Appearance:
    """Add a child who was targeted, with a name and perhaps born, handle, phone, email, address."""
    known = [(DetailKind.NAME, name), *((DetailKind(kind), text) for kind, text in details.items())]
    return services.add_appearance(matter, PersonKind.CHILD, [Part.TARGETED], known)
