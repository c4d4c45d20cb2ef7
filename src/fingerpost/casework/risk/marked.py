"""What was marked for a heading while work went on: notes, interviews, entries of the police."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fingerpost.access.clock import today
from fingerpost.access.models import Compartment, Membership
from fingerpost.casework.police import queries as police
from fingerpost.casework.police.sentences import sentence
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.casework.risk.rules import HeadingEntry
from fingerpost.duties.presentation import names_in
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import day_in_words
from fingerpost.record.services.notes import notes_of
from fingerpost.record.summary_additions import said_in


@dataclass(frozen=True, slots=True)
class Marked:
    """Something that is marked: what it is, a line for each thing said, and who recorded it when.

    `about`: the person it is about, if it is about one. `part`: the part of the record in which alone it is known;
    empty where that is the common record.
    """

    what: str
    lines: tuple[str, ...]
    by: Membership
    recorded_at: datetime
    about: UUID | None = None
    part: str = ""


def for_heading(one: RiskSummary, entry: HeadingEntry, seen: frozenset[str]) -> list[Marked]:
    """Return what is marked for a heading in these compartments, in the order in which it was recorded.

    What is about one child is under that child's heading alone, where the heading goes child by child. Each row is
    read as its own kind is: who may not see a note learns nothing of it here.
    """
    others = {UUID(other.child) for other in one.course.entries if entry.child and other.child not in ("", entry.child)}
    found = [*_notes(one, entry.heading, seen), *_interviews(one, entry.heading), *_police(one, entry.heading, seen)]
    return sorted((marked for marked in found if marked.about not in others), key=lambda marked: marked.recorded_at)


def _notes(one: RiskSummary, heading: str, seen: frozenset[str]) -> Iterator[Marked]:
    for note in notes_of(one.assessment.concern, seen):
        if _is_for(heading, note.headings):
            name = one.around.people.name(note.about_id) if note.about_id else None
            what, part = note.get_kind_display(), _part(note.compartment)
            yield Marked(what, said_in(note, name), note.recorded_by, note.recorded_at, note.about_id, part)


def _interviews(one: RiskSummary, heading: str) -> Iterator[Marked]:
    for held in one.interviews:
        if _is_for(heading, held.headings):
            what, said = f"Interview: {held.get_whom_display().lower()}", (str(held.who), str(held.text or ""))
            yield Marked(what, tuple(filter(None, said)), held.by, held.recorded_at)


def _police(one: RiskSummary, heading: str, seen: frozenset[str]) -> Iterator[Marked]:
    concern = one.assessment.concern
    rows = [it.row for it in police.of_concern(concern, seen, today()).entries if _is_for(heading, it.row.headings)]
    names = names_in(concern, Compartment.POLICE if Compartment.POLICE in seen else Compartment.COMMON) if rows else {}
    for row in rows:
        said = (sentence(row, names), f"On {day_in_words(london_day(row.at))}.")
        yield Marked("The police", said, row.by, row.recorded_at, row.about_id, _part(row.compartment))


def _part(compartment: str) -> str:
    return "" if compartment == Compartment.COMMON else str(Compartment(compartment).label)


def _is_for(heading: str, headings: object) -> bool:
    return heading in str(headings or "").split()
