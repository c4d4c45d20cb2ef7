"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.casework.subject import Subject
from fingerpost.intake import chronology, guarding, noting, overview, requested_duties
from fingerpost.intake.models import LinkAddress

INTAKE = Subject(
    name="intake",
    words=noting.WORDS,
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    protects_case_data={LinkAddress: guarding.ADDRESSES},
)
