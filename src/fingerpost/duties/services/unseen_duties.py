"""Work that waits where nobody sees it: everybody there was shut out, has left, or takes nothing in.

Those who see the concern are told with which organisation something waits, and not what: they can telephone it, let in
somebody else, or refer the concern elsewhere. Nobody who was shut out is told anything.

What waits in a part that the reader does not see is not asked about here, since each answer would tell of it. That an
organisation which can have a part of its own is shut out, with all of its people, the reader knows: so they are told
that whatever might wait with it is seen by nobody there, and it is said whether or not anything does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from fingerpost.access import context, queries, rules
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Absence, Concern, Exclusion, Membership, Organisation
from fingerpost.access.services import exclusions
from fingerpost.duties.models import DutyState
from fingerpost.duties.services import worklist
from fingerpost.procedure.calendar import london_day

MOST = 50


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """Something of a concern waits with an organisation in which nobody sees it."""

    concern: Concern
    organisation: Organisation


def out_of_reach(day: date, concern: Concern | None = None) -> list[OutOfReach]:
    """Return where work waits out of everybody's reach, of one concern or of all that whoever is acting sees.

    Looked at are the concerns from which somebody is shut out, and the organisations in which nobody works: one query
    where there are none.
    """
    now = timezone.now()
    shut_out = Exclusion.objects.visible().filter(queries.current(now), concern=OuterRef("concern"))
    working = Membership.objects.on(day).filter(organisation=OuterRef("organisation"), role__in=rules.WORKING_ROLES)
    open_ = worklist.open_of_own(day) if concern is None else worklist.open_on(day)
    states = open_.filter(Exists(shut_out) | ~Exists(working), is_offered=False)
    states = states.exclude(organisation=context.required().organisation_id)
    if concern is not None:
        states = states.filter(concern=concern)
    found: dict[tuple[UUID, UUID], OutOfReach] = {}
    for state in states.order_by("due", "pk").select_related("concern", "organisation")[:MOST]:
        place = (state.concern_id, state.organisation_id)
        if place not in found and not _somebody_sees(state, now):
            found[place] = OutOfReach(state.concern, state.organisation)
    return list(found.values())


def parts_unseen(concern: Concern) -> list[Organisation]:
    """Return the organisations shut out of a concern that can have a part of their own in it, by their kind: one query.

    Nothing is asked of that part: the answer is the same whether there is anything in it.
    """
    kinds = [str(kind) for kind in rules.KIND_OF.values()]
    rows = exclusions.in_force(concern.pk).filter(organisation__kind__in=kinds)
    found = {row.organisation_id: row.organisation for row in rows.select_related("organisation")}
    return sorted((one for one in found.values() if one is not None), key=str)


def _somebody_sees(state: DutyState, now: datetime) -> bool:
    """Whether anybody of the organisation with which it waits sees where it stands, by what may be known of that."""
    facts = queries.facts(state.concern_id, now, seen=True)
    return any(
        rules.may_act(standing, facts, state.concern_id, state.compartment, now)
        for standing in _standings(state.organisation_id, now)
    )


def _standings(organisation_id: UUID, now: datetime) -> Iterable[rules.ActorStanding]:
    day = london_day(now)
    there = Membership.objects.on(day).filter(organisation=organisation_id, role__in=rules.WORKING_ROLES)
    away: Sequence[tuple[UUID, UUID]] = list(
        Absence.objects.filter(Q(starts__lte=day, ends__gte=day), covered_by__organisation=organisation_id).values_list(
            "covered_by", "membership"
        )
    )
    for membership in there.select_related("user", "organisation"):
        covers = frozenset(absent for cover, absent in away if cover == membership.pk)
        yield rules.ActorStanding(actor_in(membership), in_force=True, covers=covers)
