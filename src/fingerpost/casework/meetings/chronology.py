"""The meetings' entries in a concern's chronology."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from fingerpost.access.chronology import ChronologyEntry, EntryKind, person
from fingerpost.access.models import Concern
from fingerpost.casework.meetings import queries, rules, terms
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.models import MeetingStep, MeetingStepKind, MeetingTelling
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.procedure.calendar import moment_in_words
from fingerpost.procedure.explaining.words import day_in_words, ended
from fingerpost.record.people_presentation import PeopleOfConcern

type Called = Callable[[UUID | None], str]


def of_concern(concern: Concern, compartments: frozenset[str], at: datetime | None) -> Iterator[ChronologyEntry]:
    """Return each meeting and what became of it, as recorded by `at` (None: now)."""
    found = queries.of_concern(concern, at, within=compartments, with_agenda=False)
    called = PeopleOfConcern(concern, compartments, at).name if any(one.tellings for one in found) else str
    for one in found:
        yield from _of_meeting(one, called)
    for urgent in queries.urgent(concern, at):
        said = f"Done before any meeting, by {urgent.who}: {ended(urgent.what)} Why: {ended(urgent.why)}"
        yield _entry(urgent, urgent.at, said)


def _of_meeting(one: MeetingSummary, called: Called) -> Iterator[ChronologyEntry]:
    meeting = one.meeting
    name = terms.title(meeting)
    said = f"{name} called for {moment_in_words(meeting.planned_at)}, chaired by {ended(meeting.chair)}"
    yield _entry(meeting, meeting.called_at, said)
    for person_ in one.people:
        said = f"{name}: {person_.who}, was asked to come for {_agency(person_.get_agency_display())}."
        yield _entry(person_, person_.recorded_at, said)
    tellings = {telling.pk: telling for telling in one.tellings}
    for step in one.steps:
        telling = tellings.get(step.telling_id) if step.telling_id else None
        people = _people(telling) if telling else frozenset()
        yield _entry(step, step.at, f"{name}: {_step(step, one, telling, called)}", people)
    for telling in one.tellings:
        said = f"{name}: {_told(telling, called)} from {moment_in_words(telling.moment)}: {ended(telling.reasons)}"
        yield _entry(telling, telling.recorded_at, said, _people(telling))
    for action in one.actions:
        said = f"{name}: {action.whose} is to do this by {day_in_words(action.due)}: {ended(action.what)}"
        yield _entry(action, action.recorded_at, said)


def _step(step: MeetingStep, one: MeetingSummary, telling: MeetingTelling | None, called: Called) -> str:
    text = f": {ended(step.text)}" if step.text else "."
    match step.kind:
        case MeetingStepKind.ANSWERED:
            how = _HOW.get(step.outcome, "answered") + (f", and {step.who} sees to it" if step.who else "")
            late = " after the meeting" if step.late else ""
            return f"agenda item {how}{late}{text} ({step.item.replace('+', ', ')})"
        case MeetingStepKind.DECIDED:
            yes, no = rules.DECISIONS[step.item]
            return f"{yes if step.outcome == rules.YES else no}{text}"
        case MeetingStepKind.ATTENDED | MeetingStepKind.APOLOGIES | MeetingStepKind.ABSENT:
            who = next((person_.who for person_ in one.people if person_.pk == step.person_id), "somebody")
            return f"{who}, {step.get_kind_display()}{f'; {step.who} was there for them' if step.who else ''}."
        case MeetingStepKind.TOLD | MeetingStepKind.NOT_TO_BE_TOLD if telling is not None:
            return f"{step.get_kind_display()}: {_told(telling, called)}{text}"
        case MeetingStepKind.DISSENTED:
            return f"{step.who}, {_agency(step.get_agency_display())}, disagreed{text}"
    return f"{step.get_kind_display()}{text}"


_HOW: Final = {
    rules.NOT_CONSIDERED: "not considered",
    rules.IN_PLACE: "answered with what is in place",
    rules.MISSING: "answered with what is missing",
}


def _told(telling: MeetingTelling, called: Called) -> str:
    return f"{terms.told(telling.to, called)} may be told about {called(telling.about_id)}"


def _people(telling: MeetingTelling) -> frozenset[UUID]:
    return frozenset({telling.about_id, UUID(telling.to.partition(":")[2])})


def _entry(row: CaseworkRow, at: datetime, said: str, people: frozenset[UUID] = frozenset()) -> ChronologyEntry:
    return ChronologyEntry(row.compartment, EntryKind.MEETINGS, at, row.recorded_at, person(row.by), said, people)


def _agency(name: str) -> str:
    return name[:1].lower() + name[1:]
