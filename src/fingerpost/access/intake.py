"""Who takes in what an organisation records or is sent, in the order in which they are told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from fingerpost.access.models.people import Absence, Membership, MembershipQuerySet, Role
from fingerpost.access.rules import MANAGING_ROLES, WORKING_ROLES
from fingerpost.procedure.calendar import london_day


def takes_in(membership: Membership) -> bool:
    """Whether somebody takes in what comes to their organisation: it is theirs to take in, or they manage there."""
    return membership.role in WORKING_ROLES and (membership.intake or membership.role in MANAGING_ROLES)


def who_take_in(now: datetime) -> MembershipQuerySet:
    """Return those who take in, of every organisation."""
    those = Q(intake=True) | Q(role__in=MANAGING_ROLES)
    return Membership.objects.on(london_day(now)).filter(those, role__in=WORKING_ROLES)


def in_turn(organisation_id: UUID, now: datetime) -> list[Membership]:
    """Return those who take in for an organisation, in the order in which they are told: safeguarding leads first, then
    whoever takes in, then managers; whoever is away today comes last. One query.
    """
    day = london_day(now)
    away = Absence.objects.on(day).filter(membership=OuterRef("pk"))
    there = who_take_in(now).filter(organisation=organisation_id).annotate(is_away=Exists(away))
    return sorted(
        there.select_related("user", "organisation"),
        key=lambda one: (one.is_away, one.role != Role.SAFEGUARDING_LEAD, not one.intake, one.user.name, one.pk),  # type: ignore[attr-defined]
    )
