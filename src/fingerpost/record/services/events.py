"""What happened: an event of the procedure. It is noted whenever it is told, however late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fingerpost.access import context, embargo
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import Person, Relation
from fingerpost.access.models import Compartment, Concern, Embargo, EmbargoLift, LiftingDecision
from fingerpost.procedure.errors import Problem, nearest
from fingerpost.procedure.pack.model import Event, Pack
from fingerpost.record.errors import RecordError, refuse
from fingerpost.record.models import Appearance, Happened, PersonKind
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import embargo_of
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now

_RELATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    Relation.SELF: (PersonKind.CHILD, PersonKind.ADULT),
    Relation.PARENTS: (PersonKind.CHILD,),
    Relation.PARTNER: (PersonKind.ADULT,),
    Relation.EMPLOYER: (PersonKind.ADULT,),
}
"""Who may be told, by what they are to somebody of this kind: as the reader of cases has it."""


def text_of(kind: str, pack: Pack) -> str:
    """Return what an event of this kind says, in a sentence."""
    return pack.events[kind].text


def record_event(
    concern: Concern,
    type: str,
    at: datetime,
    *,
    about: Appearance | None = None,
    to: Person | str = "",
    compartment: str = Compartment.COMMON,
    reason: str = "",
    decided_by: LiftingDecision = LiftingDecision.STRATEGY_MEETING,
    is_the_unlisted: bool = False,
) -> Happened:
    """Note what happened at `at`, and decide anew.

    `about`: the person whom an event of the procedure names; `to`: who may be told from then on. One that lifts the
    embargo for somebody is the recorded decision itself: it needs the authority of `decided_by`, and the embargo ends
    for them in the same step. What stands about an adult who was not listed yet goes on, unless the decision says that
    this adult `is_the_unlisted` one. Raises `RecordError` for an event that there is not, that names nobody or the
    wrong person, or that has not happened yet; `AccessError` for who may not record it.
    """
    moment = now()
    if at > moment:
        raise refuse("at", "this has not happened yet", "Give the day and time at which it did.")
    known = pack_of(concern, compartment).events
    event = known.get(type)
    if event is None:
        raise refuse("type", f"there is no event “{type}”", nearest(type, known) or f"Known are {', '.join(known)}.")
    _require_that_it_names(event, concern, compartment, about, str(to))
    with change(concern, compartment):
        made = Happened(
            concern=concern,
            compartment=compartment,
            type=type,
            at=at,
            about=about,
            to=str(to),
            reason=reason,
            recorded_at=moment,
            recorded_by_id=context.required().membership_id,
        )
        made.save()
        if event.to and about is not None:
            _lift(made, about, decided_by, is_the_unlisted=is_the_unlisted)
    return made


def take_back(happened: Happened, *, reason: str) -> Happened:
    """Take back an event that was noted in error: both stay, and the reason. Raises `RecordError` if it was before."""
    with change(happened.concern, happened.compartment):
        rows = Happened.objects.visible().filter(concern=happened.concern_id, takes_back=happened.pk)
        if happened.takes_back_id is not None or rows.exists():
            raise refuse("event", "this was taken back already", "If it happened after all, note it again.")
        made = Happened(
            concern_id=happened.concern_id,
            compartment=happened.compartment,
            type=happened.type,
            at=happened.at,
            about_id=happened.about_id,
            to=happened.to,
            reason=reason,
            takes_back=happened,
            recorded_at=now(happened),
            recorded_by_id=context.required().membership_id,
        )
        made.save()
        if happened.to:
            _hold_again(made)
    return made


def events_of(concern: Concern, compartments: frozenset[str], at: datetime | None = None) -> list[Happened]:
    """Return what happened, in its order, as recorded at `at`: those that were not taken back."""
    return Happened.standing(recorded(Happened.objects.visible(), concern, compartments, at))


def _require_that_it_names(event: Event, concern: Concern, compartment: str, about: Appearance | None, to: str) -> None:
    problems = []
    if (about is None) != (event.about == "concern"):
        right = "Leave the person out." if about else f"Say which {event.about} it is about."
        problems.append(Problem("about", f"this event names {'nobody' if about else 'a person'}", right))
    elif about is not None and about.kind != event.about:
        problems.append(Problem("about", f"this event names a {event.about}", f"Choose the {event.about}."))
    if bool(to) != event.to:
        right = "Say who may be told." if event.to else "Leave it out."
        problems.append(Problem("to", f"this event {'says' if event.to else 'does not say'} who may be told", right))
    elif to:
        relation, _, person = to.partition(":")
        kinds = _RELATIONS.get(relation, ())
        people = Appearance.objects.visible().filter(
            concern=concern, compartment__in=SOURCES[compartment], kind__in=kinds
        )
        if not kinds or not any(str(one) == person for one in people.values_list("pk", flat=True)):
            right = "A person of this concern, a child’s parents, or an adult’s partner or employer."
            problems.append(Problem("to", "this names nobody in this part of the record", right))
    if problems:
        raise RecordError(problems)
    if about is not None:
        require_in_compartment(concern, compartment, about)


def _lift(made: Happened, about: Appearance, decided_by: LiftingDecision, *, is_the_unlisted: bool) -> None:
    standing = list(Embargo.objects.visible().filter(concern=made.concern_id, compartment=made.compartment))
    held = [row for row in standing if row.about == about.pk or (is_the_unlisted and row.about is None)]
    if not held:
        right = "Record first why the adult is suspected."
        if standing and any(row.about is None for row in standing):
            right += " If this is the adult who was not listed before, say so."
        raise refuse("about", "nothing about this adult is held back in this part of the record", right)
    for row in held:
        embargo.lift(
            row,
            Person.read(made.to),
            decision=decided_by,
            decision_id=made.pk,
            at=made.at,
            reason=made.reason or "",
        )


def _hold_again(made: Happened) -> None:
    """Let nobody tell the recipient any more whom the event had let be told in error, about whomever it was."""
    recipient = Person.read(made.to)
    lifted = EmbargoLift.objects.visible().filter(concern=made.concern_id, decision_id__in=[made.takes_back_id])
    for about in {made.about_id, *lifted.values_list("embargo__about", flat=True)}:
        embargo.place(
            made.concern_id,
            about,
            compartment=made.compartment,
            reason=made.reason or "",
            must_not_be_told=[recipient],
            provision=embargo_of(pack_of(made.concern, made.compartment)),
        )
    if isinstance(embargo.may_tell(made.concern_id, made.about_id, recipient), embargo.Free):
        raise refuse(
            "event",
            "the embargo has been lifted for them a second time, and cannot be put back in this way",
            "Ask the strategy meeting or the police to place it anew.",
        )
