"""Meetings about invented concerns: called, held, and what became of them, in the name of whoever is acting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.embargo import Person
from fingerpost.access.models import Concern, EmbargoLift
from fingerpost.access.services import concerns
from fingerpost.casework.meetings import decisions, meeting_duties, queries, requested_duties, rules, services
from fingerpost.casework.meetings.minutes import Minutes, minutes
from fingerpost.casework.meetings.services import Invited, MeetingInput
from fingerpost.casework.models import (
    Agency,
    Meeting,
    MeetingForm,
    MeetingKind,
    MeetingStepKind,
)
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.record.models import Appearance, DetailKind, PartInConcern, PersonKind
from fingerpost.record.services.people import add_appearance

TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)
TODAY = date(2026, 3, 24)
COMMON = frozenset({"common"})
# What does not differ by the database.
ON_ONE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
NOON = TUESDAY + timedelta(hours=20)


def a_suspect(concern: Concern, name: str = "Colin Example", **facts: object) -> Appearance:
    person = add_appearance(concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, name)])
    making.told(concern, about=person, found_in_possession=True, **facts)
    return person


def a_concern(anywhere: Anywhere, **facts: object) -> tuple[Concern, Appearance]:
    """Return a concern about an adult in whose images are children he knows, that the council works on."""
    with anywhere.acting("teacher"):
        concern = making.concern()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        adult = a_suspect(concern, images_of_known_children=True, **facts)
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
    return concern, adult


def call(concern: Concern, kind: MeetingKind = MeetingKind.STRATEGY, **others: object) -> Meeting:
    seen = frozenset({"common", *rules.places_of(kind)}) - {"police"}
    asked = meeting_duties.open_duties(concern, seen, TODAY)
    duties = [one.duty for one in asked if rules.calls(one.provision, kind)]
    why = "" if duties else "The team asks for it."
    return services.call(
        concern, MeetingInput(kind, TUESDAY, "Somebody, team manager", duties=duties, why=why, **others)
    )  # type: ignore[arg-type]


def held(concern: Concern, at: datetime = TUESDAY) -> Meeting:
    meeting = call(concern)
    duties = [one.duty for one in meeting_duties.for_meeting(meeting, COMMON, TODAY)]
    services.hold(meeting, at, MeetingForm.MEETING, duties=duties)
    return meeting


def come(meeting: Meeting, *agencies: Agency) -> None:
    invited = [Invited(agency, name=f"Somebody of {agency}") for agency in agencies]
    people = [services.invite(meeting, one) for one in invited]
    services.attend(meeting, [(one, MeetingStepKind.ATTENDED) for one in people])


def shown(meeting: Meeting) -> queries.MeetingSummary:
    found = queries.of_id(meeting.concern, meeting.pk)
    assert found is not None
    return found


def agreed(concern: Concern, compartment: str = "common") -> dict[str, RequestedDuty]:
    return {one.provision: one for one in requested_duties.of_concern(concern, compartment, None)}


def telling(adult: Appearance, to: Person, moment: datetime, **others: str) -> decisions.TellingInput:
    words = {"teller": "The officer in the case", "reasons": "The devices are secured by then."}
    return decisions.TellingInput(adult, str(to), moment, **{**words, **others})


def lifts(concern: Concern) -> dict[str, datetime]:
    return dict(EmbargoLift.objects.visible().filter(concern=concern).values_list("for_whom", "at"))


def minutes_of(meeting: Meeting) -> Minutes:
    """Return a meeting's minutes, for whoever is acting."""
    one = queries.of_id(meeting.concern, meeting.pk)
    assert one is not None
    return minutes(one)
