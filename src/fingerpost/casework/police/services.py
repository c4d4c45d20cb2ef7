"""Recording what the police do, and opening it to those who see the common record.

Everything is recorded in the police’s own part. To everybody else it has not happened, until the police decide that
they may know: then the same is recorded in the common record, with its true time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from fingerpost.access import compartments, context
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern, Membership, Organisation
from fingerpost.access.models.people import OrganisationKind, Role
from fingerpost.casework.models import PoliceKind, PoliceOpened, PoliceStep
from fingerpost.casework.steps import happened_at
from fingerpost.record.models import Appearance, Happened, Source
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.events import events_of, record_event, take_back
from fingerpost.record.services.facts import FactAnswer, assert_fact
from fingerpost.record.services.headings import written

ARREST: Final = "arrest"
FACTS: Final = ("police_involved", "investigation_open")
FACTS_OF_AN_ADULT: Final = ("police_notified_investigation",)
"""What the police may state in the common record. Nothing that they record states it by itself."""

_DECIDE: Final = frozenset({Role.POLICE_OFFICER, Role.TEAM_MANAGER})


def record_step(
    concern: Concern,
    kind: PoliceKind,
    *,
    at: datetime | None = None,
    about: Appearance | None = None,
    of: PoliceStep | None = None,
    until: date | None = None,
    officer: Membership | None = None,
    outcome: str = "",
    contact_of: Mapping[Appearance, str] | None = None,
    text: str = "",
    contact: str = "",
    held_by: str = "",
    headings: Iterable[str] = (),
) -> PoliceStep:
    """Record an entry in the police’s own part, however late. `models.PoliceStep` says what each word means.

    Raises `AccessError` for what is still to come or one who may not add there, `RecordError` for somebody who is
    not in the police’s part.
    """
    effects = dict(contact_of or {})
    require_in_compartment(concern, Compartment.POLICE, *effects, *([about] if about else []))
    step = PoliceStep(
        concern=concern,
        compartment=Compartment.POLICE,
        kind=kind,
        at=happened_at(at, "entry"),
        about=about,
        of=of,
        until=until,
        officer=officer,
        outcome=outcome,
        contact_of={str(child.pk): str(effect) for child, effect in effects.items()},
        text=text or None,
        contact=contact or None,
        held_by=held_by or None,
        headings=written(concern, headings),
        by_id=context.required().membership_id,
    )
    with change(concern, Compartment.POLICE):
        step.save()
    return step


def record_arrest(
    concern: Concern, adult: Appearance, at: datetime, *, is_hidden: bool = True, reason: str = ""
) -> Happened:
    """Record that an adult was arrested (2.2-arrest-undisclosed): for the police alone, or for all to see.

    What it asks for (2.2-strategy-on-arrest) falls on the police as long as it is theirs alone. Raises as
    `record_step` does; `AccessError` also for who may not decide that all may know.
    """
    if not is_hidden:
        _require_that_they_decide(concern.pk)
    compartment = Compartment.POLICE if is_hidden else Compartment.COMMON
    return record_event(concern, ARREST, at, about=adult, compartment=compartment, reason=reason)


@transaction.atomic
def open_arrest(arrest: Happened, *, why: str, as_: Appearance | None = None) -> PoliceOpened:
    """Let all who see the common record know of an arrest, from now on and as it was: the police’s recorded decision.

    `why` is what they read as the reason for their learning it now. `as_`: the same adult in the common record, where
    the arrest is of one who is in the police’s part alone. Raises `AccessError` or `RecordError`.
    """
    _require_that_they_decide(arrest.concern_id)
    if PoliceOpened.objects.visible().filter(event=arrest).exists():
        raise refuse("arrest", "this was opened already", "It is in the common record.")
    if not _stands(arrest):
        raise refuse("arrest", "it was taken back", "Record it again, if it was made after all.")
    about = as_ or arrest.about
    if about is None or about.compartment != Compartment.COMMON:
        raise _not_in_the_common_record()
    with change(arrest.concern):
        opened = record_event(arrest.concern, ARREST, arrest.at, about=about, reason=why)
        return _opened(arrest.concern, why, event=arrest, opened_event=opened)


@transaction.atomic
def take_back_arrest(arrest: Happened, *, reason: str) -> None:
    """Take back an arrest that was noted in error, and what was opened of it. Raises `AccessError` or `RecordError`."""
    opened = PoliceOpened.objects.visible().filter(event=arrest).select_related("opened_event").first()
    take_back(arrest, reason=reason)
    if opened is not None and opened.opened_event is not None and _stands(opened.opened_event):
        take_back(opened.opened_event, reason=reason)


@transaction.atomic
def open_step(step: PoliceStep, *, why: str) -> PoliceOpened:
    """Let all who see the common record know of an entry, from now on and as it was. Raises as `open_arrest` does."""
    _require_that_they_decide(step.concern_id)
    known = {one.step_id: one.opened_step for one in PoliceOpened.objects.visible().filter(concern=step.concern_id)}
    if step.pk in known:
        raise refuse("entry", "this was opened already", "It is in the common record.")
    children = Appearance.objects.visible().filter(pk__in=step.contact_of)
    if any(one.compartment != Compartment.COMMON for one in [*children, *filter(None, [step.about])]):
        raise _not_in_the_common_record()
    with change(step.concern):
        made = PoliceStep(
            concern_id=step.concern_id,
            compartment=Compartment.COMMON,
            kind=step.kind,
            at=step.at,
            about_id=step.about_id,
            # What it ends or varies is named only where that is known there.
            of=known.get(step.of_id),
            until=step.until,
            officer_id=step.officer_id,
            outcome=step.outcome,
            contact_of=step.contact_of,
            text=step.text,
            contact=step.contact,
            held_by=step.held_by,
            headings=step.headings,
            by_id=context.required().membership_id,
        )
        made.save()
        return _opened(step.concern, why, step=step, opened_step=made)


@transaction.atomic
def state(concern: Concern, facts: Iterable[FactAnswer], *, word: str = "") -> None:
    """State facts in the common record, because the police choose to. `word`: on whose word. Raises `AccessError`."""
    _require_that_they_decide(concern.pk)
    with change(concern):
        for fact in facts:
            if fact.fact not in (*FACTS, *FACTS_OF_AN_ADULT):
                raise refuse("fact", "the police do not state this here", "Answer it on the page of facts.")
            assert_fact(concern, fact.fact, fact.value, about=fact.about, on_whose_word=word, source=Source.CASEWORK)


def _stands(event: Happened) -> bool:
    """Whether nobody has taken it back."""
    there = events_of(event.concern, frozenset({event.compartment}))
    return event.pk in {one.pk for one in there}


def may_open() -> bool:
    """Whether the person acting may decide for the police that others may know."""
    actor = context.required()
    kind = Organisation.objects.get(pk=actor.organisation_id).kind
    return kind == OrganisationKind.POLICE and actor.role in _DECIDE


def _require_that_they_decide(concern_id: UUID) -> None:
    if not may_open():
        raise refuse("police", "only the police decide this", "Ask the officer in the case.")
    if Compartment.COMMON not in compartments.view_of(context.required(), concern_id):
        raise refuse(
            "police",
            "you do not see the common record of this concern",
            "Ask somebody who works on it to involve your force there.",
        )


def _not_in_the_common_record() -> Exception:
    return refuse(
        "person",
        "somebody named here is in the police’s part of the record only",
        "Add them to the common record first, if they may be known there.",
    )


def _opened(concern: Concern, why: str, **what: PoliceStep | Happened) -> PoliceOpened:
    opened = PoliceOpened(
        concern=concern, compartment=Compartment.POLICE, why=why, by_id=context.required().membership_id, **what
    )
    opened.save()
    return opened
