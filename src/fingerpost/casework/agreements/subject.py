"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.agreements import chronology, overview, requested_duties, watched
from fingerpost.casework.subject import Subject

AGREEMENTS = Subject(
    name="agreements",
    overview=overview.of_matter,
    chronology=chronology.of_matter,
    requested_duties=requested_duties.of_matter,
    watched=(watched.LONG, watched.UNREVIEWED),
)
