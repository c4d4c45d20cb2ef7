"""Meetings on the page of a concern's casework."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.meetings import lists, recording
from fingerpost.casework.meetings.lists import Listed
from fingerpost.casework.meetings.rules import Status
from fingerpost.casework.models import MeetingKind
from fingerpost.casework.overview import Action, Line, Section, Tag
from fingerpost.procedure.calendar import london_day, moment_in_words
from fingerpost.procedure.explaining.words import capital

TAGS = {
    Status.CALLED: Tag("Called"),
    Status.NOT_HELD: Tag("Did not take place", "grey"),
    Status.HELD: Tag("Not concluded", "yellow"),
    Status.CONCLUDED: Tag("Concluded", "green"),
}


def of_concern(concern: Concern, seen: frozenset[str], today: date) -> Section | None:
    """Return the meetings that whoever is acting may see, and that another can be called."""
    if not seen:
        return None
    actions = [Action("All meetings, and urgent action", reverse("concern_meetings", args=[concern.pk]))]
    if any(recording.they_record(kind) for kind in MeetingKind):
        actions.insert(0, Action("Call a meeting", reverse("call_meeting", args=[concern.pk])))
    return Section(
        title="Meetings",
        lines=tuple(line(one, today) for one in lists.of_concern(concern)),
        none="No meeting about this concern has been called that you can see.",
        actions=tuple(actions),
    )


def line(one: Listed, today: date) -> Line:
    """Return a meeting in a line: when, how it stands, and what is next."""
    return Line(
        text=f"{one.title}, {moment_in_words(one.when)}",
        href=reverse("meeting", args=[one.meeting.concern_id, one.meeting.pk]),
        tags=(TAGS[one.status],),
        next=_next(one, today),
    )


def _next(one: Listed, today: date) -> str:
    if one.status is Status.CALLED:
        gone = london_day(one.when) < today
        return "Its day is over: record that it was held, or that it was not." if gone else ""
    if one.status is not Status.HELD:
        return ""
    if not one.lacks:
        return "Everything that must be settled is answered: conclude it."
    unanswered = len(one.unanswered)
    words = [f"items of the agenda without an answer: {unanswered}"] if unanswered else []
    words += ["it was not quorate, and it is not said why"] if any(lack.agency for lack in one.lacks) else []
    return f"{capital('; '.join(words))}."
