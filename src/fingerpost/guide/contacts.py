"""Whom to contact here: the directory's entries of those on whom the plan's duties fall, and one's own."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest

from fingerpost.access.do_now import RECIPIENTS, entries_for
from fingerpost.access.models.people import Contact, Membership, OrganisationKind
from fingerpost.guide.visit import Visit

ALWAYS = (OrganisationKind.SOCIAL_CARE, OrganisationKind.POLICE)


def contacts_for(visit: Visit, request: HttpRequest) -> list[tuple[str, list[Contact]]]:
    """Return entries of the directory by area: social care and the police always, others where the plan needs them.

    Somebody who is signed in also finds the entries of their own organisation.
    """
    decided = [visit.pack.provisions[outcome.provision] for outcome in visit.decision.outcomes]
    kinds = {*ALWAYS, *(RECIPIENTS[one] for rule in decided for one in (*rule.who, *rule.to) if one in RECIPIENTS)}
    membership: Membership | None = getattr(request, "membership", None)
    entries = entries_for(kinds, membership.organisation if membership else None)
    found = sorted(entries, key=lambda entry: entry.organisation.area)
    return [(area, list(group)) for area, group in groupby(found, key=lambda entry: entry.organisation.area)]
