"""What came in to a concern, as far as the person acting sees it: as many queries however much there is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from fingerpost.access import context
from fingerpost.access.models import Concern
from fingerpost.intake import rules
from fingerpost.intake.models import HeldElsewhere, LinkAddress, LinkReport, SuspectedLink, TakenIn
from fingerpost.record.services.facts import pack_of


@dataclass(frozen=True, slots=True)
class Link:
    """A link with where it was reported. `where`: its address, where the person acting is among those who see it."""

    link: SuspectedLink
    reports: tuple[LinkReport, ...]
    where: LinkAddress | None

    @property
    def is_reported(self) -> bool:
        """Whether it was reported to somebody who can act on it."""
        return rules.is_reported(self.link.kind, [report.to for report in self.reports])

    @property
    def ended(self) -> LinkReport | None:
        """The first report, in time, to somebody who can act on it."""
        enough = [report for report in self.reports if rules.is_reported(self.link.kind, [report.to])]
        return min(enough, key=lambda report: report.at, default=None)


def documents(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[TakenIn]:
    """Return the documents that were taken in, as recorded by `at` (None: now)."""
    return list(_rows(TakenIn, concern, compartments, at))


def held(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[HeldElsewhere]:
    """Return who holds what."""
    return list(_rows(HeldElsewhere, concern, compartments, at))


def rules_for(concern: Concern) -> list[str]:
    """Return the ids of the provisions that say where a link of any kind is reported."""
    acts = set(rules.ACTS.values())
    return [rule.id for rule in pack_of(concern).provisions.values() if acts & {*rule.carried_out_by}]


def links(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[Link]:
    """Return the links that are suspected, with where they were reported: three queries."""
    actor = context.required()
    reader = rules.Reader(actor.user_id, actor.role, actor.organisation_id)
    reports = list(_rows(LinkReport, concern, compartments, at))
    shown = {
        row.link_id: row
        for row in _rows(LinkAddress, concern, compartments, at)
        if rules.sees_address(reader, row.by.user_id, row.by.organisation_id)
    }
    return [
        Link(row, tuple(report for report in reports if report.link_id == row.pk), shown.get(row.pk))
        for row in _rows(SuspectedLink, concern, compartments, at)
    ]


def _rows(model: Any, concern: Concern, compartments: Collection[str], at: datetime | None) -> QuerySet[Any]:
    rows = model.objects.visible().filter(concern=concern, compartment__in=compartments)
    if at is not None:
        rows = rows.filter(recorded_at__lte=at)
    found: QuerySet[Any] = rows.select_related("by__user", "by__organisation")
    return found
