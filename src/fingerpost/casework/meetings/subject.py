"""What this subject does for the rest of the service."""

from __future__ import annotations

from fingerpost.casework.meetings import chronology, overview, requested_duties
from fingerpost.casework.models import Meeting
from fingerpost.casework.subject import CaseworkSubject
from fingerpost.duties.action_pages import ActionPage

MEETINGS = CaseworkSubject(
    name="meetings",
    overview=overview.of_concern,
    chronology=chronology.of_concern,
    requested_duties=requested_duties.of_concern,
    requested_from=Meeting,
    carries_out=(
        ActionPage(("strategy_meeting", "lado_meeting"), "Call the meeting, or record it", "concern_meetings"),
        ActionPage(("urgent_action",), "Record urgent action", "concern_meetings"),
    ),
)
