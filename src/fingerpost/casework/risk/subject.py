"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.models import RiskAssessment
from fingerpost.casework.risk import chronology, overview, requested_duties, watch_lists
from fingerpost.casework.subject import CaseworkSubject

RISK = CaseworkSubject(
    name="risk",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=RiskAssessment,
    watched=(watch_lists.OUT_OF_ORDER,),
)
