"""What this room does for those beneath it."""

from __future__ import annotations

from fingerpost.casework.subject import CaseworkSubject
from fingerpost.intake import audit, chronology, guard_additions, overview, requested_duties
from fingerpost.intake.models import LinkAddress, SuspectedLink

INTAKE = CaseworkSubject(
    name="intake",
    words=audit.WORDS,
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=SuspectedLink,
    protects_case_data={LinkAddress: guard_additions.ADDRESSES},
)
