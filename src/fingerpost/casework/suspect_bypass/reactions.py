"""What this subject does when a concern is decided anew: it bypasses those that the names say it has to."""

from __future__ import annotations

from fingerpost.access.models import Compartment
from fingerpost.casework.suspect_bypass import services
from fingerpost.record.services.changes import DecidedAnew


def decided_anew(anew: DecidedAnew) -> None:
    """Bypass the accounts that have the name of an adult who is suspected in the common record."""
    decided = anew.decisions.get(Compartment.COMMON)
    if decided is not None:
        services.bypass_name_matches(anew.concern, decided.suspected)
