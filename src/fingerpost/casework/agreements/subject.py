"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.agreements import chronology, overview, requested_duties, watched
from fingerpost.casework.subject import Subject

AGREEMENTS = Subject(
    name="agreements",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    watched=(watched.LONG, watched.UNREVIEWED),
)
