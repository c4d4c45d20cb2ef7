"""Which of a concern's duties ask for a meeting, and which follow from one, for the person acting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.meetings import rules
from fingerpost.casework.models import Meeting, MeetingKind
from fingerpost.duties import presentation
from fingerpost.duties.presentation import DutyShown


def open_duties(concern: Concern, seen: frozenset[str], today: date) -> list[DutyShown]:
    """Return the open duties that ask for a meeting of either kind, the most pressing first."""
    found = presentation.of_concern(concern, seen, today)
    return [one for one in found if one.is_open and any(rules.calls(one.provision, kind) for kind in MeetingKind)]


def for_meeting(meeting: Meeting, seen: frozenset[str], today: date) -> list[DutyShown]:
    """Return those that one meeting may carry out: of its kind, and known in its part of the record."""
    places = (meeting.compartment, Compartment.COMMON)
    return [
        one
        for one in open_duties(meeting.concern, seen, today)
        if rules.calls(one.provision, meeting.kind) and one.duty.compartment in places
    ]


@dataclass(frozen=True, slots=True)
class OfMeeting:
    """Duties that a meeting has to do with: what it was called for, and what it agreed, by the id of the action."""

    asked: tuple[DutyShown, ...]
    agreed: Mapping[UUID, DutyShown]


def of_meeting(meeting: Meeting, seen: frozenset[str], today: date) -> OfMeeting:
    """Return the duties that a meeting was called for and that it made, in any state, as far as they are seen."""
    named = set(meeting.asked_by)
    places = (meeting.compartment, Compartment.COMMON)
    found = presentation.of_concern(meeting.concern, seen & {*places}, today)
    return OfMeeting(
        tuple(one for one in found if str(one.duty) in named),
        {one.duty.work: one for one in found if one.duty.work},
    )
