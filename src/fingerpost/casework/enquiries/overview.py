"""Enquiries, assessments and conferences on the page of a concern's casework."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.enquiries import permissions, queries
from fingerpost.casework.enquiries.queries import StageSummary
from fingerpost.casework.enquiries.rules import StageState
from fingerpost.casework.models import StageKind
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words

TAGS: Final = {
    StageState.OPEN: StatusTag("Open"),
    StageState.PROPOSED: StatusTag("Waits for a manager", "orange"),
    StageState.CONCLUDED: StatusTag("Concluded", "green"),
    StageState.NEEDED: StatusTag("Needed", "orange"),
    StageState.NOT_NEEDED: StatusTag("Not needed", "grey"),
    StageState.CONVENED: StatusTag("Convened"),
    StageState.HELD: StatusTag("Held", "green"),
    StageState.DECIDED: StatusTag("Decided", "green"),
    StageState.IN_ERROR: StatusTag("Recorded in error", "grey"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the state of a concern's enquiries, assessments and conferences, and what can be opened."""
    if Compartment.COMMON not in seen:
        return None
    page = reverse("new_stage", args=[concern.pk])
    actions = [
        OverviewAction("Open a Section 47 enquiry", f"{page}?kind={StageKind.ENQUIRY}"),
        OverviewAction("Start a single assessment", f"{page}?kind={StageKind.ASSESSMENT}"),
        OverviewAction("Consider a conference", f"{page}?kind={StageKind.CONFERENCE}"),
    ]
    return OverviewSection(
        title="Enquiries, assessments and conferences",
        lines=tuple(_line(one, today) for one in queries.of_concern(concern)),
        none="No enquiry, assessment or conference is recorded.",
        actions=tuple(actions) if permissions.is_social_care() else (),
    )


def tags(one: StageSummary, today: date) -> tuple[StatusTag, ...]:
    """Return the state of a stage, in a word or two each."""
    stands = one.standing
    late = (StatusTag("Overdue", "red"),) if one.is_overdue(today) else ()
    return (*late, TAGS[stands.state])


def next_of(one: StageSummary) -> str:
    """Return what is next, or what it came to, in a sentence."""
    stands = one.standing
    came_to = stands.concluded or stands.decided
    by = f" by {day_in_words(one.due)}" if one.due else ""
    if stands.is_over:
        in_error = stands.state is StageState.IN_ERROR
        return f"{came_to.get_outcome_display()}." if came_to and not in_error else ""
    if stands.state is StageState.PROPOSED:
        return "A manager has to agree to the conclusion, or give it back."
    if stands.state is StageState.CONVENED and stands.convened and stands.convened.day:
        return f"It is convened for {day_in_words(stands.convened.day)}{'; it is to be held' + by if by else ''}."
    if stands.state is StageState.HELD:
        return "What was decided has to be recorded."
    if one.stage.kind == StageKind.CONFERENCE:
        if stands.state is StageState.OPEN:
            return "It has to be said whether it is needed."
        return f"It has to be held{by}." if by else "It has to be held. No strategy meeting is recorded to count from."
    if one.stage.kind == StageKind.ASSESSMENT:
        return f"It has to be complete{by}."
    return "A conclusion has to be proposed."


def _line(one: StageSummary, today: date) -> OverviewLine:
    stage = one.stage
    return OverviewLine(
        text=f"{stage.get_kind_display()}, {day_in_words(london_day(stage.at))}",
        href=reverse("stage", args=[stage.concern_id, stage.pk]),
        tags=tags(one, today),
        next=next_of(one),
    )
