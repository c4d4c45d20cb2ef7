"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.risk import chronology, overview, requested_duties, watched
from fingerpost.casework.subject import Subject

RISK = Subject(
    name="risk",
    overview=overview.of_matter,
    chronology=chronology.of_matter,
    requested_duties=requested_duties.of_matter,
    watched=(watched.OUT_OF_ORDER,),
)
