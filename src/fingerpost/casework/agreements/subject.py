"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.agreements import chronology, overview, requested_duties, watch_lists
from fingerpost.casework.models import Agreement
from fingerpost.casework.subject import CaseworkSubject

AGREEMENTS = CaseworkSubject(
    name="agreements",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=Agreement,
    watched=(watch_lists.LONG, watch_lists.UNREVIEWED),
)
