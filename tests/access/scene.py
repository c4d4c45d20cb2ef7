"""One scene for tests that need particular people: a school's concern, referred to the council and the police.

The suspect has an account at the school. The names are those of `worlds`, with some more people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from access import worlds
from fingerpost.access import context, embargo
from fingerpost.access.context import Actor
from fingerpost.access.models import Ground, Matter, Membership, Organisation, User
from fingerpost.access.services import matters

SUSPECT = worlds.name("u-suspect")
SUSPECTED_ADULT = worlds.name("appearance of the suspected adult")


@dataclass(frozen=True)
class Scene:
    """The scene: `shared` is the concern at its centre, `others` one of another school."""

    shared: UUID
    others: UUID


def actor(membership: str) -> Actor:
    """Return who acts in the membership of this name, the scene's own people included."""
    if membership in worlds.MEMBERSHIPS:
        return worlds.actor(membership)
    row = Membership.objects.get(pk=worlds.name(membership))
    return Actor(row.user_id, row.pk, row.organisation_id, row.role, row.team, row.intake, worlds.REQUEST)


def lay() -> Scene:
    """Lay the scene, on a connection that may write anything."""
    with transaction.atomic():
        worlds.people()
        Matter._base_manager.all().delete()
        other = Organisation.objects.create(id=worlds.name("other-school"), name="other-school", kind="school")
        for membership, user, organisation, role in (
            ("suspect", SUSPECT, worlds.name("school"), "safeguarding_lead"),
            ("other-teacher", worlds.name("u-other-teacher"), other.pk, "practitioner"),
            ("officer-2", worlds.name("u-officer-2"), worlds.name("force"), "police_officer"),
            ("administrator", worlds.name("u-school-administrator"), worlds.name("school"), "administrator"),
            ("nurse", worlds.name("u-nurse"), None, "health_professional"),
        ):
            place = organisation or Organisation.objects.create(id=worlds.name("trust"), name="trust", kind="health").pk
            User.objects.create(id=user, email=f"{membership}@example.org", name=membership)
            Membership.objects.create(
                id=worlds.name(membership),
                user_id=user,
                organisation_id=place,
                role=role,
                intake=membership == "suspect",
                starts=date(2020, 1, 1),
            )
        with context.acting(actor("teacher")):
            shared = matters.open_matter()
            matters.involve_organisation(shared.pk, worlds.name("council"))
            matters.involve_organisation(shared.pk, worlds.name("force"), compartment="police")
            matters.involve_organisation(shared.pk, worlds.name("lado"), compartment="designated_officer")
            embargo.place(shared.pk, SUSPECTED_ADULT, accounts=[SUSPECT])
        with context.acting(actor("front-door")):
            matters.involve_member(shared.pk, worlds.name("worker"))
            matters.involve_member(shared.pk, worlds.name("council-auditor"), ground=Ground.NAMED)
        with context.acting(actor("other-teacher")):
            others = matters.open_matter()
    return Scene(shared.pk, others.pk)
