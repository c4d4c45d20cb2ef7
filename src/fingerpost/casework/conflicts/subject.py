"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.conflicts import chronology
from fingerpost.casework.subject import CaseworkSubject

CONFLICTS = CaseworkSubject(
    name="conflicts",
    chronology=chronology.of_concern,
)
