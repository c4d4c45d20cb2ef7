"""Opening a concern, and letting others in."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from fingerpost.access import audit, context, queries, rules
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern, Ground, Involvement, Membership, Organisation
from fingerpost.keys import services as keys


@transaction.atomic
def open_concern(*, tell_intake: bool = True, reason: str = "") -> Concern:
    """Open a concern and return it: whoever is acting recorded it, and is involved in its common compartment.

    `tell_intake`: their organisation's intake and managers see it too; not so when one of them may be the suspect.
    Raises `AccessError` when somebody in this role records no concerns.
    """
    actor = context.required()
    if not rules.may_open(queries.standing(actor)):
        raise refuse(
            "concern", "this role records no concerns", "Act in the membership in which you work with children."
        )
    concern = Concern(id=uuid.uuid4(), created_by_id=actor.membership_id)
    concern.save()
    audit.note_opened(concern.pk)
    keys.create_key(concern.pk)
    own = Involvement(
        concern=concern,
        organisation_id=actor.organisation_id,
        membership_id=actor.membership_id,
        ground=Ground.RECORDED,
        by_id=actor.membership_id,
        reason=reason,
    )
    own.save()
    if tell_intake:
        involve_organisation(concern.pk, actor.organisation_id, reason=reason)
    return concern


def involve_organisation(
    concern_id: UUID, organisation_id: UUID, *, compartment: str = Compartment.COMMON, reason: str = ""
) -> Involvement:
    """Let an organisation's intake and managers into a compartment: what a referral does. Raises `AccessError`."""
    organisation = Organisation.objects.get(pk=organisation_id)
    target = rules.Target(organisation.pk, organisation.kind, None, Ground.INTAKE)
    return _involve(concern_id, compartment, target, reason)


def let_in(concern_id: UUID, organisation_id: UUID, *, compartment: str = Compartment.COMMON, reason: str = "") -> None:
    """Let an organisation's intake and managers into a compartment, unless they are in it. Raises `AccessError`."""
    involved = Involvement.objects.visible().filter(
        queries.current(timezone.now()),
        concern=concern_id,
        compartment=compartment,
        organisation=organisation_id,
        ground=Ground.INTAKE,
    )
    if not involved.exists():
        involve_organisation(concern_id, organisation_id, compartment=compartment, reason=reason)


def involve_member(
    concern_id: UUID,
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
    return _involve(concern_id, compartment, target, reason, ends)


def end_involvement(involvement: Involvement, *, at: datetime | None = None) -> None:
    """Let an involvement end, now when `at` is left out. What was done and seen until then stays."""
    involvement.ends = at or timezone.now()
    involvement.save(update_fields=["ends"])


def _involve(
    concern_id: UUID, compartment: str, target: rules.Target, reason: str, ends: datetime | None = None
) -> Involvement:
    actor = context.required()
    if not _may_involve(concern_id, compartment, target):
        raise refuse(
            "involvement",
            "you cannot let them in here",
            "Somebody who works in this part of the record can, or its organisation’s intake.",
        )
    involvement = Involvement(
        concern_id=concern_id,
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


def _may_involve(concern_id: UUID, compartment: str, target: rules.Target) -> bool:
    """Ask the rule, or on PostgreSQL the guard: policies hide from us some of what the rule needs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT guard.may_involve(%s, %s, %s, %s, %s)",
                [concern_id, compartment, target.organisation_id, target.membership_id, str(target.ground)],
            )
            return bool(cursor.fetchone()[0])
    actor, now = context.required(), timezone.now()
    opened_by = Concern._base_manager.values_list("created_by_id", flat=True).get(pk=concern_id)
    stands, known = queries.standing(actor, now), queries.facts(concern_id, now)
    return rules.may_involve(stands, known, concern_id, compartment, target, now, opened_by=opened_by)
