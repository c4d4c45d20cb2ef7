"""A meeting's minutes as plain data, for paper, or for another agency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.meetings import rules, terms
from fingerpost.casework.meetings.queries import MeetingSummary
from fingerpost.casework.meetings.rules import AgendaItem
from fingerpost.casework.models import MeetingPerson, MeetingTelling
from fingerpost.procedure.calendar import moment_in_words
from fingerpost.procedure.explaining.words import capital, ended
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under


@dataclass(frozen=True, slots=True, repr=False)
class Attendance:
    """Somebody who was asked: who, for which agency, and whether they came, in words."""

    who: str
    agency: str
    came: str


@dataclass(frozen=True, slots=True, repr=False)
class ItemAnswered:
    """An item of the agenda. `about`: the person it is about; `answer`: empty where there is none.

    `considered` False: the answer says why it was not. `late`: it was given after the meeting. `by_tellings`: the
    answer is who may be told when, as it was recorded by itself. `is_undecided`: it takes a decision, and has none.
    `asks_when`: it asks when somebody is told.
    """

    rules: tuple[str, ...]
    question: str
    is_must: bool
    about: str
    answer: str
    considered: bool
    late: bool
    by_tellings: bool = False
    is_undecided: bool = False
    asks_when: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class TellingAgreed:
    """What was decided, and why. `rule`: the provision."""

    rule: str
    what: str
    reasons: str


@dataclass(frozen=True, slots=True, repr=False)
class TellingMinuted:
    """Who may be told about which adult, who tells them and when; `stands` False: it or the meeting was taken back."""

    about: str
    to: str
    moment: datetime
    teller: str
    reasons: str
    risk: str
    beside: str
    stands: bool
    has_come: bool


@dataclass(frozen=True, slots=True, repr=False)
class ActionMinuted:
    """What somebody is to do by a day."""

    rule: str
    what: str
    owner: str
    agency: str
    due: date


@dataclass(frozen=True, slots=True, repr=False)
class Dissent:
    """Who disagreed, for which agency, and with what."""

    who: str
    agency: str
    what: str


@dataclass(frozen=True, slots=True, repr=False)
class Minutes:
    """A meeting as it is. `compartment`: whose readers alone may read it. `lacks`: what is missing, in words."""

    compartment: str
    reference: str
    title: str
    when: datetime
    was_held: bool
    is_concluded: bool
    where: str
    chair: str
    why_a_discussion: str
    who: tuple[Attendance, ...]
    quorum_missing: tuple[str, ...]
    quorum_explained: str
    items: tuple[ItemAnswered, ...]
    decisions: tuple[TellingAgreed, ...]
    told: tuple[TellingMinuted, ...]
    actions: tuple[ActionMinuted, ...]
    dissent: tuple[Dissent, ...]
    lacks: tuple[str, ...]
    recorded_by: str


def minutes(one: MeetingSummary) -> Minutes:
    """Return the minutes of a meeting that was read."""
    meeting, now = one.meeting, one.now
    people = _people(meeting.concern, meeting.compartment)
    pack = pack_of(meeting.concern, meeting.compartment)
    held = now.held
    return Minutes(
        compartment=meeting.compartment,
        reference=meeting.concern.reference,
        title=one.title,
        when=one.when,
        was_held=held is not None,
        is_concluded=one.status is rules.MeetingStatus.CONCLUDED,
        where=str(meeting.place or ""),
        chair=str(meeting.chair),
        why_a_discussion=str((held.text if held else None) or meeting.reason or ""),
        who=tuple(_attendance(one, person) for person in one.people),
        quorum_missing=now.lacks(one.people) if held else (),
        quorum_explained=str(now.explained.text) if now.explained else "",
        items=tuple(_answered(one, item, people) for item in one.items),
        decisions=tuple(
            TellingAgreed(under(act, pack), rules.DECISIONS[act][step.outcome != rules.YES], str(step.text or ""))
            for act, step in now.decided.items()
        ),
        told=tuple(_told(one, telling, people) for telling in one.tellings),
        actions=tuple(
            ActionMinuted(each.item, str(each.what), each.whose, each.get_agency_display(), each.due)
            for each in one.actions
        ),
        dissent=tuple(
            Dissent(str(step.who or ""), step.get_agency_display(), str(step.text or "")) for step in now.dissents
        ),
        lacks=tuple(lack_in_words(lack, people.name) for lack in one.lacks),
        recorded_by=f"{meeting.by.user.name}, {meeting.by.organisation}",
    )


def lacks_of(one: MeetingSummary) -> list[str]:
    """Return what a meeting lacks, each in a sentence."""
    people = _people(one.meeting.concern, one.meeting.compartment)
    return [lack_in_words(lack, people.name) for lack in one.lacks]


def lack_in_words(lack: rules.Lack, called: Callable[[UUID | None], str]) -> str:
    """Return what a meeting lacks, in a sentence, with the rule. `called`: what somebody is called."""
    if lack.item is not None and lack.item.each_child:
        whom = called(lack.item.about) if lack.item.about else "the children"
        asks = f"{lack.item.text} ({', '.join(lack.item.ids)})"
        return f"Of {whom} it is said neither what is in place, nor what is missing and whose it is: {asks}"
    if lack.item is not None and lack.item.is_decided:
        return f"No decision is recorded to: {lack.item.text}"
    if lack.item is not None:
        return f"No answer is recorded to: {lack.item.text}"
    if lack.agency:
        return f"Nobody is recorded as there for {_AGENCIES[lack.agency]}, and it is not said why it went on without."
    return "It is not recorded that it was held."


_AGENCIES = {"police": "the police", "social_care": "children’s social care", "health": "health"}


def _people(concern: Concern, compartment: str) -> PeopleOfConcern:
    return PeopleOfConcern(concern, {Compartment.COMMON, compartment})


def _attendance(one: MeetingSummary, person: MeetingPerson) -> Attendance:
    step = one.now.attendance.get(person.pk)
    came = str(step.get_kind_display()) if step else "asked to come"
    if step and step.who:
        came += f"; {step.who} was there for them"
    return Attendance(person.who, person.get_agency_display(), came)


def _answered(one: MeetingSummary, item: AgendaItem, people: PeopleOfConcern) -> ItemAnswered:
    step = one.now.answer(item)
    text = str(step.text or "") if step else ""
    if step and step.outcome == rules.MISSING:
        text = f"Missing: {ended(text)} {step.who} sees to it."
    elif step and step.outcome == rules.IN_PLACE:
        text = f"In place: {text}"
    is_told = one.now.is_told_by(item)
    if is_told:
        text = "\n".join(filter(None, (*(_told_in_words(_told(one, it, people)) for it in one.tellings), text)))
    decision = one.now.decision(item)
    if decision is not None:
        said = f"{rules.DECISIONS[decision.item][decision.outcome != rules.YES]}. {decision.text or ''}"
        text = said if decision is step else f"{said}\n{text}"
    return ItemAnswered(
        rules=item.ids,
        question=item.text,
        is_must=item.is_must,
        about=people.name(item.about) if item.about else "",
        answer=text,
        considered=is_told or decision is not None or step is None or step.outcome != rules.NOT_CONSIDERED,
        late=step is not None and step.late,
        by_tellings=is_told,
        is_undecided=item.is_decided and not one.now.is_answered(item),
        asks_when=rules.WHEN_TOLD in item.acts,
    )


def _told_in_words(told: TellingMinuted) -> str:
    said = f"{capital(told.to)} may be told about {told.about} from {moment_in_words(told.moment)}"
    if not told.stands:
        return f"{said}: this was taken back."
    return f"{said}." if told.has_come else f"{said}: that moment is not recorded to have come yet."


def _told(one: MeetingSummary, telling: MeetingTelling, people: PeopleOfConcern) -> TellingMinuted:
    return TellingMinuted(
        about=people.name(telling.about_id),
        to=terms.told(telling.to, people.name),
        moment=telling.moment,
        teller=str(telling.teller),
        reasons=str(telling.reasons),
        risk=str(telling.risk or ""),
        beside=str(telling.beside or ""),
        stands=one.now.held is not None and telling.pk not in one.now.withdrawn,
        has_come=any(
            it.pk in one.now.told for it in one.tellings if (it.about_id, it.to) == (telling.about_id, telling.to)
        ),
    )
