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
from fingerpost.access.actor import Actor
from fingerpost.access.models import Ground, Membership, Organisation, User
from fingerpost.access.services import concerns

SUSPECT = worlds.name("u-suspect")
SUSPECTED_ADULT = worlds.name("appearance of the suspected adult")
# membership, user, organisation, role
MORE = (
    ("suspect", SUSPECT, "school", "safeguarding_lead"),
    ("other-teacher", worlds.name("u-other-teacher"), "other-school", "practitioner"),
    ("officer-2", worlds.name("u-officer-2"), "force", "police_officer"),
    ("administrator", worlds.name("u-school-administrator"), "school", "administrator"),
    ("nurse", worlds.name("u-nurse"), "trust", "health_professional"),
)


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


def make() -> Scene:
    """Lay the scene, on a connection that may write anything."""
    with transaction.atomic():
        worlds.people(concerns=())
        others_at = [("other-school", "school"), ("trust", "health")]
        Organisation.objects.bulk_create(Organisation(id=worlds.name(at), name=at, kind=kind) for at, kind in others_at)
        User.objects.bulk_create(
            User(id=user, email=f"{membership}@example.org", name=membership) for membership, user, *_ in MORE
        )
        Membership.objects.bulk_create(
            Membership(
                id=worlds.name(membership),
                user_id=user,
                organisation_id=worlds.name(place),
                role=role,
                intake=membership == "suspect",
                starts=date(2020, 1, 1),
            )
            for membership, user, place, role in MORE
        )
        with context.acting(actor("teacher")):
            shared = concerns.open_concern()
            concerns.involve_organisation(shared.pk, worlds.name("council"))
            concerns.involve_organisation(shared.pk, worlds.name("force"), compartment="police")
            concerns.involve_organisation(shared.pk, worlds.name("lado"), compartment="designated_officer")
            embargo.place(shared.pk, SUSPECTED_ADULT, accounts=[SUSPECT], provision="2.2-no-disclosure")
        with context.acting(actor("front-door")):
            concerns.involve_member(shared.pk, worlds.name("worker"))
            concerns.involve_member(shared.pk, worlds.name("council-auditor"), ground=Ground.NAMED)
        with context.acting(actor("other-teacher")):
            others = concerns.open_concern()
    return Scene(shared.pk, others.pk)
