"""Written agreements of a concern, and those that a manager has to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from fingerpost.access.clock import today as day_in_london
from fingerpost.access.models import Concern
from fingerpost.casework.agreements import rules
from fingerpost.casework.agreements.clocks import LONG_DAYS
from fingerpost.casework.agreements.rules import AgreementStanding
from fingerpost.casework.enquiries.queries import COMMON, conferences_held
from fingerpost.casework.models import Agreement, AgreementStep, AgreementStepKind
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.statements import recorded

MOST = 50
"""How many agreements a list shows at once."""
_BY = ("by__user", "by__organisation")


@dataclass(frozen=True, slots=True)
class AgreementSummary:
    """An agreement, what became of it, and how far it is."""

    agreement: Agreement
    steps: tuple[AgreementStep, ...]
    standing: AgreementStanding[AgreementStep]

    def is_overdue(self, today: date) -> bool:
        """Whether a review is late."""
        next_review = self.standing.next_review
        return next_review is not None and next_review < today


def of_concern(concern: Concern, at: datetime | None = None) -> list[AgreementSummary]:
    """Return the agreements of a concern that the person acting may see, as recorded by `at`: two queries."""
    rows = recorded(Agreement.objects.visible(), concern, COMMON, at)
    return _listed(rows, recorded(AgreementStep.objects.visible(), concern, COMMON, at))


def of_id(concern: Concern, agreement_id: UUID) -> AgreementSummary | None:
    """Return one agreement of a concern, or None when there is none that the person acting may see."""
    return next((one for one in of_concern(concern) if one.agreement.pk == agreement_id), None)


def long_without_conference(today: date | None = None) -> list[AgreementSummary]:
    """Return agreements in force for more than `LONG_DAYS` with no conference held since: three queries."""
    today = today or day_in_london()
    found = _in_force(before=today - timedelta(days=LONG_DAYS - 1))
    held = conferences_held({one.agreement.concern_id for one in found})
    return [one for one in found if rules.runs_long(one.standing, today, held.get(one.agreement.concern_id, ()))][:MOST]


def without_review(today: date | None = None) -> list[AgreementSummary]:
    """Return agreements in force that have no next review date, or whose review is late: two queries."""
    today = today or day_in_london()
    return [one for one in _in_force() if one.standing.lacks_review or one.is_overdue(today)][:MOST]


def _in_force(before: date | None = None) -> list[AgreementSummary]:
    """Return the agreements in force, the longest first. `before`: only those that came into force by that day."""
    steps = AgreementStep.objects.visible()

    def has(*kinds: AgreementStepKind) -> Exists:
        return Exists(steps.filter(agreement=OuterRef("pk"), kind__in=kinds))

    rows = Agreement.objects.visible().filter(has(AgreementStepKind.STARTED))
    rows = rows.exclude(has(AgreementStepKind.ENDED, AgreementStepKind.IN_ERROR))
    found = [one for one in _listed(rows.order_by("at")[: 20 * MOST], steps) if one.standing.started is not None]
    if before is not None:
        found = [one for one in found if one.standing.started and london_day(one.standing.started.at) <= before]
    return sorted(found, key=lambda one: one.standing.started.at if one.standing.started else one.agreement.at)


def _listed(
    agreements: Iterable[Agreement] | QuerySet[Agreement], steps: QuerySet[AgreementStep]
) -> list[AgreementSummary]:
    if isinstance(agreements, QuerySet):
        agreements = agreements.select_related("concern", "about", *_BY)
    found = list(agreements)
    of: dict[UUID, list[AgreementStep]] = defaultdict(list)
    for step in steps.filter(agreement__in=[one.pk for one in found]).order_by("number").select_related(*_BY):
        of[step.agreement_id].append(step)
    return [AgreementSummary(one, tuple(of[one.pk]), rules.fold(of[one.pk])) for one in found]
