"""Duties that no decision brings: what a meeting agreed, when an agreement is reviewed, what a record still lacks.

Each room above is asked whenever a concern's duties are carried. What it gives becomes a duty like any other (taken,
handed over, put off, overdue), cites its provision, and is done when the room says so or when somebody records it. What
it no longer gives is superseded. Whoever changes what a room gives does so in `record.services.changes.change`, at
whose end the duties are carried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fingerpost.access import presence
from fingerpost.access.models import CaseData, Concern
from fingerpost.procedure.calendar import london_day
from fingerpost.rooms import Room, rooms


@dataclass(frozen=True, slots=True)
class Carried:
    """That it was carried out: on which day, by whom, and what was done, in words."""

    on: date
    who: str
    what: str

    @classmethod
    def by(cls, row: Any, what: str) -> Carried:
        """Return that a row of casework, recorded of `row.at` by `row.by`, carried it out."""
        return cls(london_day(row.at), str(row.by.user), what)


@dataclass(frozen=True, slots=True, repr=False)
class RequestedDuty:
    """One thing to do.

    - `work`: which piece of casework asks for it; its id never changes. `what`: what is to be done, in words.
    - `provision`: the rule it is under. `party`: on whom it falls, as in `assignment.PARTIES`, or `organisation`.
    - `organisation`, `membership`: an organisation, or a person of it, who was named for it.
    - `since`: when it came to be; `due`: the last day on which it is on time, None without one.
    - `is_the_rules`: it is what the rule asks for about this person, with its day: the decision asks no second time.
    - `page`: the address at which it is carried out; empty where it is recorded on the duty's own page.
    """

    work: UUID
    provision: str
    what: str
    since: datetime
    due: date | None = None
    about: UUID | None = None
    party: str = "social_care"
    organisation: UUID | None = None
    membership: UUID | None = None
    page: str = ""
    carried: Carried | None = None
    is_the_rules: bool = False


RequestedDutySource = Callable[[Concern, str, datetime | None], Iterable[RequestedDuty]]
"""Returns what is asked for in one compartment of a concern, as recorded by a moment (None: now)."""


@dataclass(frozen=True, kw_only=True)
class WithRequestedDuties(Room):
    """A room that asks somebody to do something.

    `requested_from`: the model without a row of which, in the compartment, it asks for nothing.
    """

    requested_duties: RequestedDutySource | None = None
    requested_from: type[CaseData] | None = None


def of_concern(concern: Concern, compartment: str, at: datetime | None = None) -> dict[UUID, RequestedDuty]:
    """Return what is asked for in one compartment, by the piece of casework that asks for it."""
    there = places_asked_from(concern)
    sources = [
        room.requested_duties
        for room in rooms(WithRequestedDuties)
        if room.requested_duties and (room.requested_from is None or (room.requested_from, compartment) in there)
    ]
    return {one.work: one for source in sources for one in source(concern, compartment, at)}


def places_asked_from(concern: Concern) -> frozenset[tuple[type[CaseData], str]]:
    """Return which of the models that rooms ask from have rows in which compartments, as whoever is acting sees it."""
    models = [room.requested_from for room in rooms(WithRequestedDuties) if room.requested_from is not None]
    return presence.places(concern.pk, models)
