"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.police import chronology, overview
from fingerpost.casework.subject import CaseworkSubject

POLICE = CaseworkSubject(
    name="police",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
)
