"""What came to an organisation, and who of those who take in there has read it: the ledger knows who looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from fingerpost.access import intake, kept_lists
from fingerpost.access.actor import Actor
from fingerpost.access.kept_lists import AmongGiven, KeptList
from fingerpost.access.models import Compartment, Concern, Ground, Involvement, Membership
from fingerpost.access.models.people import Organisation, User
from fingerpost.access.queries import WORKING, current
from fingerpost.ledger.models import LedgerEntry
from fingerpost.ledger.words import word

_COMMON: Final = word(Compartment.COMMON)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A concern that came to an organisation: since when, by when it should be read, and who read it first.

    `is_held`: somebody there works on it, or recorded it.
    """

    concern: Concern
    organisation: Organisation
    at: datetime
    reader: str
    read_at: datetime | None
    is_held: bool

    @property
    def expected(self) -> datetime:
        """By when whoever is told first should have opened it."""
        return self.at + timedelta(minutes=self.organisation.read_within)

    @property
    def is_read(self) -> bool:
        """Whether somebody who takes in there has read it."""
        return self.read_at is not None


def rows(now: datetime) -> QuerySet[Any]:
    """Return what came to organisations, as far as whoever is acting sees it: but for what somebody recorded who takes
    in there. `read_at` and `reader` say who of those who take in there looked first since.
    """
    who = intake.who_take_in(now).filter(organisation=OuterRef("organisation"))
    looks = LedgerEntry.objects.filter(
        Exists(who.filter(user=OuterRef("actor"))),
        within=OuterRef("concern"),
        organisation=OuterRef("organisation"),
        compartment=_COMMON,
        action="looked",
        at__gte=OuterRef("starts"),
    ).order_by("at", "leaf_index")
    name = User.objects.filter(pk=OuterRef("actor")).values("name")
    working = Involvement.objects.visible().filter(
        current(now),
        WORKING,
        concern=OuterRef("concern"),
        organisation=OuterRef("organisation"),
        membership__isnull=False,
    )
    return (
        Involvement.objects.visible()
        .filter(
            ~Exists(who.filter(pk=OuterRef("concern__created_by"))),
            current(now),
            ground=Ground.INTAKE,
            compartment=Compartment.COMMON,
        )
        .annotate(
            read_at=Subquery(looks.values("at")[:1]),
            reader=Subquery(looks.annotate(name=Subquery(name[:1])).values("name")[:1]),
            is_held=Exists(working),
        )
        .select_related("concern__created_by__user", "organisation")
    )


def of_row(row: Any) -> Arrival:
    """Return what a row of `rows` says."""
    return Arrival(row.concern, row.organisation, row.starts, row.reader or "", row.read_at, row.is_held)


def of_concern(concern: Concern, membership: Membership, now: datetime) -> list[Arrival]:
    """Return where a concern came to: the organisation of `membership` first, then by time. One query."""
    found = [of_row(row) for row in kept_lists.read(listed(concern, now))]
    return sorted(found, key=lambda one: one.organisation.pk != membership.organisation_id)


def listed(concern: Concern, now: datetime) -> KeptList:
    """Return the list of where a concern came to."""

    def build(_actor: Actor, at: datetime, _day: date) -> QuerySet[Any, Any]:
        return rows(at).filter(AmongGiven("concern")).order_by("starts")

    return KeptList("where it came to", build, at=now).of([concern.pk])


def read_in(arrivals: Iterable[Arrival], membership: Membership) -> Arrival | None:
    """Return the one that somebody has read in the organisation of `membership`; None where nobody has."""
    return next((one for one in arrivals if one.organisation.pk == membership.organisation_id and one.is_read), None)
