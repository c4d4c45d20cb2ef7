"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.enquiries import chronology, overview, requested_duties
from fingerpost.casework.models import Stage
from fingerpost.casework.subject import CaseworkSubject

ENQUIRIES = CaseworkSubject(
    name="enquiries",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=Stage,
)
