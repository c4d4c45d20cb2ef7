"""Opening a matter, and letting others in."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from fingerpost.access import context, noting, queries, rules
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Ground, Involvement, Matter, Membership, Organisation
from fingerpost.keys import services as keys


@transaction.atomic
def open_matter(*, tell_intake: bool = True, reason: str = "") -> Matter:
    """Open a matter and return it: whoever is acting recorded it, and is involved in its common compartment.

    `tell_intake`: their organisation's intake and managers see it too; not so when one of them may be the suspect.
    Raises `AccessError` when somebody in this role records no concerns.
    """
    actor = context.required()
    if not rules.may_open(queries.standing(actor)):
        raise refuse(
            "matter", "this role records no concerns", "Act in the membership in which you work with children."
        )
    matter = Matter(id=uuid.uuid4(), created_by_id=actor.membership_id)
    matter.save()
    noting.opened(matter.pk)
    keys.create_key(matter.pk)
    own = Involvement(
        matter=matter,
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        ground=Ground.RECORDED,
        by_id=actor.membership_id,
        reason=reason,
    )
    own.save()
    if tell_intake:
        involve_organisation(matter.pk, actor.organisation_id, reason=reason)
    return matter


def involve_organisation(
    matter_id: UUID, organisation_id: UUID, *, compartment: str = Compartment.COMMON, reason: str = ""
) -> Involvement:
    """Let an organisation's intake and managers into a compartment: what a referral does. Raises `AccessError`."""
    organisation = Organisation.objects.get(pk=organisation_id)
    target = rules.Target(organisation.pk, organisation.kind, None, Ground.INTAKE)
    return _involve(matter_id, compartment, target, reason)


def let_in(matter_id: UUID, organisation_id: UUID, *, compartment: str = Compartment.COMMON, reason: str = "") -> None:
    """Let an organisation's intake and managers into a compartment, unless they are in it. Raises `AccessError`."""
    involved = Involvement.objects.visible().filter(
        queries.current(timezone.now()),
        matter=matter_id,
        compartment=compartment,
        organisation=organisation_id,
        ground=Ground.INTAKE,
    )
    if not involved.exists():
        involve_organisation(matter_id, organisation_id, compartment=compartment, reason=reason)


def involve_member(
    matter_id: UUID,
    membership_id: UUID,
    *,
    ground: Ground = Ground.WORKS,
    compartment: str = Compartment.COMMON,
    ends: datetime | None = None,
    reason: str = "",
) -> Involvement:
    """Let one member into a compartment: to work on it, to manage it, or by name. Raises `AccessError`."""
    membership = Membership.objects.select_related("organisation").get(pk=membership_id)
    organisation = membership.organisation
    target = rules.Target(organisation.pk, organisation.kind, membership.pk, ground)
    return _involve(matter_id, compartment, target, reason, ends)


def end_involvement(involvement: Involvement, *, at: datetime | None = None) -> None:
    """Let an involvement end, now when `at` is left out. What was done and seen until then stays."""
    involvement.ends = at or timezone.now()
    involvement.save(update_fields=["ends"])


def _involve(
    matter_id: UUID, compartment: str, target: rules.Target, reason: str, ends: datetime | None = None
) -> Involvement:
    actor = context.required()
    if not _may_involve(matter_id, compartment, target):
        raise refuse(
            "involvement",
            "you cannot let them in here",
            "Somebody who works in this part of the record can, or its organisation’s intake.",
        )
    involvement = Involvement(
        matter_id=matter_id,
        compartment=compartment,
        organisation_id=target.organisation_id,
        membership_id=target.membership_id,
        ground=target.ground,
        ends=ends,
        by_id=actor.membership_id,
        reason=reason,
    )
    involvement.save()
    return involvement


def _may_involve(matter_id: UUID, compartment: str, target: rules.Target) -> bool:
    """Ask the rule, or on PostgreSQL the guard: policies hide from us some of what the rule needs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT guard.may_involve(%s, %s, %s, %s, %s)",
                [matter_id, compartment, target.organisation_id, target.membership_id, str(target.ground)],
            )
            return bool(cursor.fetchone()[0])
    actor, now = context.required(), timezone.now()
    opened_by = Matter._base_manager.values_list("created_by_id", flat=True).get(pk=matter_id)
    stands, known = queries.standing(actor, now), queries.facts(matter_id, now)
    return rules.may_involve(stands, known, matter_id, compartment, target, now, opened_by=opened_by)
