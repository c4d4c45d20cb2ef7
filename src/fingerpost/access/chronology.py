"""What happened in a concern, a sentence an entry: each room is asked for what may be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from fingerpost.access.models import Concern, Involvement, Membership
from fingerpost.rooms import Room, rooms


class EntryKind(StrEnum):
    """What an entry is about, as a reader filters by it."""

    TOLD = "What was told"
    PEOPLE = "People and relationships"
    FACTS = "Facts"
    EVENTS = "What happened"
    NOTES = "Notes and viewing decisions"
    DUTIES = "Duties"
    REFERRALS = "Referrals"
    MEETINGS = "Meetings"
    ENQUIRIES = "Enquiries and assessments"
    AGREEMENTS = "Written agreements"
    POLICE = "Investigation, arrest and bail"
    SUPPORT = "Support"
    DOCUMENTS = "Documents"
    EMBARGOES = "Whom not to tell"
    INVOLVED = "Who is involved"
    PROCEDURE = "Under which procedure"
    TURNS = "Closing, reopening, passing on"


@dataclass(frozen=True, slots=True)
class ChronologyEntry:
    """One sentence: of when it is (a moment, or a day), when it was recorded and by whom, and of which people."""

    compartment: str
    kind: EntryKind
    at: datetime | date
    recorded_at: datetime
    by: str
    sentence: str
    people: frozenset[UUID] = field(default_factory=frozenset)


ChronologySource = Callable[[Concern, frozenset[str], datetime | None], Iterable[ChronologyEntry]]
"""Returns the entries of these compartments that were recorded by a moment (None: now)."""


@dataclass(frozen=True, kw_only=True)
class WithChronology(Room):
    """A room with entries for chronologies."""

    chronology: ChronologySource | None = None


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None = None) -> list[ChronologyEntry]:
    """Return the entries of these compartments recorded by `at` (None: now), the newest recorded last.

    A source that gives more than it was asked for is held back here. However many entries there are, the number of
    queries is the same.
    """
    found: list[ChronologyEntry] = []
    for room in rooms(WithChronology):
        if room.chronology is not None:
            found += room.chronology(concern, compartments, at)
    return sorted((entry for entry in found if entry.compartment in compartments), key=lambda entry: entry.recorded_at)


def person(membership: Membership) -> str:
    """Return somebody of the service by name and organisation."""
    return f"{membership.user.name}, {membership.organisation.name}"


def involved(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return who came to be involved, and who is no longer: one query."""
    rows = Involvement.objects.visible().filter(concern=concern, compartment__in=compartments)
    if at is not None:
        rows = rows.filter(starts__lte=at)
    people = ("organisation", "membership__user", "by__user", "by__organisation")
    for it in rows.select_related(*people):
        who = f"{it.membership.user.name}, {it.organisation.name}," if it.membership else it.organisation.name
        ground = it.get_ground_display()
        why = f": {it.reason}" if it.reason else ""
        by = person(it.by)
        yield ChronologyEntry(it.compartment, EntryKind.INVOLVED, it.starts, it.starts, by, f"{who} {ground}{why}.")
        if it.ends is not None and (at is None or it.ends <= at):
            yield ChronologyEntry(
                it.compartment, EntryKind.INVOLVED, it.ends, it.ends, "", f"{who} is no longer involved."
            )
