"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.subject import Subject
from fingerpost.casework.support import chronology, overview, requested_duties

SUPPORT = Subject(
    name="support",
    overview=overview.support,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
)

# The safeguards have a section of their own, before all else that is done.
SAFEGUARDS = Subject(name="safeguards", overview=overview.safeguards)
