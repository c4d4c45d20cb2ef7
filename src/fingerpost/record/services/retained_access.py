"""Who keeps sight of what they wrote when the organisation where they work is shut out; and who else sees."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.compartments import view_of
from fingerpost.access.models import Concern, Ground, Involvement, Membership, Organisation
from fingerpost.access.models.case_data import case_models
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import MANAGING_ROLES, WORKING_ROLES
from fingerpost.access.services import exclusions
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import HiddenHit
from fingerpost.record.name_forms import Names
from fingerpost.record.staff_conflicts import names_compared

KEPT: Final = "They wrote in this concern themselves, and keep sight of it by name while their organisation loses it."
_MOST: Final = 30
_WROTE: Final = frozenset({"recorded_by", "by", "linked_by"})
_OURS: Final = frozenset({"record", "casework"})


@dataclass(frozen=True, slots=True)
class RetainedAccess:
    """Who keeps sight by name: a part and a membership each. `new` are those who are not named there yet."""

    new: tuple[tuple[str, UUID], ...]
    named: tuple[tuple[str, UUID], ...]

    @property
    def anybody(self) -> bool:
        """Whether anybody keeps it."""
        return bool(self.new or self.named)


def who_wrote(
    concern: Concern, organisation: Organisation, parts: Collection[str], names: Collection[str]
) -> RetainedAccess:
    """Return who of an organisation keeps sight of these parts of a concern: whoever wrote or works in it, and sees it.

    Nobody is kept who is called as somebody who must not know (`names`), who is shut out, or who is not there today.
    """
    found = set(_writers(concern, organisation, parts))
    # Whoever only looked in an emergency has written nothing, and keeps nothing.
    own = Involvement.objects.visible().filter(
        current(timezone.now()), WORKING, concern=concern, compartment__in=parts, organisation=organisation
    )
    found |= set(own.exclude(membership=None).values_list("compartment", "membership_id"))
    named = set(own.filter(ground=Ground.NAMED).values_list("compartment", "membership_id"))
    actor = context.required()
    if actor.organisation_id == organisation.pk:
        found |= {(part, actor.membership_id) for part in own.values_list("compartment", flat=True)}
    there = Membership.objects.on(london_day(timezone.now())).filter(
        pk__in={one for _, one in found}, role__in=WORKING_ROLES
    )
    may = {
        one.pk: view_of(actor_in(one), concern.pk)
        for one in there.select_related("user")
        if names_compared(one.user.name, names) < Names.ALIKE
    }
    new = sorted((part, one) for part, one in found - named if part in may.get(one, ()))
    return RetainedAccess(tuple(new), tuple(sorted((part, one) for part, one in named if part in may.get(one, ()))))


def others_see(concern: Concern, organisation: Organisation, parts: Collection[str]) -> bool:
    """Whether anybody of another organisation, which is not shut out itself, is in one of these parts."""
    involved = Involvement.objects.visible().filter(
        current(timezone.now()), WORKING, concern=concern, compartment__in=parts
    )
    _, organisations = _shut_out(concern)
    return involved.exclude(organisation__in={organisation.pk, *organisations}).exists()


def others_of(concern: Concern, user_id: UUID) -> list[UUID]:
    """Return memberships of others who likely see a concern, those first who have it themselves: four queries.

    Nobody who is shut out, with their organisation or alone, and nobody who only looked in an emergency.
    """
    users, organisations = _shut_out(concern)
    rows = Involvement.objects.visible().filter(current(timezone.now()), WORKING, concern=concern)
    involved = [
        it
        for it in rows.select_related("membership")
        if it.organisation_id not in organisations or it.ground == Ground.NAMED
    ]
    there = Membership.objects.on(london_day(timezone.now())).filter(role__in=WORKING_ROLES)
    there = there.exclude(user__in={user_id, *users})
    own = there.filter(pk__in=[it.membership_id for it in involved if it.membership_id])
    managing = Q(pk__in=())
    for it in involved:
        if it.ground == Ground.NAMED:
            continue  # theirs alone: nobody manages it
        if it.membership is not None:
            managing |= Q(role__in=MANAGING_ROLES, organisation=it.organisation_id, team=it.membership.team)
        else:
            managing |= Q(organisation=it.organisation_id) & (Q(intake=True) | Q(role__in=MANAGING_ROLES))
    found = [*own.values_list("pk", flat=True), *there.filter(managing).values_list("pk", flat=True)]
    return list(dict.fromkeys(found))[:_MOST]


def _shut_out(concern: Concern) -> tuple[set[UUID], set[UUID]]:
    """Return the users and the organisations that are shut out of the whole of a concern now: one query."""
    found = list(exclusions.in_force(concern.pk).values_list("user_id", "organisation_id"))
    return {user for user, _ in found if user}, {organisation for _, organisation in found if organisation}


def _writers(concern: Concern, organisation: Organisation, parts: Collection[str]) -> Iterator[tuple[str, UUID]]:
    for model in case_models():
        if model._meta.app_label not in _OURS or model is HiddenHit:
            continue
        names = {field.name for field in model._meta.concrete_fields}
        for column in _WROTE & names:
            there = {"concern": concern, "compartment__in": parts, f"{column}__organisation": organisation}
            rows = model.objects.visible().filter(**there).order_by()
            yield from rows.values_list("compartment", f"{column}_id").distinct()
