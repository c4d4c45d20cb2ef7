"""Meetings on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.meetings import queries, services
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.meetings.rules import MeetingStatus
from fingerpost.casework.models import MeetingKind
from fingerpost.casework.overview import OverviewAction, OverviewLine, OverviewSection, StatusTag
from fingerpost.procedure.calendar import london_day, moment_in_words
from fingerpost.procedure.explaining.words import capital

TAGS = {
    MeetingStatus.CALLED: StatusTag("Called"),
    MeetingStatus.NOT_HELD: StatusTag("Did not take place", "grey"),
    MeetingStatus.HELD: StatusTag("Not concluded", "yellow"),
    MeetingStatus.CONCLUDED: StatusTag("Concluded", "green"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> OverviewSection | None:
    """Return the meetings that the person acting may see, and that another can be called."""
    if not seen:
        return None
    actions = [OverviewAction("All meetings, and urgent action", reverse("concern_meetings", args=[concern.pk]))]
    if any(services.they_record(kind) for kind in MeetingKind):
        actions.insert(0, OverviewAction("Call a meeting", reverse("call_meeting", args=[concern.pk])))
    return OverviewSection(
        title="Meetings",
        lines=tuple(line(one, today) for one in queries.of_concern(concern)),
        none="You can see no meeting about this concern.",
        actions=tuple(actions),
    )


def line(one: MeetingSummary, today: date) -> OverviewLine:
    """Return a meeting in a line: when, how far it is, and what is next."""
    return OverviewLine(
        text=f"{one.title}, {moment_in_words(one.when)}",
        href=reverse("meeting", args=[one.meeting.concern_id, one.meeting.pk]),
        tags=(TAGS[one.status],),
        next=_next(one, today),
    )


def _next(one: MeetingSummary, today: date) -> str:
    if one.status is MeetingStatus.CALLED:
        gone = london_day(one.when) < today
        return "Its day is over: record that it was held, or that it was not." if gone else ""
    if one.status is not MeetingStatus.HELD:
        return ""
    if not one.lacks:
        return "Everything that must be settled is answered: conclude it."
    unanswered = len(one.unanswered)
    words = [f"items of the agenda without an answer: {unanswered}"] if unanswered else []
    words += ["it was not quorate, and it is not said why"] if any(lack.agency for lack in one.lacks) else []
    return f"{capital('; '.join(words))}."
