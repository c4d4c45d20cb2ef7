"""Whom to contact here: the directory's entries of those on whom the plan's duties fall, and one's own."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Q
from django.http import HttpRequest

from fingerpost.access.do_now import RECIPIENTS
from fingerpost.access.models.people import Contact, Membership, OrganisationKind
from fingerpost.guide.visit import Visit

ALWAYS = (OrganisationKind.SOCIAL_CARE, OrganisationKind.POLICE)


def contacts_for(visit: Visit, request: HttpRequest) -> list[tuple[str, list[Contact]]]:
    """Return entries of the directory by area: social care and the police always, others where the plan needs them.

    Somebody who is signed in also finds the entries of their own organisation.
    """
    decided = [visit.pack.provisions[outcome.provision] for outcome in visit.decision.outcomes]
    kinds = {*ALWAYS, *(RECIPIENTS[one] for rule in decided for one in (*rule.who, *rule.to) if one in RECIPIENTS)}
    wanted = Q(organisation__kind__in=kinds)
    membership: Membership | None = getattr(request, "membership", None)
    if membership is not None:
        wanted |= Q(organisation=membership.organisation_id)
    entries = Contact.objects.filter(wanted).select_related("organisation")
    found = sorted(entries, key=lambda entry: entry.organisation.area)
    return [(area, list(group)) for area, group in groupby(found, key=lambda entry: entry.organisation.area)]
