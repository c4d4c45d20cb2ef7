"""Work that waits where nobody sees it: everybody there was shut out, has left, or takes nothing in.

Those who see the concern are told with which organisation something waits, and not what: they can telephone it, let in
somebody else, or refer the concern elsewhere. Nobody who was shut out is told anything.

What waits in a part that the reader does not see is not asked about here, since each answer would tell of it. That an
organisation which can have a part of its own is shut out, with all of its people, the reader knows: so they are told
that whatever might wait with it is seen by nobody there, and it is said whether or not anything does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from fingerpost.access import kept_lists, queries, rules
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.actor import Actor
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Absence, Concern, Exclusion, Involvement, Membership, Organisation
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
    states = kept_lists.read(waiting(day) if concern is None else waiting_in(day, concern))
    seen_by = _SeenBy.of(states)
    found: dict[tuple[UUID, UUID], OutOfReach] = {}
    for state in states:
        place = (state.concern_id, state.organisation_id)
        if place not in found and not seen_by.somebody_sees(state, now):
            found[place] = OutOfReach(state.concern, state.organisation)
    return list(found.values())


def waiting(day: date) -> KeptList:
    """Return the list of duties that may be out of everybody's reach."""

    def build(actor: Actor, at: datetime, day: date) -> QuerySet[Any, Any]:
        return _may_be_out_of_reach(worklist.open_of_own(day), actor, at, day)

    return KeptList("may be out of reach", build, day=day)


def waiting_in(day: date, concern: Concern) -> KeptList:
    """Return those among them in a concern."""

    def build(actor: Actor, at: datetime, day: date) -> QuerySet[Any, Any]:
        return _may_be_out_of_reach(worklist.open_on(day).filter(AmongGiven("concern")), actor, at, day)

    return KeptList("may be out of reach in a concern", build, day=day).of([concern.pk])


def _may_be_out_of_reach(open_: QuerySet[Any], actor: Actor, at: datetime, day: date) -> QuerySet[Any]:
    shut_out = Exclusion.objects.visible().filter(queries.current(at), concern=OuterRef("concern"))
    working = Membership.objects.on(day).filter(organisation=OuterRef("organisation"), role__in=rules.WORKING_ROLES)
    states = open_.filter(Exists(shut_out) | ~Exists(working), is_offered=False)
    states = states.exclude(organisation=actor.organisation_id)
    return states.order_by("due", "pk").select_related("concern", "organisation")[:MOST]


def parts_unseen(concern: Concern) -> list[Organisation]:
    """Return the organisations shut out of a concern that can have a part of their own in it, by their kind: one query.

    Nothing is asked of that part: the answer is the same whether there is anything in it.
    """
    kinds = [str(kind) for kind in rules.KIND_OF.values()]
    rows = exclusions.in_force(concern.pk).filter(organisation__kind__in=kinds)
    found = {row.organisation_id: row.organisation for row in rows.select_related("organisation")}
    return sorted((one for one in found.values() if one is not None), key=str)


def who_may_see(states: Sequence[DutyState]) -> tuple[KeptList, ...]:
    """Return the lists of who is in the concerns of these duties, who is shut out, and who works where they wait."""
    concerns = {state.concern_id for state in states}
    organisations = {state.organisation_id for state in states}
    return (
        KeptList("involved in them", _involved).of(concerns),
        KeptList("shut out of them", _shut_out).of(concerns),
        KeptList("work there", _there).of(organisations),
        KeptList("cover there", _cover).of(organisations),
    )


def _involved(*_: object) -> QuerySet[Any, Any]:
    return (
        Involvement.objects.visible().filter(AmongGiven("concern")).select_related("membership__user", "organisation")
    )


def _shut_out(*_: object) -> QuerySet[Any, Any]:
    return Exclusion.objects.visible().filter(AmongGiven("concern"))


def _there(_actor: Actor, _at: datetime, day: date) -> QuerySet[Any, Any]:
    there = Membership.objects.on(day).filter(AmongGiven("organisation"), role__in=list(rules.WORKING_ROLES))
    return there.select_related("user", "organisation")


def _cover(_actor: Actor, _at: datetime, day: date) -> QuerySet[Any, Any]:
    away = Absence.objects.on(day).filter(AmongGiven("covered_by__organisation"))
    return away.values_list("covered_by", "membership")


@dataclass(frozen=True)
class _SeenBy:
    """Who could see where duties wait, by what may be known of that."""

    involved: Sequence[Involvement]
    shut_out: Sequence[Exclusion]
    there: Sequence[Membership]
    covers: Sequence[tuple[UUID, UUID]]

    @classmethod
    def of(cls, states: Sequence[DutyState]) -> _SeenBy:
        """Return it for these duties: one query, however many there are."""
        wanted = who_may_see(states)
        kept_lists.ahead(*wanted)
        return cls(*map(kept_lists.read, wanted))

    def somebody_sees(self, state: DutyState, now: datetime) -> bool:
        """Whether anybody of the organisation with which a duty waits sees where it is."""
        facts = queries.facts_of(
            [one for one in self.involved if one.concern_id == state.concern_id],
            [one for one in self.shut_out if one.concern_id == state.concern_id],
            london_day(now),
        )
        return any(
            rules.may_act(self._standing(one), facts, state.concern_id, state.compartment, now)
            for one in self.there
            if one.organisation_id == state.organisation_id
        )

    def _standing(self, one: Membership) -> rules.ActorStanding:
        covers = frozenset(absent for cover, absent in self.covers if cover == one.pk)
        return rules.ActorStanding(actor_in(one), in_force=True, covers=covers)
