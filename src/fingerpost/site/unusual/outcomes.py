"""What came of a finding: said by an auditor, or by a manager of their team; added to, never changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from fingerpost.access import context
from fingerpost.access.errors import refuse
from fingerpost.access.guard.policies import Policy, Protection
from fingerpost.access.rules import READING_ROLES
from fingerpost.ledger import recording
from fingerpost.site.models import LookOutcome, UnusualOutcome
from fingerpost.site.unusual.rules import UnusualFinding

KIND: Final = "look-outcome"
_MINE: Final = "by_id = (SELECT guard.me())"
PROTECTION: Final = Protection(
    (
        Policy("SELECT", using=f"(SELECT guard.audits()) OR {_MINE}"),
        Policy("INSERT", check=f"{_MINE} AND ((SELECT guard.audits()) OR (SELECT guard.manages()))"),
    ),
    "SELECT, INSERT",
    forced=False,
)
"""An auditor reads all of them, a manager what they said themselves."""

type FindingKey = tuple[str, UUID, date]


def key_of(finding: UnusualFinding) -> FindingKey:
    """Return by what a finding is known again when it is found again."""
    return (finding.kind, finding.subject, finding.day)


def of_findings(found: Iterable[UnusualFinding]) -> dict[FindingKey, LookOutcome]:
    """Return what was said last of these: one query."""
    actor = context.required()
    rows = LookOutcome.objects.filter(subject__in={one.subject for one in found})
    if actor.role not in READING_ROLES:
        rows = rows.filter(by=actor.membership_id)
    said = rows.select_related("by__user").order_by("recorded_at", "pk")
    return {(row.kind, row.subject, row.day): row for row in said}


def say(finding: UnusualFinding, outcome: UnusualOutcome, now: datetime) -> LookOutcome:
    """Record what came of a finding. Raises `AccessError` where it is about whoever is acting."""
    actor = context.required()
    if actor.user_id in finding.users:
        raise refuse("finding", "nobody says what came of their own looking", "Ask another auditor or manager.")
    made = LookOutcome(
        subject=finding.subject,
        kind=finding.kind,
        day=finding.day,
        outcome=outcome,
        by_id=actor.membership_id,
        recorded_at=now,
    )
    made.save()
    recording.note("created", KIND, made.pk)
    return made
