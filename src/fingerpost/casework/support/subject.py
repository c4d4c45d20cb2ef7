"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.models import Removal
from fingerpost.casework.subject import CaseworkSubject
from fingerpost.casework.support import chronology, overview, requested_duties

SUPPORT = CaseworkSubject(
    name="support",
    overview=overview.support,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=Removal,
)

# The safeguards have a section of their own, before all else that is done.
SAFEGUARDS = CaseworkSubject(name="safeguards", overview=overview.safeguards)
