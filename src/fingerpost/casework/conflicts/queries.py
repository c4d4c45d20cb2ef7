"""Conflicts read: of a concern, for its page; and what waits for an answer of somebody, over all concerns they see."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from fingerpost.access import context, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import (
    Absence,
    Concern,
    Exclusion,
    ExclusionGround,
    Ground,
    Involvement,
    Membership,
    Organisation,
)
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.conflicts.rules import Asks, ConflictStanding, is_asked, is_late
from fingerpost.casework.conflicts.rules import may_undo as may_undo_it
from fingerpost.casework.managing.permissions import MANAGERS
from fingerpost.casework.models import SuspectBypass
from fingerpost.duties.services.duty_rows import is_shut_out
from fingerpost.procedure.calendar import london_day
from fingerpost.record.models import PLACES, ConflictAnswered, ConflictFound, Relationship
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services import conflicts
from fingerpost.record.services.relationships import relationships_of
from fingerpost.record.staff_conflicts import place_is_alike

_ASKS = {
    ExclusionGround.CONFLICT: Asks.FOUND,
    ExclusionGround.EMPLOYER: Asks.EMPLOYER,
    ExclusionGround.DECLARED: Asks.DECLARED,
}
_AGREES = {
    "name": "name",
    "part_of_name": "part of the name",
    "born": "date of birth",
    "staff_number": "staff number",
    "email": "e-mail address",
    "phone": "phone number",
    "address": "address",
}


@dataclass(frozen=True, slots=True)
class WaitingConflict:
    """Something that waits for an answer: in which concern, since when, and whether it has come to the managers."""

    concern: Concern
    asks: Asks
    since: datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class ExclusionShown:
    """An exclusion on a concern's page, with what was said of it and who keeps sight by name."""

    exclusion: Exclusion
    agrees: str
    answers: tuple[ConflictAnswered, ...]
    kept: tuple[Involvement, ...]
    may_undo: bool

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self.exclusion.ends is not None

    @property
    def is_answered(self) -> bool:
        """Whether somebody has said anything of it, or need not."""
        return bool(self.answers) or self.exclusion.ground not in _ASKS


@dataclass(frozen=True, slots=True)
class ConflictQuestion:
    """A user who is called like somebody in the concern: the question, and the answers."""

    conflict: ConflictFound
    agrees: str
    whom: str
    answers: tuple[ConflictAnswered, ...]


@dataclass(frozen=True, slots=True)
class PlaceMatchShown:
    """A place of work that nobody has matched with the directory, and organisations it may be."""

    relationship: Relationship
    who: str
    likely: tuple[Organisation, ...]


# ---- of one concern --------------------------------------------------------------------------------------------------


def shown(concern: Concern, at: datetime | None = None) -> list[ExclusionShown]:
    """Return the exclusions of a concern that the person acting may know of, the newest first: four queries."""
    rows = list(
        Exclusion.objects.visible()
        .filter(concern=concern, starts__lte=at or timezone.now())
        .select_related("user", "organisation", "by__user")
        .order_by("-starts", "pk")
    )
    answers = _answers(concern)
    found = {one.exclusion_id: one for one in _found(concern) if one.exclusion_id}
    named = Involvement.objects.visible().filter(current(timezone.now()), concern=concern, ground=Ground.NAMED)
    kept = list(named.select_related("membership__user"))
    return [
        ExclusionShown(
            row,
            agrees(found[row.pk].found) if row.pk in found else "",
            tuple(one for one in answers if one.exclusion_id == row.pk),
            tuple(it for it in kept if row.organisation_id and it.organisation_id == row.organisation_id),
            may_undo(row),
        )
        for row in rows
    ]


def asked(concern: Concern, people: PeopleOfConcern) -> list[ConflictQuestion]:
    """Return who is called like somebody in a concern, and was not shut out by that: never of the person acting."""
    answers = _answers(concern)
    me = context.required().user_id
    return [
        ConflictQuestion(
            one,
            agrees(one.found),
            people.name(one.appearance_id),
            tuple(said for said in answers if said.conflict_id == one.pk),
        )
        for one in _newest(_found(concern))
        if one.exclusion_id is None and one.user_id != me
    ]


def placed(concern: Concern, seen: Collection[str], people: PeopleOfConcern) -> list[PlaceMatchShown]:
    """Return the places where adults work that are not matched with the directory."""
    matched = conflicts.places_of(concern, seen)
    ties = [tie for tie in relationships_of(concern, seen) if tie.kind in PLACES and tie.pk not in matched]
    organisations = list(Organisation.objects.all()) if ties else []
    return [PlaceMatchShown(tie, people.name(tie.one_id), tuple(likely(str(tie.place), organisations))) for tie in ties]


def likely(place: str, organisations: Iterable[Organisation]) -> list[Organisation]:
    """Return the organisations that a place in words may be."""
    return [one for one in organisations if place_is_alike(place, one.name)]


def still_open(concern: Concern, compartment: str = "common") -> list[Organisation]:
    """Return where a suspected adult works and whose people still see it: nobody else would."""
    found = conflicts.suspected(concern, compartment)
    where = {organisation for _, organisation in conflicts.works_where(concern, compartment, found)}
    known = Exclusion.objects.visible().filter(concern=concern, organisation__in=where)
    return sorted(where - {one.organisation for one in known.select_related("organisation")}, key=str)


def agrees(found: str) -> str:
    """Return what agrees, in words."""
    words = [_AGREES.get(kind, kind) for kind in found.split()]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def colleagues_of(organisation_id: UUID) -> QuerySet[Membership]:
    """Return who of an organisation could keep sight: those there today in a working role."""
    there = Membership.objects.on(london_day(timezone.now()))
    return there.filter(organisation=organisation_id, role__in=WORKING_ROLES).select_related("user", "organisation")


def parts_of(exclusion: Exclusion) -> list[str]:
    """Return the parts in which the organisation of an exclusion is involved, as far as the person acting sees."""
    rows = Involvement.objects.visible().filter(
        current(timezone.now()), WORKING, concern=exclusion.concern_id, organisation=exclusion.organisation_id
    )
    return sorted(set(rows.values_list("compartment", flat=True)))


def may_undo(exclusion: Exclusion) -> bool:
    """Whether the person acting may end an exclusion, or let somebody keep sight against it."""
    actor = context.required()
    if _is_bypassed(exclusion):
        return False
    others = Involvement.objects.visible().filter(
        current(timezone.now()), WORKING, concern=exclusion.concern_id, compartment=exclusion.compartment
    )
    return may_undo_it(
        _ASKS.get(ExclusionGround(exclusion.ground), Asks.FOUND),
        ConflictStanding(owns=True, manages=actor.role in MANAGERS),
        of_the_organisation=exclusion.organisation_id == actor.organisation_id,
        others_are_in=others.exclude(organisation=exclusion.organisation_id).exists(),
    )


def _is_bypassed(exclusion: Exclusion) -> bool:
    """Whether it is in force because the concern bypasses that user: it ends only when that is taken back."""
    if exclusion.ground != ExclusionGround.EMBARGO or exclusion.user_id is None:
        return False
    rows = SuspectBypass.objects.visible().filter(concern=exclusion.concern_id, user=exclusion.user_id)
    taken_back = set(rows.filter(takes_back__isnull=False).values_list("takes_back_id", flat=True))
    return any(row.takes_back_id is None and row.pk not in taken_back for row in rows)


# ---- what waits ------------------------------------------------------------------------------------------------------


def waiting(now: datetime) -> list[WaitingConflict]:
    """Return what is asked of the person acting now, the oldest first: as many queries however many concerns."""
    actor = context.required()
    if actor.role not in WORKING_ROLES:
        return []
    open_ = _unanswered(now)
    owned, has_owner = _owned(_concerns(open_), now)
    manages = actor.intake or actor.role in MANAGERS
    found = [
        WaitingConflict(one.concern, asks, since, is_late(since, now))
        for one, asks, since in open_
        if is_asked(
            asks,
            ConflictStanding(one.concern_id in owned, manages),
            has_owner=one.concern_id in has_owner,
            since=since,
            now=now,
        )
    ]
    return sorted(found, key=lambda one: one.since)


def _unanswered(now: datetime) -> list[tuple[Exclusion | ConflictFound, Asks, datetime]]:
    rows, said_of_rows, asked_of, said = (kept_lists.read(one) for one in lists(now))
    answered = {*said_of_rows, *said}
    found: list[tuple[Any, Asks, datetime]] = [
        (row, _ASKS[ExclusionGround(row.ground)], row.starts) for row in rows if row.pk not in answered
    ]
    open_ = [row for row in _newest(asked_of) if row.exclusion_id is None and row.pk not in answered]
    return found + [(row, Asks.NAMESAKE, row.found_at) for row in open_]


def lists(now: datetime) -> tuple[KeptList, ...]:
    """Return the lists of exclusions that are asked about, of what was said of them, and of conflicts likewise."""

    def exclusions(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        return _exclusions(at).select_related("concern")

    def said_of_exclusions(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        said = ConflictAnswered.objects.visible().filter(exclusion__in=_exclusions(at).values("pk"))
        return said.values_list("exclusion_id", flat=True)

    def conflicts(actor: Actor, _at: datetime, _day: date) -> QuerySet[Any, Any]:
        return ConflictFound.objects.visible().exclude(user=actor.user_id).select_related("concern")

    def said_of_conflicts(_actor: Actor, _at: datetime, _day: date) -> QuerySet[Any, Any]:
        said = ConflictAnswered.objects.visible().filter(conflict__isnull=False)
        return said.values_list("conflict_id", flat=True)

    builds = (exclusions, said_of_exclusions, conflicts, said_of_conflicts)
    return tuple(KeptList(("conflicts", build.__name__), build, at=now) for build in builds)


def _exclusions(at: datetime) -> QuerySet[Exclusion]:
    return Exclusion.objects.visible().filter(current(at), ground__in=list(_ASKS))


def open_concerns(now: datetime) -> set[UUID]:
    """Return the concerns in which something is asked."""
    return _concerns(_unanswered(now))


def _concerns(open_: Iterable[tuple[Exclusion | ConflictFound, Asks, datetime]]) -> set[UUID]:
    return {one.concern_id for one, _, _ in open_}


def owners(concerns: Iterable[UUID], now: datetime) -> tuple[KeptList, KeptList]:
    """Return the lists of those that the person acting covers for, and of those who work on these concerns."""

    def covered(actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        away = Absence.objects.on(london_day(at)).filter(covered_by=actor.membership_id)
        return away.values_list("membership_id", flat=True)

    def working(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        there = Membership.objects.on(london_day(at))
        rows = Involvement.objects.visible().filter(
            AmongGiven("concern"), current(at), WORKING, membership__in=there.values("pk")
        )
        return rows.exclude(is_shut_out(at)).values_list("concern_id", "membership_id")

    work = KeptList("owners of conflicts", working, at=now).of(concerns)
    return KeptList("covered", covered, at=now), work


def _newest(rows: Iterable[ConflictFound]) -> list[ConflictFound]:
    """Return the last that was found of each person and user: what agreed before is part of it."""
    last = {(row.appearance_id, row.user_id): row for row in sorted(rows, key=lambda row: row.found_at)}
    return list(last.values())


def _owned(wanted: set[UUID], now: datetime) -> tuple[set[UUID], set[UUID]]:
    """Return which of these concerns are the actor's own, or covered by them, and which are somebody's at all."""
    covered, found = (kept_lists.read(one) for one in owners(wanted, now))
    mine = {context.required().membership_id, *covered}
    return {concern for concern, one in found if one in mine}, {concern for concern, _ in found}


def _answers(concern: Concern) -> list[ConflictAnswered]:
    return list(ConflictAnswered.objects.visible().filter(concern=concern).select_related("recorded_by__user"))


def _found(concern: Concern) -> list[ConflictFound]:
    return list(ConflictFound.objects.visible().filter(concern=concern).select_related("user", "appearance"))
