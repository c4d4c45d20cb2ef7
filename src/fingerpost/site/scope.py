"""What an administrator administers: their own organisation and those beneath it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access.models.people import Membership, MembershipQuerySet, Organisation, User


def organisations(administrator: Membership) -> QuerySet[Organisation]:
    """Return the administrator's organisation and all beneath it."""
    found: set[UUID] = {administrator.organisation_id}
    newest = found
    while newest:
        beneath = Organisation.objects.filter(parent__in=newest).values_list("pk", flat=True)
        newest = set(beneath) - found
        found |= newest
    return Organisation.objects.filter(pk__in=found)


def memberships(administrator: Membership) -> MembershipQuerySet:
    """Return the memberships in these organisations, past ones too."""
    return Membership.objects.filter(organisation__in=organisations(administrator)).select_related(
        "organisation", "user"
    )


def users(administrator: Membership) -> QuerySet[User]:
    """Return everybody who is or was a member of these organisations."""
    return User.objects.filter(memberships__in=memberships(administrator)).distinct()
