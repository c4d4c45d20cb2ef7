"""Risk assessments on the page of a concern's casework."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.casework.risk import lists
from fingerpost.casework.risk.lists import Listed
from fingerpost.casework.risk.recording import may_assess
from fingerpost.casework.risk.rules import Order, State
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

_STATES: Final = {
    State.OPEN: Tag("Under way"),
    State.CONCLUDED: Tag("Waits for a manager to agree", "yellow"),
    State.AGREED: Tag("Agreed", "green"),
}


_WRONG: Final = {
    Order.OUT_OF_ORDER: Tag("The partner was not first", "orange"),
    Order.NOT_SEPARATE: Tag("The partner was not alone", "orange"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return the risk assessments of the common record, and that one can be begun."""
    if lists.COMMON_RECORD not in seen:
        return None
    begins = (Action("Begin a risk assessment", reverse("begin_risk_assessment", args=[concern.pk])),)
    return Section(
        title="Risk assessments",
        lines=tuple(_line(one, today) for one in lists.of_concern(concern)),
        none="No risk assessment of an adult has been begun.",
        actions=begins if may_assess() else (),
        hint="Social care’s assessment of an adult, section 2.3 of the procedure.",
    )


def _line(one: Listed, today: date) -> Line:
    tags = [_STATES[one.course.state]]
    if one.course.order in _WRONG:
        tags.append(_WRONG[one.course.order])
    late = sum(wanted.done is None and wanted.due is not None and wanted.due < today for wanted in one.wanted())
    if late:
        tags.append(Tag("Overdue", "red"))
    progress = one.course.progress
    return Line(
        text=f"{one.adult}, begun {day_in_words(london_day(one.assessment.began_at))}",
        href=reverse("risk_assessment", args=[one.assessment.concern_id, one.assessment.pk]),
        tags=tuple(tags),
        next=f"{progress.of - progress.open} of {progress.of} headings have an answer.",
    )
