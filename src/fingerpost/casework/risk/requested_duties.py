"""What risk assessments ask for, as duties: what is sought, the partner's interview, completing the whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import uuid5

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.risk import queries, rules
from fingerpost.casework.risk.clocks import RiskAwaited
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.procedures import under

_PARTNER: Final = (
    "Interview the partner before the alleged abuser, and separately. "
    "The embargo covers the partner like everybody else: first it has to be lifted for them."
)
_DONE: Final = {
    RiskAwaited.SOUGHT: "It was answered in the risk assessment",
    RiskAwaited.PARTNER: "The partner was interviewed",
    RiskAwaited.COMPLETE: "The risk assessment was concluded",
    RiskAwaited.REOPENED: "The risk assessment was concluded again",
}


def of_concern(concern: Concern, compartment: str, at: datetime | None = None) -> Iterator[RequestedDuty]:
    """Return what the risk assessments of a concern ask for, as recorded by `at`."""
    if compartment == queries.COMMON_RECORD:
        for one in queries.of_concern(concern, at):
            for wanted in one.wanted():
                yield _agreed(one, wanted)


def _agreed(one: RiskSummary, wanted: rules.RiskWanted) -> RequestedDuty:
    assessment = one.assessment
    here = (assessment.concern_id, assessment.pk)
    return RequestedDuty(
        work=uuid5(assessment.pk, wanted.key),
        provision=wanted.heading or under(wanted.act, one.around.pack),
        what=_what(one, wanted),
        since=wanted.since,
        due=wanted.due,
        about=assessment.about_id,
        page=_page(here, wanted),
        carried=Carried(london_day(wanted.done), _who(one, wanted), _DONE[wanted.awaited]) if wanted.done else None,
    )


def _what(one: RiskSummary, wanted: rules.RiskWanted) -> str:
    if wanted.awaited is RiskAwaited.PARTNER:
        return _PARTNER
    if wanted.awaited is not RiskAwaited.SOUGHT:
        return "Complete the risk assessment."
    child = f" {one.name(wanted.child)}." if wanted.child else ""
    latest = one.course.latest.get((wanted.heading, wanted.child))
    whom = f" It is sought from: {latest.sought_from}." if latest is not None and latest.sought_from else ""
    return f"Get what is sought: {one.around.pack.provisions[wanted.heading].text}{child}{whom}"


def _page(here: tuple[object, object], wanted: rules.RiskWanted) -> str:
    if wanted.awaited is RiskAwaited.SOUGHT:
        return reverse("risk_heading", args=[*here, path_of((wanted.heading, wanted.child))])
    if wanted.awaited is RiskAwaited.PARTNER:
        return reverse("risk_sheet", args=[*here, "interviews"])
    return reverse("risk_assessment", args=here)


def path_of(key: rules.HeadingKey) -> str:
    """Return how an address names a heading, and the child it is answered for."""
    return ":".join(part for part in key if part)


def _who(one: RiskSummary, wanted: rules.RiskWanted) -> str:
    """Return who did it: the recorder of the row by which it was done."""
    rows = [*one.rows.answers, *one.rows.steps]
    by = next((row.by for row in rows if wanted.done in (row.recorded_at, getattr(row, "at", None))), None)
    held = next((row.by for row in one.interviews if row.at == wanted.done), None)
    return str((by or held or one.assessment.by).user)
