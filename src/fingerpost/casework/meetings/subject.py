"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.meetings import chronology, overview, requested_duties
from fingerpost.casework.subject import Subject
from fingerpost.duties.carrying_out import Page

MEETINGS = Subject(
    name="meetings",
    overview=overview.of_matter,
    chronology=chronology.of_matter,
    requested_duties=requested_duties.of_matter,
    carries_out=(
        Page(("strategy_meeting", "lado_meeting"), "Call the meeting, or record it", "matter_meetings"),
        Page(("urgent_action",), "Record urgent action", "matter_meetings"),
    ),
)
