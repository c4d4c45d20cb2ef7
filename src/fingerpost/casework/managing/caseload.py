"""Who carries how much: each member of one's organisation, and the queue. As many queries however many concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, Value, When
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.models import Absence, Ground, Involvement, Membership
from fingerpost.access.queries import current
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.duties.models import DutyStep
from fingerpost.duties.services import worklist
from fingerpost.duties.services.whose import with_somebody
from fingerpost.record.models import TurnKind, TurnTaken

WEEK = timedelta(days=7)
_HOLDS = (Ground.RECORDED, Ground.WORKS)


@dataclass(frozen=True, slots=True)
class Load:
    """What somebody carries, among what the reader may see. `member` is None for the queue that nobody holds.

    `week`: due today or in the six days after it. `newest`: when they last recorded something of a duty.
    """

    member: Membership | None
    concerns: int = 0
    duties: int = 0
    overdue: int = 0
    week: int = 0
    newest: datetime | None = None
    absences: tuple[Absence, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing of theirs is to be seen."""
        return not (self.concerns or self.duties or self.newest)


def loads(day: date, since: datetime) -> list[Load]:
    """Return the queue and each member of one's organisation who is there on a day. Five queries.

    Those the reader may see nothing of are left out, unless they are of the reader's own team: of theirs,
    “nothing” may only be what the reader does not see. `since`: how far back to look for their newest entry.
    """
    me = context.required()
    there = Membership.objects.on(day).filter(organisation=me.organisation_id, role__in=WORKING_ROLES)
    members = list(there.select_related("user", "organisation").order_by("user__name", "pk"))
    concerns, duties, newest = _concerns(), _duties(day), _newest(since)
    away = _absences(day)
    found = [Load(None, **duties.get(None, {}))]
    for member in members:
        load = Load(
            member,
            concerns=concerns.get(member.pk, 0),
            newest=newest.get(member.pk),
            absences=tuple(away.get(member.pk, ())),
            **duties.get(member.pk, {}),
        )
        of_team = bool(me.team) and member.team == me.team
        if of_team or member.pk == me.membership_id or not load.is_empty:
            found.append(load)
    return found


def _concerns() -> Mapping[UUID, int]:
    """Return on how many open concerns each member works: in some part of them that is not closed."""
    closings = TurnTaken.objects.visible().filter(concern=OuterRef("concern"), compartment=OuterRef("compartment"))
    reopened = TurnTaken.objects.visible().filter(
        concern=OuterRef("concern"),
        compartment=OuterRef("compartment"),
        turn=TurnKind.REOPENED,
        recorded_at__gt=OuterRef("recorded_at"),
    )
    rows = Involvement.objects.visible().filter(
        ~Exists(closings.filter(~Exists(reopened), turn=TurnKind.CLOSED)),
        current(timezone.now()),
        organisation=context.required().organisation_id,
        membership__isnull=False,
        ground__in=_HOLDS,
    )
    return dict(rows.order_by().values_list("membership").annotate(number=Count("concern", distinct=True)))


def _duties(day: date) -> dict[UUID | None, dict[str, Any]]:
    """Return how many duties each member holds; under None, those that nobody is there for."""
    holder = Case(When(with_somebody(day), then="holder"), default=Value(None))
    rows = worklist.open_on(day).filter(organisation=context.required().organisation_id)
    binding = Q(is_offered=False)
    counted = (
        rows.order_by()
        .annotate(carries=holder)
        .values("carries")
        .annotate(
            duties=Count("pk", filter=binding),
            overdue=Count("pk", filter=binding & Q(due__lt=day)),
            week=Count("pk", filter=binding & Q(due__gte=day, due__lt=day + WEEK)),
        )
    )
    return {row.pop("carries"): row for row in counted}


def _newest(since: datetime) -> Mapping[UUID, datetime]:
    own = DutyStep.objects.visible().filter(by__organisation=context.required().organisation_id, at__gte=since)
    return dict(own.order_by().values_list("by").annotate(newest=Max("at")))


def _absences(day: date) -> dict[UUID, list[Absence]]:
    found: dict[UUID, list[Absence]] = {}
    own = Absence.objects.on(day).filter(membership__organisation=context.required().organisation_id)
    for absence in own.select_related("covered_by__user").order_by("starts", "pk"):
        found.setdefault(absence.membership_id, []).append(absence)
    return found
