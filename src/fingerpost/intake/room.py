"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.casework.subject import Subject
from fingerpost.intake import chronology, overview, requested_duties

INTAKE = Subject(
    name="intake",
    overview=overview.of_matter,
    chronology=chronology.of_matter,
    requested_duties=requested_duties.of_matter,
)
