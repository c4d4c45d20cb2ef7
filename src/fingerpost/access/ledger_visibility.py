"""Which entries of the ledger somebody may read: in a concern, those within its compartments that they see; their own;
everything, for an auditor. PostgreSQL's policy on `ledger_entry` says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from fingerpost.access import compartments, context, queries, rules
from fingerpost.access.actor import Actor
from fingerpost.access.audit import ACCOUNT
from fingerpost.access.errors import refuse
from fingerpost.access.models import Concern, Exclusion, ExclusionGround, Membership
from fingerpost.ledger.models import LedgerEntry
from fingerpost.ledger.words import word

_OF_SOMEBODY_IN_IT: Final = (ExclusionGround.EMBARGO, ExclusionGround.CONFLICT, ExclusionGround.EMPLOYER)

type Entries = QuerySet[LedgerEntry]


def of_concern(concern_id: UUID) -> Entries:
    """Return what was done with the parts of a concern that whoever is acting sees, and who was refused the whole."""
    seen = compartments.view_of(context.required(), concern_id)
    if not seen:
        return LedgerEntry.objects.none()
    return LedgerEntry.objects.filter(Q(compartment=None) | Q(compartment__in=map(word, seen)), within=concern_id)


def own() -> tuple[Entries, Entries]:
    """Return what whoever is acting did themselves, and what happened to their account."""
    me = context.required().user_id
    return (
        LedgerEntry.objects.filter(actor=me),
        LedgerEntry.objects.filter(object_id=me, object_kind=ACCOUNT).exclude(actor=me),
    )


def everything() -> Entries:
    """Return every entry. Raises `AccessError` unless an auditor is acting."""
    if not _audits(context.required()):
        raise refuse("ledger", "only an auditor reads all of it", "Act in the membership in which you audit.")
    return LedgerEntry.objects.all()


def of_team() -> Entries:
    """Return what people of one’s own team did with parts of concerns that one sees. For a manager; none for others.

    It is the same as on each concern’s own page, put together by who it was; not what they searched for.
    """
    actor = context.required()
    if actor.role not in rules.MANAGING_ROLES:
        return LedgerEntry.objects.none()
    team = Membership.objects.filter(organisation=actor.organisation_id, team=actor.team).exclude(user=actor.user_id)
    showing = queries.involvements_that_show(actor)
    seen = Q(compartment=None, within__in=showing.values("concern"))
    for part in rules.COMPARTMENTS:
        seen |= Q(compartment=word(part), within__in=showing.filter(compartment=part).values("concern"))
    return LedgerEntry.objects.filter(seen, actor__in=team.values("user"))


def whose_people_are_in() -> set[tuple[UUID, UUID]]:
    """Return concerns with the organisations of which somebody is in them who must not be told: an account is shut out,
    whoever found it to be theirs, or all of where the adult works. Not where somebody said so of themselves.

    For an auditor of all of them, for others of those that they see. It says of which organisation, never who.
    """
    actor = context.required()
    if _audits(actor) and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT concern_id, organisation_id FROM guard.whose_people_are_in()")
            return set(cursor.fetchall())
    rows = Exclusion._base_manager.all() if _audits(actor) else Exclusion.objects.visible()
    found = rows.filter(ground__in=_OF_SOMEBODY_IN_IT)
    of_users = found.filter(user__memberships__isnull=False)
    of_places = found.filter(organisation__isnull=False)
    return {
        *of_users.values_list("concern_id", "user__memberships__organisation_id").distinct(),
        *of_places.values_list("concern_id", "organisation_id").distinct(),
    }


def references(concern_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the references of these concerns: for an auditor of all of them, for others of those that they see."""
    wanted, actor = list(set(concern_ids)), context.required()
    if not _audits(actor):
        return dict(Concern.objects.visible().filter(pk__in=wanted).values_list("pk", "reference"))
    if connection.vendor != "postgresql":
        return dict(Concern._base_manager.filter(pk__in=wanted).values_list("pk", "reference"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, reference FROM guard.references_of(%s::uuid[])", [wanted])
        return dict(cursor.fetchall())


def referred_to(reference: str) -> list[UUID]:
    """Return the concerns that have this reference: nearly always one or none. For an auditor; others learn nothing."""
    if not _audits(context.required()):
        return []
    if connection.vendor != "postgresql":
        return list(Concern._base_manager.filter(reference=reference).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT guard.referred_to(%s)", [reference])
        return [concern_id for (concern_id,) in cursor.fetchall()]


def _audits(actor: Actor) -> bool:
    return actor.role in rules.READING_ROLES
