"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.referrals import chronology, overview, requested_duties, working
from fingerpost.casework.subject import Subject

REFERRALS = Subject(
    name="referrals",
    overview=overview.of_matter,
    chronology=chronology.of_matter,
    requested_duties=requested_duties.of_matter,
    works_on_it=working.of_matter,
)
