"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.subject import CaseworkSubject
from fingerpost.casework.suspect_bypass import chronology, overview, reactions

SUSPECT_BYPASS = CaseworkSubject(
    name="suspect_bypass",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    decided_anew=reactions.decided_anew,
)
