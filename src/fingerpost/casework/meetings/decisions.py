"""What a meeting decides: yes or no, who is told and when, who is to do what, and who disagreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import Person, Relation
from fingerpost.access.errors import refuse
from fingerpost.access.models import Concern, Embargo, Membership
from fingerpost.casework.meetings import invitations, queries, rules
from fingerpost.casework.meetings.services import add_step, held_at, require_that_they_record, standing
from fingerpost.casework.models import (
    Agency,
    Meeting,
    MeetingAction,
    MeetingStep,
    MeetingStepKind,
    MeetingTelling,
)
from fingerpost.record.models import Appearance, PersonKind, RelationshipKind
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import record_event
from fingerpost.record.services.relationships import relationships_of

TO_ADULTS: Final = (Relation.SELF, Relation.PARTNER, Relation.EMPLOYER)
TO_CHILDREN: Final = (Relation.SELF, Relation.PARENTS)


@dataclass(frozen=True, slots=True, repr=False)
class TellingInput:
    """When one person may be told about one adult, and who tells them. See `models.MeetingTelling`.

    `is_the_unlisted`: the meeting holds this adult to be the one who was not listed when an embargo began.
    """

    about: Appearance
    to: str
    moment: datetime
    teller: str
    reasons: str
    risk: str = ""
    beside: str = ""
    is_the_unlisted: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class ToDo:
    """What somebody is to do by a day; `item`, the rule that it came from."""

    what: str
    item: str
    agency: Agency
    due: date
    membership: Membership | None = None
    owner: str = ""


def decide(meeting: Meeting, act: str, outcome: str, reasons: str) -> MeetingStep:
    """Record what a meeting decided with yes or no, and why. What follows from it becomes a duty. Raises `AccessError`.

    `act`: what follows from yes, one of `rules.DECISIONS`.

    Recorded again it takes the place of what was recorded before.
    """
    if act not in rules.DECISIONS or outcome not in (rules.YES, rules.NO):
        raise refuse("decision", "there is no such decision", "Choose one of those that are offered.")
    if not reasons.strip():
        raise refuse("decision", "the reasons are missing", "Write why it was decided so.")
    at = held_at(standing(meeting))
    with change(meeting.concern, meeting.compartment):
        return add_step(meeting, MeetingStepKind.DECIDED, at, text=reasons, item=act, outcome=outcome)


def agree_telling(meeting: Meeting, telling: TellingInput) -> MeetingTelling:
    """Record from when one person may be told about one adult. Raises `AccessError`.

    Where the moment has come already it counts from now on the record too; else it is planned, and tells nobody
    anything until somebody records that it has come. It cannot be before the meeting that decided it.
    """
    require_that_they_record(meeting.kind)
    held = held_at(standing(meeting))
    if telling.moment < held:
        raise refuse("moment", "it is before the meeting that decided it", "Give the moment that the meeting agreed.")
    if not telling.reasons.strip() or not telling.teller.strip():
        raise refuse("telling", "who tells them, or why then, is missing", "Write both.")
    if is_of_a_suspect(meeting, telling.about, telling.to) and not (telling.risk.strip() and telling.beside.strip()):
        raise refuse(
            "telling",
            "the risk that the suspected adult harms themselves, or who is with them and the family, is missing",
            "Write what was considered, and who is with them and with the family when they are told.",
        )
    _require_that_it_is_held(meeting, telling.about)
    with change(meeting.concern, meeting.compartment):
        made = MeetingTelling(
            meeting=meeting,
            concern_id=meeting.concern_id,
            compartment=meeting.compartment,
            about=telling.about,
            to=telling.to,
            moment=telling.moment,
            teller=telling.teller,
            reasons=telling.reasons,
            risk=telling.risk or None,
            beside=telling.beside or None,
            by_id=context.required().membership_id,
        )
        made.save()
        if made.moment <= timezone.now():
            record_the_moment(made, is_the_unlisted=telling.is_the_unlisted)
    return made


def record_the_moment(telling: MeetingTelling, *, is_the_unlisted: bool = False) -> MeetingStep:
    """Record that the agreed moment has come: the embargo ends for that one person from that moment on.

    The embargo about an adult who was not listed goes on, unless the meeting holds this adult to be that one.
    Raises `AccessError` or `RecordError` before it, twice, for one who may not record it, and unless the meeting is
    recorded as held by then: without its decision nobody is told.
    """
    meeting = telling.meeting
    _require_that_it_is_open(telling)
    if telling.moment < held_at(standing(meeting)):
        raise refuse(
            "moment",
            "the meeting that agreed it is recorded as held after that moment",
            "Record that they are not to be told then, and from when the meeting lets them be told.",
        )
    if telling.moment > timezone.now():
        raise refuse("moment", "the agreed moment has not come yet", "Until then nobody tells them. Come back then.")
    with change(meeting.concern, meeting.compartment):
        event = record_event(
            meeting.concern,
            "disclosure_agreed",
            telling.moment,
            about=telling.about,
            to=telling.to,
            compartment=meeting.compartment,
            reason=str(telling.reasons),
            is_the_unlisted=is_the_unlisted,
        )
        return add_step(meeting, MeetingStepKind.TOLD, telling.moment, telling=telling, happened=event)


def take_telling_back(telling: MeetingTelling, reason: str) -> MeetingStep:
    """Record that somebody is not to be told at the agreed moment after all. Raises `AccessError` once it has come."""
    _require_that_it_is_open(telling)
    if not reason.strip():
        raise refuse("telling", "the reason is missing", "Write why they are not to be told then.")
    with change(telling.meeting.concern, telling.compartment):
        return add_step(telling.meeting, MeetingStepKind.NOT_TO_BE_TOLD, None, text=reason, telling=telling)


def agree_action(meeting: Meeting, todo: ToDo) -> MeetingAction:
    """Record what somebody is to do by a day; it becomes a duty.

    Raises `AccessError`, also for a colleague who does not see the concern, or could not be let in here.
    """
    require_that_they_record(meeting.kind)
    held_at(standing(meeting))
    if todo.membership is None and not todo.owner.strip():
        raise refuse("action", "nobody has it", "Choose a colleague, or write who has it.")
    if todo.membership is not None:
        _require_that_they_can_have_it(meeting, todo.membership)
    with change(meeting.concern, meeting.compartment):
        made = MeetingAction(
            meeting=meeting,
            concern_id=meeting.concern_id,
            compartment=meeting.compartment,
            item=todo.item,
            what=todo.what,
            agency=todo.agency,
            membership=todo.membership,
            owner=None if todo.membership else todo.owner,
            due=todo.due,
            by_id=context.required().membership_id,
        )
        made.save()
    return made


def dissent(meeting: Meeting, who: str, agency: Agency, what: str) -> MeetingStep:
    """Record that somebody disagreed, for which agency, and with what. Raises `AccessError`."""
    if not who.strip() or not what.strip():
        raise refuse("dissent", "who disagreed, or with what, is missing", "Write both.")
    at = held_at(standing(meeting))
    with change(meeting.concern, meeting.compartment):
        return add_step(meeting, MeetingStepKind.DISSENTED, at, text=what, who=who, agency=agency)


# ---- who can be told about an adult ----------------------------------------------------------------------------------


def adults_held(meeting: Meeting) -> list[Appearance]:
    """Return the adults that nothing may be told about, as far as this part of the record has it."""
    held = _held_about(meeting)
    adults = [one for one in people(meeting.concern, meeting.compartment) if one.kind == PersonKind.ADULT]
    return [one for one in adults if one.pk in held or None in held]


def somebody_unlisted_is_held(meeting: Meeting) -> bool:
    """Whether there is an embargo here that began about an adult nobody had listed."""
    return None in _held_about(meeting)


def _held_about(meeting: Meeting) -> set[UUID | None]:
    rows = Embargo.objects.visible().filter(concern=meeting.concern_id, compartment=meeting.compartment)
    return set(rows.values_list("about", flat=True))


def recipients(meeting: Meeting) -> list[str]:
    """Return who might be told, as `embargo.Person` writes them: each person of the concern, and those near them."""
    found = []
    for one in people(meeting.concern, meeting.compartment):
        relations = TO_ADULTS if one.kind == PersonKind.ADULT else TO_CHILDREN
        found += [f"{relation}:{one.pk}" for relation in relations]
    return found


def people(concern: Concern, compartment: str) -> list[Appearance]:
    """Return the people that this part of the record may name, adults first."""
    rows = Appearance.objects.visible().filter(concern=concern, compartment__in=SOURCES[compartment])
    return sorted(rows.order_by("recorded_at", "pk"), key=lambda one: one.kind != PersonKind.ADULT)


def is_of_a_suspect(meeting: Meeting, about: Appearance, to: str) -> bool:
    """Whether a suspected adult is told: the one it is about or another one, also as a child's parent or a partner."""
    decided = queries.decisions(meeting.concern, [meeting.compartment]).get(meeting.compartment)
    return bool(_told_as(meeting, to) & {about.pk, *(decided.suspected if decided else ())})


def _told_as(meeting: Meeting, to: str) -> set[UUID]:
    """Return who of the concern is meant by a recipient, as far as this part of the record has it."""
    person = Person.read(to)
    if person.relation == Relation.SELF:
        return {person.of}
    found: set[UUID] = set()
    for tie in relationships_of(meeting.concern, SOURCES[meeting.compartment]):
        if person.relation == Relation.PARENTS and tie.kind == RelationshipKind.PARENT_OF:
            found |= {tie.one_id} if tie.other_id == person.of else set()
        elif person.relation == Relation.PARTNER and tie.kind == RelationshipKind.PARTNER_OF:
            pair = [one for one in (tie.one_id, tie.other_id) if one is not None]
            found |= {one for one in pair if one != person.of} if person.of in pair else set()
    return found


def _require_that_it_is_held(meeting: Meeting, about: Appearance) -> None:
    if about.pk not in {one.pk for one in adults_held(meeting)}:
        raise refuse(
            "about",
            "nothing about this adult is held back in this part of the record",
            "A meeting in the part of the record that has the embargo decides about it.",
        )


def _require_that_they_can_have_it(meeting: Meeting, membership: Membership) -> None:
    able = invitations.colleagues(meeting.concern, meeting.compartment)
    if membership.pk not in {one.pk for one in able}:
        raise refuse(
            "action",
            "this person cannot see this part of the record, and so could not do it here",
            "Choose a colleague of an organisation that works on it, or write who has it.",
        )


def _require_that_it_is_open(telling: MeetingTelling) -> None:
    now = standing(telling.meeting)
    if telling.pk in now.told or telling.pk in now.withdrawn:
        raise refuse("telling", "this is settled already", "Look at the meeting again: somebody has recorded it.")
