"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.meetings import chronology, overview, requested_duties
from fingerpost.casework.subject import Subject
from fingerpost.duties.carrying_out import Page

MEETINGS = Subject(
    name="meetings",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    carries_out=(
        Page(("strategy_meeting", "lado_meeting"), "Call the meeting, or record it", "concern_meetings"),
        Page(("urgent_action",), "Record urgent action", "concern_meetings"),
    ),
)
