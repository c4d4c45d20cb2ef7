"""Drawing up an agreement, and recording what became of it. All of it is in the common record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from fingerpost.access import context, embargo
from fingerpost.access.embargo import HeldBack, Person, Relation
from fingerpost.access.errors import AccessError, refuse
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.agreements import agreed_matters, queries, rules
from fingerpost.casework.enquiries import permissions
from fingerpost.casework.enquiries.queries import COMMON
from fingerpost.casework.models import Agreement, AgreementStep, AgreementStepKind, ReviewOutcome
from fingerpost.casework.steps import carry_out, happened_at, next_number
from fingerpost.procedure.errors import Problem
from fingerpost.record.models import Appearance, Happened, PersonKind
from fingerpost.record.services import events
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import pack_of

_EVENT: Final = "agreement_started"
_TELL: Final = frozenset({"signed", "started"})
"""Steps that cannot happen unless the adult is told."""
_WORDS: Final = frozenset({"party", "term", "not_agreed", "reviewed", "breached", "ended", "in_error"})


@dataclass(frozen=True, slots=True, repr=False)
class AgreementStepInput:
    """What a step says; `models.AgreementStep` says what each means."""

    text: str = ""
    about: Appearance | None = None
    provision: str = ""
    title: str = ""
    who: str = ""
    done: str = ""
    outcome: ReviewOutcome | str = ""
    day: date | None = None


@transaction.atomic
def draw_up(
    concern: Concern,
    about: Appearance,
    *,
    text: str,
    parties: Iterable[AgreementStepInput] = (),
    terms: Iterable[AgreementStepInput] = (),
    without: Iterable[AgreementStepInput] = (),
    at: datetime | None = None,
) -> Agreement:
    """Draw up an agreement with an adult: who is party to it, and what is agreed so far. Raises `AccessError`.

    `without`: matters about which nothing is agreed, each with the reason.
    """
    _require_that_they_may("drawn_up")
    at = happened_at(at, "agreement")
    if about.kind != PersonKind.ADULT:
        raise refuse("agreement", "an agreement is made with an adult", "Choose the adult.")
    require_in_compartment(concern, Compartment.COMMON, about)
    if not text.strip():
        raise refuse("agreement", "nothing says why there is one", "Write why there is an agreement.")
    with change(concern):
        agreement = Agreement(concern=concern, about=about, text=text, at=at, by_id=context.required().membership_id)
        agreement.save()
        for said in parties:
            record(agreement, AgreementStepKind.PARTY, said, at=at)
        for said in terms:
            record(agreement, AgreementStepKind.TERM, said, at=at)
        for said in without:
            record(agreement, AgreementStepKind.NOT_AGREED, said, at=at)
    return agreement


@transaction.atomic
def record(
    agreement: Agreement, kind: AgreementStepKind, said: AgreementStepInput | None = None, *, at: datetime | None = None
) -> AgreementStep:
    """Record what became of an agreement: late, out of order, or in spite of an embargo. Raises `AccessError`."""
    said = said or AgreementStepInput()
    at = happened_at(at, "agreement")
    _require_that_they_may(kind)
    _require_that_it_says(agreement, kind, said)
    concern = agreement.concern
    if kind == AgreementStepKind.STARTED:
        _require_each_matter(agreement)
    with change(concern):
        step = AgreementStep(
            agreement=agreement,
            concern=concern,
            number=next_number(AgreementStep, agreement=agreement),
            kind=kind,
            text=said.text or None,
            about=said.about,
            provision=said.provision,
            title=said.title or None,
            who=said.who or None,
            done=said.done or None,
            outcome=said.outcome,
            day=said.day,
            while_held=kind in _TELL and (is_held(agreement, at) or is_held(agreement)),
            event=_noted(agreement, at) if kind == AgreementStepKind.STARTED else None,
            at=at,
            by_id=context.required().membership_id,
        )
        step.save()
        if kind == AgreementStepKind.IN_ERROR:
            _take_back(agreement, said.text)
    _carry_out(agreement, step)
    return step


def is_held(agreement: Agreement, at: datetime | None = None) -> bool:
    """Whether an embargo is in the way of telling the adult about it, at a moment (None: now)."""
    adult = Person(Relation.SELF, agreement.about_id)
    return isinstance(embargo.may_tell(agreement.concern_id, agreement.about_id, adult, at), HeldBack)


def _noted(agreement: Agreement, at: datetime) -> Happened:
    return events.record_event(agreement.concern, _EVENT, at, about=agreement.about)


def _take_back(agreement: Agreement, reason: str) -> None:
    standing = {one.pk: one for one in events.events_of(agreement.concern, COMMON)}
    for step in AgreementStep.objects.visible().filter(agreement=agreement, event__isnull=False):
        if step.event_id in standing:
            events.take_back(standing[step.event_id], reason=reason)


def _require_that_they_may(kind: str) -> None:
    if not rules.may_record(kind, is_social_care=permissions.is_social_care()):
        right = "A social worker or manager records it. You can record a breach."
        raise refuse("agreement", "this is for children’s social care to record", right)


def _require_that_it_says(agreement: Agreement, kind: AgreementStepKind, said: AgreementStepInput) -> None:
    if kind in _WORDS and not said.text.strip():
        raise refuse("agreement", "this has to be said in words", "Write the reason, or what was said.")
    if kind == AgreementStepKind.TERM and not (said.provision or said.title.strip()):
        raise refuse("agreement", "nothing says what it is about", "Choose a matter, or name it.")
    if kind == AgreementStepKind.NOT_AGREED and not said.provision:
        raise refuse("agreement", "nothing says what it is about", "Choose the matter.")
    if kind == AgreementStepKind.REVIEWED and said.outcome not in ReviewOutcome.values:
        raise refuse("agreement", "nothing says whether a conference is needed", "Say so, with the reason.")
    if kind == AgreementStepKind.REVIEW_SET and said.day is None:
        raise refuse("agreement", "it has no day", "Give the day of the next review.")
    if kind == AgreementStepKind.BREACHED and not (said.who.strip() and said.done.strip()):
        raise refuse("agreement", "something of the breach is missing", "Say who told of it, and what was done.")
    if kind in (AgreementStepKind.PARTY, AgreementStepKind.SIGNED) and said.about is None:
        raise refuse("agreement", "nobody is named", "Choose the person.")
    if said.about is not None:
        require_in_compartment(agreement.concern, Compartment.COMMON, said.about)


def _require_each_matter(agreement: Agreement) -> None:
    """Raise `AccessError` with each matter of the procedure of which it is not said what is agreed, or why nothing."""
    matters = {one.provision: one.text for one in agreed_matters.of_pack(pack_of(agreement.concern))}
    standing = rules.fold(AgreementStep.objects.visible().filter(agreement=agreement))
    missing = standing.unsaid(matters)
    if missing:
        raise AccessError(
            Problem(
                "agreement",
                f"it says nothing about this: {matters[one].rstrip('. ')} ({one})",
                "Record what is agreed about it, or why nothing is.",
            )
            for one in missing
        )


def _carry_out(agreement: Agreement, step: AgreementStep) -> None:
    """Record as done what a step carries out: the duty to agree, and, once none is in force, that to review."""
    concern, about = agreement.concern, agreement.about_id
    if step.kind == AgreementStepKind.STARTED:
        carry_out(concern, "agreement", "A written agreement came into force", step.at, about=about)
    elif step.kind == AgreementStepKind.ENDED:
        found = [one for one in queries.of_concern(concern) if one.agreement.about_id == about]
        if not any(one.standing.is_in_force for one in found):
            carry_out(concern, "agreement_review", "The agreement ended", step.at, about=about)
