"""Whose a duty is on a day, as conditions of a query.

It is the holder's; a colleague's who covers while the holder is away; and the queue's when the holder has left, was
shut out, or no longer works on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.actor import Actor
from fingerpost.access.models import Absence, Compartment, Ground, Involvement, Membership
from fingerpost.access.models.people import OrganisationKind
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import MANAGING_ROLES
from fingerpost.access.visibility_sql import AmongFound
from fingerpost.duties.assignment import kinds_of
from fingerpost.duties.services.duty_rows import shut_out
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.procedures import versions


class Whose(StrEnum):
    """The lists of a home page."""

    MINE = "mine"
    TEAM = "team"
    UNASSIGNED = "unassigned"
    OTHERS = "others"


def belongs(whose: Whose, actor: Actor, at: datetime, day: date, falling: Falling) -> Q:
    """Return the condition that a duty is in one of the actor's lists."""
    is_held = with_somebody(day, at)
    covered = Absence.objects.on(day).filter(covered_by=actor.membership_id)
    here = Q(organisation=actor.organisation_id)
    match whose:
        case Whose.MINE:
            return Q(holder=actor.membership_id) | Q(AmongFound("holder", covered.order_by().values("membership")))
        case Whose.TEAM:
            colleagues = here & Q(is_held) & ~Q(holder=actor.membership_id)
            return colleagues & Q(holder__team=actor.team) if actor.team else colleagues
        case Whose.UNASSIGNED:
            return here & ~Q(is_held) & ~_is_elsewhere(falling)
        case Whose.OTHERS:
            return ~here | (~Q(is_held) & _is_elsewhere(falling))


def is_ones_own(actor: Actor, at: datetime, day: date, falling: Falling) -> Q:
    """Return the condition that a duty is the actor's own, or in the queue of their organisation that they take in."""
    own = belongs(Whose.MINE, actor, at, day, falling)
    if _has_a_queue(actor):
        own |= belongs(Whose.UNASSIGNED, actor, at, day, falling)
    return own


def with_somebody(day: date, at: datetime | None = None) -> Exists:
    """Return the condition that somebody is there for a duty on a day: else it is in the queue, whoever held it."""
    return Exists(_holding(day, at or timezone.now()))


def _holding(day: date, at: datetime) -> QuerySet[Membership]:
    """Return, of a state, its holder if somebody is there for it: they, or whoever covers, and involved still.

    Nobody is there for what they are shut out of, as far as whoever is acting may know of that.
    """
    involved = Involvement._base_manager.filter(
        current(at),
        WORKING,
        membership=OuterRef("pk"),
        concern=OuterRef(OuterRef("concern")),
        compartment=OuterRef(OuterRef("compartment")),
    )
    named = Exists(involved.filter(ground=Ground.NAMED))
    there = Membership.objects.on(day).filter(pk=OuterRef("pk"))
    away = {"covering__membership": OuterRef("pk"), "covering__starts__lte": day, "covering__ends__gte": day}
    covers = Membership.objects.on(day).filter(~_shut_out(3, at), **away)
    is_there = Q(Exists(there)) & ~_shut_out(2, at, named)
    return Membership.objects.filter(Exists(involved), is_there | Q(Exists(covers)), pk=OuterRef("holder"))


def _shut_out(depth: int, at: datetime, named: Exists | None = None) -> Q:
    """Return the condition that a member is shut out of a state's concern: `duty_rows.shut_out`.

    `depth`: so many queries deep the state is, seen from the exclusion.
    """

    def of_state(name: str) -> OuterRef:
        found = OuterRef(name)
        for _ in range(depth - 1):
            found = OuterRef(found)
        return found

    return shut_out(
        at,
        concern=of_state("concern"),
        parts=(of_state("compartment"), of_state("source")),
        user=OuterRef("user"),
        organisation=OuterRef("organisation"),
        named=named,
    )


def _is_elsewhere(falling: Falling) -> Q:
    """Return the condition that what nobody has yet is for others, none of whom is involved: see `assignment`.

    Of the common record only: what one agency alone knows falls on that agency (2.2-arrest-undisclosed).
    """
    found = Q(pk__in=())
    for kinds, provisions in falling.by_kinds.items():
        found |= Q(duty__provision__in=provisions) & ~Q(organisation__kind__in=kinds)
    return Q(duty__work=None, compartment=Compartment.COMMON) & found


@dataclass(frozen=True, slots=True)
class Falling:
    """On whom each rule falls, in whichever versions there are: on all of them, where these differ.

    `by_kinds`: the rules that fall on organisations of these kinds alone. `digests`: of the versions.
    """

    digests: tuple[str, ...]
    parties: Mapping[str, tuple[str, ...]]
    by_kinds: Mapping[frozenset[OrganisationKind], Sequence[str]]

    @classmethod
    def of(cls, packs: Sequence[Pack]) -> Falling:
        """Return it for these versions."""
        parties: dict[str, dict[str, None]] = {}
        for pack in packs:
            for provision in pack.provisions.values():
                parties.setdefault(provision.id, {}).update(dict.fromkeys(provision.who))
        by_kinds: dict[frozenset[OrganisationKind], list[str]] = {}
        for name, who in parties.items():
            if kinds := kinds_of(who):
                by_kinds.setdefault(kinds, []).append(name)
        digests = tuple(pack.digest for pack in packs)
        return cls(digests, {name: tuple(who) for name, who in parties.items()}, by_kinds)


_made: Final[dict[tuple[str, ...], Falling]] = {}
"""For the versions that were asked about last, by their digests."""


def versions_fall() -> Falling:
    """Return on whom each rule of the approved versions falls: one query."""
    packs = [version.load() for version in versions()]
    key = tuple(pack.digest for pack in packs)
    found = _made.get(key)
    if found is None:
        found = Falling.of(packs)
        _made.clear()
        _made[key] = found
    return found


def own_fall() -> Falling:
    """Return the same for what is one's own: nothing is asked where nobody but one's own name makes it so."""
    return versions_fall() if _has_a_queue(context.required()) else Falling((), {}, {})


def _has_a_queue(actor: Actor) -> bool:
    return actor.intake or actor.role in MANAGING_ROLES
