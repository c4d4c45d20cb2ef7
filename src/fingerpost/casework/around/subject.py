"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.around import chronology, overview, receiving
from fingerpost.casework.subject import Subject

AROUND = Subject(
    name="around",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    decided_anew=receiving.decided_anew,
)
