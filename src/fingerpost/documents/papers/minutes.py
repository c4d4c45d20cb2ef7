"""A meeting's minutes: who was there, what was considered, what was decided and why, who may be told, who does what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from fingerpost.access.models import Concern
from fingerpost.casework.meetings import queries
from fingerpost.casework.meetings.minutes import (
    ActionMinuted,
    ItemAnswered,
    Minutes,
    TellingAgreed,
    TellingMinuted,
    minutes,
)
from fingerpost.documents.paper import Block, Fields, Items, Paper, Paragraph, Section, Table
from fingerpost.documents.papers import DocumentSubject, NothingToShowError
from fingerpost.duties.sentences import moment
from fingerpost.procedure.explaining.words import capital, day_in_words

_INWARD = "It says who may be told, and so who an embargo is about: it is for the agencies alone."


def things(concern: Concern, seen: frozenset[str]) -> list[DocumentSubject]:
    """Return the meetings of a concern in these compartments."""
    found = queries.of_concern(concern, within=seen, with_agenda=False)
    return [
        DocumentSubject(str(one.meeting.pk), f"{one.title}, {moment(one.when)}", one.meeting.compartment)
        for one in found
    ]


def build(concern: Concern, seen: frozenset[str], key: str, now: datetime) -> Paper:  # noqa: ARG001 - a Builder
    """Return the minutes of one meeting. Raises `NothingToShowError` where it is not to be seen."""
    one = queries.of_id(concern, UUID(key)) if key else None
    if one is None or one.meeting.compartment not in seen:
        raise NothingToShowError
    return of_minutes(minutes(one))


def of_minutes(minutes: Minutes) -> Paper:
    """Return minutes as a document. What is not recorded yet is said first, so that nobody takes a draft for more."""
    sections = [
        Section("The meeting", (Fields(tuple(_meeting(minutes))),)),
        Section("Who was asked", tuple(_who(minutes))),
        Section("What was considered", tuple(map(_item, minutes.items))),
        Section("What was decided", tuple(map(_decided, minutes.decisions))),
        Section("Who may be told", tuple(map(_told, minutes.told)), _INWARD),
        Section("Who does what by when", tuple(_actions(minutes.actions))),
        Section("Who disagreed", tuple(Paragraph(f"{one.who}, {one.agency}: {one.what}") for one in minutes.dissent)),
    ]
    opening = () if minutes.is_concluded else (Paragraph("These minutes are not concluded.", is_warning=True),)
    lacks = (Items(tuple(minutes.lacks)),) if minutes.lacks else ()
    return Paper(minutes.title, tuple(section for section in sections if section.blocks), (*opening, *lacks))


def _meeting(minutes: Minutes) -> Iterator[tuple[str, str]]:
    yield "When" if minutes.was_held else "Planned for", moment(minutes.when)
    if minutes.where:
        yield "Where", minutes.where
    yield "In the chair", minutes.chair
    if minutes.why_a_discussion:
        yield "Why so", minutes.why_a_discussion
    yield "Recorded by", minutes.recorded_by


def _who(minutes: Minutes) -> Iterator[Block]:
    if minutes.who:
        yield Table(("Who", "For", "Came"), tuple((one.who, one.agency, one.came) for one in minutes.who), (3, 3, 2))
    if minutes.quorum_missing:
        why = minutes.quorum_explained or "It is not said why it went on without."
        yield Paragraph(f"Nobody was there for {', '.join(minutes.quorum_missing)}. {why}", is_warning=True)


def _item(one: ItemAnswered) -> Block:
    about = f" ({one.about})" if one.about else ""
    answer = one.answer or "No answer is recorded."
    marks = [f"Rule {', '.join(one.rules)}."]
    marks += [] if one.considered else ["It was not considered, for this reason."]
    marks += ["Answered after the meeting."] if one.late else []
    return Fields(((f"{one.question.rstrip('.:')}{about}", f"{answer}\n{' '.join(marks)}"),))


def _decided(one: TellingAgreed) -> Block:
    return Fields(((one.what.rstrip(". :"), f"{one.reasons}\nRule {one.rule}."),))


def _told(one: TellingMinuted) -> Block:
    said = [f"{capital(one.to)} may be told about {one.about} from {moment(one.moment)}, by {one.teller}."]
    said += [] if one.stands else ["This was taken back."]
    said += [f"{what}: {text}" for what, text in _reasons(one) if text]
    return Paragraph("\n".join(said), is_warning=not one.stands)


def _reasons(one: TellingMinuted) -> Iterable[tuple[str, str]]:
    return ("Why", one.reasons), ("The risk in it", one.risk), ("Who is beside them", one.beside)


def _actions(actions: Sequence[ActionMinuted]) -> Iterator[Block]:
    if actions:
        rows = tuple(
            (f"{one.what}\nRule {one.rule}.", ", ".join(filter(None, (one.owner, one.agency))), day_in_words(one.due))
            for one in actions
        )
        yield Table(("What", "Who", "By"), rows, (5, 3, 3))
