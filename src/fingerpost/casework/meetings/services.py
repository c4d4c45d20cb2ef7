"""Calling a meeting, and recording that it was held, who was there, what was answered, and what it decided.

Each acts for the person in `access.context`, in one change of the concern. What happened can be recorded
late and in any order; what the meeting still lacks is said, and stops nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from fingerpost.access import compartments, context
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.queries import kind_of
from fingerpost.casework import steps
from fingerpost.casework.meetings import invitations, rules, terms
from fingerpost.casework.meetings.rules import AgendaItem
from fingerpost.casework.models import (
    Agency,
    Meeting,
    MeetingForm,
    MeetingKind,
    MeetingPerson,
    MeetingStep,
    MeetingStepKind,
    UrgentAction,
)
from fingerpost.duties.models import Duty
from fingerpost.record.models import Happened
from fingerpost.record.services import events
from fingerpost.record.services.changes import change


@dataclass(frozen=True, slots=True, repr=False)
class MeetingInput:
    """A meeting to be called. `duties` ask for it; where none does, `why` it is called. See `models.Meeting`."""

    kind: MeetingKind
    planned_at: datetime
    chair: str
    form: MeetingForm = MeetingForm.MEETING
    reason: str = ""
    duties: Sequence[Duty] = ()
    why: str = ""
    place: str = ""
    called_at: datetime | None = None
    compartment: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Invited:
    """Somebody to be asked: a colleague on the service, or somebody outside of it by name, role and organisation."""

    agency: Agency | None = None
    membership: Membership | None = None
    name: str = ""
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ItemAnswer:
    """An answer to an item: in words. Not `considered`: the words say why it was not.

    Of what goes child by child: the words say what is in place or, where it `is_missing`, what is, and `whose` it is.
    """

    item: AgendaItem
    text: str
    considered: bool = True
    is_missing: bool = False
    whose: str = ""

    @property
    def outcome(self) -> str:
        """What it comes to, as `rules` reads it."""
        if not self.considered:
            return rules.NOT_CONSIDERED
        if self.item.each_child:
            return rules.MISSING if self.is_missing else rules.IN_PLACE
        return "considered"


@dataclass(frozen=True, slots=True, repr=False)
class Urgent:
    """What was done before any meeting, who did it, when, and why it could not wait."""

    what: str
    why: str
    who: str
    at: datetime
    compartment: str = field(default=Compartment.COMMON)


def call(concern: Concern, called: MeetingInput) -> Meeting:
    """Call a meeting. Raises `AccessError` for one who may not, or for a rule of another part of the record."""
    places = rules.places_of(called.kind)
    compartment = called.compartment or places[0]
    require_that_they_record(called.kind)
    if compartment not in places:
        raise refuse("meeting", "such a meeting is not recorded in this part of the record", "Choose another part.")
    if called.form == MeetingForm.DISCUSSION and not called.reason.strip():
        raise refuse("meeting", "a discussion needs its reason", "Write why it is no meeting.")
    if not called.duties and not called.why.strip():
        raise refuse("meeting", "no rule asks for it, and no reason is given", "Write what it is called for.")
    _require_that_they_are_known(called.duties, compartment)
    invitations.require_may_be_invited(concern, None, called.chair, "")
    at = steps.happened_at(called.called_at, "meeting")
    with change(concern, compartment):
        meeting = Meeting(
            concern=concern,
            compartment=compartment,
            kind=called.kind,
            form=called.form,
            reason=called.reason or None,
            asked_by=[str(duty) for duty in called.duties],
            why=called.why or None,
            called_at=at,
            planned_at=called.planned_at,
            place=called.place or None,
            chair=called.chair,
            by_id=context.required().membership_id,
        )
        meeting.save()
    return meeting


def invite(meeting: Meeting, invited: Invited) -> MeetingPerson:
    """Ask somebody to a meeting. It lets nobody into the record, and tells nobody anything by itself.

    Raises `AccessError` for somebody who is shut out or that the concern is about, and where one person has to be
    named because an adult in the concern works there.
    """
    require_that_they_record(meeting.kind)
    held = invited.membership
    invitations.require_may_be_invited(meeting.concern, held, invited.name, invited.organisation)
    if held is None and not (invited.name.strip() or invited.role.strip()):
        raise refuse("person", "nobody is named", "Write the name, or at least the role.")
    own = invitations.AGENCY_OF.get(held.organisation.kind, Agency.OTHER) if held else Agency.OTHER
    with change(meeting.concern, meeting.compartment):
        person = MeetingPerson(
            meeting=meeting,
            concern_id=meeting.concern_id,
            compartment=meeting.compartment,
            agency=invited.agency or own,
            membership=held,
            name=None if held else invited.name or None,
            role=None if held else invited.role or None,
            organisation=None if held else invited.organisation or None,
            by_id=context.required().membership_id,
        )
        person.save()
    return person


def hold(meeting: Meeting, at: datetime, form: MeetingForm, reason: str = "", duties: Iterable[Duty] = ()) -> None:
    """Record that a meeting was held at `at`, and that the duties which ask for it are carried out.

    Recorded again, the newest counts: the event of the first is taken back. Raises `AccessError`.
    """
    at = steps.happened_at(at, "meeting")
    if form == MeetingForm.DISCUSSION and not (reason.strip() or meeting.reason):
        raise refuse("meeting", "a discussion needs its reason", "Write why it was no meeting.")
    duties = list(duties)
    _require_that_they_are_known(duties, meeting.compartment)
    concern = meeting.concern
    with change(concern, meeting.compartment):
        take_back_held(meeting, "Recorded again.")
        event = events.record_event(concern, "strategy_meeting", at, compartment=meeting.compartment)
        add_step(meeting, MeetingStepKind.HELD, at, text=reason, outcome=form, happened=event)
        # In the words of the common record nothing is said of the designated officer's meeting but that it was held.
        what = f"{terms.title(meeting, form)} held."
        for duty in duties:
            steps.carry_out_under(concern, [duty.provision], what, at, about=duty.about, within=[duty.compartment])


def not_held(meeting: Meeting, reason: str) -> None:
    """Record that a meeting did not take place, and why. Raises `AccessError`.

    What it let be told is held back again: there was no decision (2.2-no-disclosure).
    """
    _needs(reason, "Write why it did not take place.")
    with change(meeting.concern, meeting.compartment):
        for told in standing(meeting).told.values():
            _take_back(told.happened, reason)
        take_back_held(meeting, reason)
        add_step(meeting, MeetingStepKind.NOT_HELD, None, text=reason)


def attend(
    meeting: Meeting,
    found: Iterable[tuple[MeetingPerson, MeetingStepKind]],
    explained: str = "",
    in_place_of: Mapping[UUID, str] | None = None,
) -> None:
    """Record who was there, who sent apologies and who did not come; `explained`: why it went on without a quorum.

    `in_place_of`: by who was asked and sent apologies, who was there for them. What is so already is not recorded
    again. Raises `AccessError` for somebody's having attended what was not held.
    """
    now = standing(meeting)
    with change(meeting.concern, meeting.compartment):
        for person, kind in found:
            before = now.attendance.get(person.pk)
            who = (in_place_of or {}).get(person.pk, "").strip() if kind == MeetingStepKind.APOLOGIES else ""
            if before is not None and (before.kind, before.who or "") == (kind, who):
                continue
            if kind != MeetingStepKind.APOLOGIES:
                held_at(now)
            add_step(meeting, kind, now.held.at if now.held else None, person=person, who=who or None)
        if explained.strip() and (now.explained is None or now.explained.text != explained):
            add_step(meeting, MeetingStepKind.QUORUM_EXPLAINED, held_at(now), text=explained)


def answer(meeting: Meeting, answers: Iterable[ItemAnswer], *, late: bool = False) -> int:
    """Record answers to items, as said in the meeting, or (`late`) after it; return how many were new.

    An answer that was recorded already is not recorded again. Raises `AccessError` while the meeting was not held, and
    where something is missing for a child, and it is not said whose it is.
    """
    now = standing(meeting)
    at = held_at(now)
    number = 0
    with change(meeting.concern, meeting.compartment):
        for one in answers:
            outcome, before = one.outcome, now.words(one.item)
            said = (one.text, outcome, one.whose)
            same = before is not None and (before.text, before.outcome, before.who or "") == said
            if same or not one.text.strip():
                continue
            if outcome == rules.MISSING and not one.whose.strip():
                raise refuse("answer", "it is not said whose it is", "Write who sees to it that it is there.")
            fields: dict[str, Any] = {"item": "+".join(one.item.ids), "about": one.item.about, "outcome": outcome}
            fields["who"] = one.whose or None
            add_step(meeting, MeetingStepKind.ANSWERED, None if late else at, text=one.text, late=late, **fields)
            number += 1
    return number


def conclude(meeting: Meeting, items: Collection[AgendaItem]) -> None:
    """Conclude a meeting, with its agenda as it is. It counts as concluded as soon as it lacks nothing."""
    held_at(standing(meeting))
    with change(meeting.concern, meeting.compartment):
        add_step(meeting, MeetingStepKind.CONCLUDED, None, agenda=[item.key for item in items])


def reopen(meeting: Meeting, reason: str) -> None:
    """Open a meeting again that was concluded, and say why. Raises `AccessError`."""
    _needs(reason, "Write why it is opened again.")
    with change(meeting.concern, meeting.compartment):
        add_step(meeting, MeetingStepKind.REOPENED, None, text=reason)


def act_urgently(concern: Concern, urgent: Urgent) -> UrgentAction:
    """Record what was done before any meeting, and why. Raises `AccessError`."""
    at = steps.happened_at(urgent.at, "urgent action")
    with change(concern, urgent.compartment):
        made = UrgentAction(
            concern=concern,
            compartment=urgent.compartment,
            what=urgent.what,
            why=urgent.why,
            who=urgent.who,
            at=at,
            by_id=context.required().membership_id,
        )
        made.save()
        known = compartments.made_from(urgent.compartment)
        steps.carry_out(concern, "urgent_action", "Urgent action was taken before any meeting.", at, within=known)
    return made


# ---- for the services of meetings ------------------------------------------------------------------------------------


def standing(meeting: Meeting) -> rules.MeetingStanding[MeetingStep]:
    """Return what a meeting's steps come to now: one query."""
    return rules.fold(MeetingStep.objects.visible().filter(meeting=meeting).order_by("number"))


def held_at(now: rules.MeetingStanding[MeetingStep]) -> datetime:
    """Return when the meeting was held. Raises `AccessError` while it was not, as far as is recorded."""
    if now.held is None:
        raise refuse(
            "meeting", "it is not recorded that this meeting was held", "Record first that it was held, and when."
        )
    held: datetime = now.held.at
    return held


def add_step(
    meeting: Meeting, kind: MeetingStepKind, at: datetime | None, *, text: str = "", **fields: Any
) -> MeetingStep:
    """Add a step to a meeting, true at `at` (None: now). Raises `AccessError`. The caller is changing the concern."""
    require_that_they_record(meeting.kind)
    step = MeetingStep(
        meeting=meeting,
        concern_id=meeting.concern_id,
        compartment=meeting.compartment,
        number=steps.next_number(MeetingStep, meeting=meeting),
        kind=kind,
        at=steps.happened_at(at, "meeting"),
        text=text or None,
        by_id=context.required().membership_id,
        **fields,
    )
    step.save()
    return step


def require_that_they_record(kind: str) -> None:
    """Raise `AccessError` unless the person acting may record such a meeting."""
    if not they_record(kind):
        raise refuse(
            "meeting",
            "you cannot record this meeting",
            "The designated officer records it."
            if kind == MeetingKind.DESIGNATED_OFFICER
            else "A social worker, a team manager or a police officer records it.",
        )


def they_record(kind: str) -> bool:
    """Whether the person acting may record such a meeting."""
    actor = context.required()
    return rules.may_record(kind, actor.role, kind_of(actor.organisation_id))


def take_back_held(meeting: Meeting, reason: str) -> None:
    """Take back the event of a meeting that was held, unless somebody took it back by itself."""
    held = standing(meeting).held
    if held is not None:
        _take_back(held.happened, reason)


def _take_back(happened: Happened | None, reason: str) -> None:
    """Take back an event, unless somebody has done so where events are shown."""
    if happened is not None and not Happened.objects.visible().filter(takes_back=happened).exists():
        events.take_back(happened, reason=reason)


def _require_that_they_are_known(duties: Iterable[Duty], compartment: str) -> None:
    if any(duty.compartment not in (compartment, Compartment.COMMON) for duty in duties):
        raise refuse("meeting", "one of the rules is known in another part of the record only", "Choose that part.")


def _needs(text: str, right: str) -> None:
    if not text.strip():
        raise refuse("meeting", "this has to be said in words", right)
