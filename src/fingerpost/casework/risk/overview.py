"""Risk assessments on the page of a concern's casework."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.casework.risk import queries
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.casework.risk.rules import Order, RiskState
from fingerpost.casework.risk.services import may_assess
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

_STATES: Final = {
    RiskState.OPEN: StatusTag("Under way"),
    RiskState.CONCLUDED: StatusTag("Waits for a manager to agree", "yellow"),
    RiskState.AGREED: StatusTag("Agreed", "green"),
}


_WRONG: Final = {
    Order.OUT_OF_ORDER: StatusTag("The partner was not first", "orange"),
    Order.NOT_SEPARATE: StatusTag("The partner was not alone", "orange"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the risk assessments of the common record, and that one can be begun."""
    if queries.COMMON_RECORD not in seen:
        return None
    begins = (OverviewAction("Begin a risk assessment", reverse("begin_risk_assessment", args=[concern.pk])),)
    return OverviewSection(
        title="Risk assessments",
        lines=tuple(_line(one, today) for one in queries.of_concern(concern)),
        none="No risk assessment of an adult has been begun.",
        actions=begins if may_assess() else (),
        hint="Social care’s assessment of an adult, section 2.3 of the procedure.",
    )


def _line(one: RiskSummary, today: date) -> OverviewLine:
    tags = [_STATES[one.course.state]]
    if one.course.order in _WRONG:
        tags.append(_WRONG[one.course.order])
    late = sum(wanted.done is None and wanted.due is not None and wanted.due < today for wanted in one.wanted())
    if late:
        tags.append(StatusTag("Overdue", "red"))
    progress = one.course.progress
    return OverviewLine(
        text=f"{one.adult}, begun {day_in_words(london_day(one.assessment.began_at))}",
        href=reverse("risk_assessment", args=[one.assessment.concern_id, one.assessment.pk]),
        tags=tuple(tags),
        next=f"{progress.of - progress.open} of {progress.of} headings have an answer.",
    )
