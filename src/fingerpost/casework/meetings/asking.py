"""Which of a concern's duties ask for a meeting, for whoever is acting."""

from __future__ import annotations

from datetime import date

from fingerpost.access.models import Compartment, Matter
from fingerpost.casework.meetings import rules
from fingerpost.casework.models import Meeting, MeetingKind
from fingerpost.duties import showing
from fingerpost.duties.showing import Shown


def open_duties(matter: Matter, seen: frozenset[str], today: date) -> list[Shown]:
    """Return the open duties that ask for a meeting of either kind, the most pressing first."""
    found = showing.of_matter(matter, seen, today)
    return [one for one in found if one.is_open and any(rules.calls(one.provision, kind) for kind in MeetingKind)]


def for_meeting(meeting: Meeting, seen: frozenset[str], today: date) -> list[Shown]:
    """Return those that one meeting may carry out: of its kind, and known where it stands."""
    places = (meeting.compartment, Compartment.COMMON)
    return [
        one
        for one in open_duties(meeting.matter, seen, today)
        if rules.calls(one.provision, meeting.kind) and one.duty.compartment in places
    ]


def asked(meeting: Meeting, seen: frozenset[str], today: date) -> list[Shown]:
    """Return the duties that a meeting was called for, however they stand now."""
    named = set(meeting.asked_by)
    places = (meeting.compartment, Compartment.COMMON)
    found = showing.of_matter(meeting.matter, seen & {*places}, today)
    return [one for one in found if str(one.duty) in named]
