"""What this subject does for the rest of the service."""

from __future__ import annotations

from importlib import resources

from fingerpost.access.guard.additions import Addition
from fingerpost.casework.models import Referral
from fingerpost.casework.referrals import accepted_by, chronology, overview, requested_duties, strand_exclusions
from fingerpost.casework.subject import CaseworkSubject

REFERRALS = CaseworkSubject(
    name="referrals",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=Referral,
    works_on_it=accepted_by.of_concern,
    excluded=strand_exclusions.excluded,
    guard=Addition(
        sql=(resources.files("fingerpost.casework") / "sql" / "strands.sql").read_text(encoding="utf-8"),
        callable=("guard.carry_exclusions(uuid)",),
        reads=("casework_strand",),
        adds_to=("access_involvement", "access_exclusion"),
    ),
)
