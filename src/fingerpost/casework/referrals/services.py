"""Referring a concern, and recording what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from fingerpost.access import context, embargo
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern, Organisation
from fingerpost.access.models.people import OrganisationKind, Role
from fingerpost.access.rules import KIND_OF
from fingerpost.access.services import concerns
from fingerpost.casework.models import Addressee, Referral, ReferralStep, ReferralStepKind, Way
from fingerpost.casework.referrals import carried_out, rules, strands
from fingerpost.casework.referrals.rules import ReferralCourse, ReferralSide
from fingerpost.casework.steps import next_number, record_done
from fingerpost.duties.models import Duty
from fingerpost.duties.services.duty_state_cache import provision_of
from fingerpost.procedure.calendar import WorkingDays
from fingerpost.record.services.changes import change
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import pack_of

KINDS: Final = {
    Addressee.SOCIAL_CARE: (OrganisationKind.SOCIAL_CARE,),
    Addressee.POLICE: (OrganisationKind.POLICE,),
    Addressee.DESIGNATED_OFFICER: (OrganisationKind.DESIGNATED_OFFICER,),
    Addressee.PREVENT: (OrganisationKind.POLICE, OrganisationKind.SOCIAL_CARE),
    Addressee.ELSEWHERE: (OrganisationKind.SOCIAL_CARE, OrganisationKind.POLICE),
}
"""Which kinds of organisation take in a referral to each recipient."""


@dataclass(frozen=True, slots=True, repr=False)
class ReferralInput:
    """What somebody refers, who to, and how. `outside`: the recipient in words, where `organisation` is None."""

    to: Addressee
    organisation: Organisation | None
    outside: str
    way: Way
    asks: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class More:
    """What else is said of checks and of a disagreement, as `models.ReferralStep` has it."""

    whom: str = ""
    until: date | None = None
    stage: str = ""
    answers: ReferralStep | None = None


@transaction.atomic
def send(
    concern: Concern, sent: ReferralInput, duties: Iterable[Duty] = (), facts: Iterable[strands.Fact] | None = None
) -> Referral:
    """Refer a concern: the recipient's intake sees it from now on, and the duties that ask for this are done.

    What goes to a designated officer's office is in a concern of its own, and that office sees nothing of this one
    (2.2-lado-meeting; decision 53). `facts`: what of the suspected adults goes there with the text; None: what the
    office's duties rest on. Raises `AccessError` when it may not be sent there, does not carry one of these duties out,
    or has not happened yet.
    """
    now = timezone.now()
    duties = list(duties)
    if sent.at > now:
        raise refuse("referral", "its day and time are in the future", "Give when it was really made.")
    _require_that_it_may_go(concern, sent)
    _require_that_it_carries_out(concern, sent, duties)
    # The referral is in a common record: what its readers may not know asks for it elsewhere.
    asked = [duty.provision for duty in duties if duty.compartment == Compartment.COMMON]
    with change(concern):
        if sent.organisation is not None and strands.is_office(sent.organisation):
            referral = _sent_apart(concern, sent, sent.organisation, asked, facts)
        else:
            if sent.organisation is not None:
                _let_in(concern, sent.organisation)
            referral = _saved(concern, sent, asked)
        _happened(concern, sent)
    record_done(duties, f"Referred to {referral.recipient}", sent.at)
    if sent.organisation is not None and referral.concern_id != concern.pk:
        strands.divide_duties(concern, referral.concern, sent.organisation, sent.at)
    return referral


def _sent_apart(
    concern: Concern, sent: ReferralInput, office: Organisation, asked: list[str], facts: Iterable[strands.Fact] | None
) -> Referral:
    """Save a referral in the adult's strand, and that the two belong together."""
    going = strands.needed(concern) if facts is None else facts
    strand = strands.opened_for(concern, office, sent.text, sent.at, going)
    with change(strand):
        strands.let_office_in(strand, office)
        referral = _saved(strand, sent, asked)
        _happened(strand, sent)
        strands.join(concern, referral)
    return referral


def _happened(concern: Concern, sent: ReferralInput) -> None:
    record_event(concern, "referral_made", sent.at)
    if sent.to == Addressee.DESIGNATED_OFFICER:
        record_event(concern, "lado_referral", sent.at)


@transaction.atomic
def record_step(
    referral: Referral,
    kind: ReferralStepKind,
    *,
    text: str = "",
    siblings: str = "",
    at: datetime | None = None,
    more: More | None = None,
) -> ReferralStep:
    """Record what became of a referral: late, or out of order, as it was. Raises `AccessError`.

    `more`: what else is said of checks, or of a disagreement, which is taken to the next stage unless it says to which.
    Passing it on is `pass_on`. The duties that wait for the step are done with it.
    """
    now = timezone.now()
    at = at or now
    if at > now:
        raise refuse("referral", "this has not happened yet", "Give the day and time at which it did.")
    if kind in rules.NEEDS_WORDS and not text.strip():
        raise refuse("referral", "this has to be said in words", "Write the reason, or what was said.")
    side = side_of(referral)
    if not rules.may_record(
        kind, side, is_outside=referral.organisation_id is None, is_manager=context.required().role == Role.TEAM_MANAGER
    ):
        raise refuse("referral", "you cannot record this for them", "It is for the other side to say.")
    with change(referral.concern, referral.compartment):
        step = ReferralStep(
            referral=referral,
            concern_id=referral.concern_id,
            compartment=referral.compartment,
            number=next_number(ReferralStep, referral=referral),
            kind=kind,
            text=text,
            on_word=side is ReferralSide.SENDER and kind not in rules.OF_THE_SENDER,
            at=at,
            by_id=context.required().membership_id,
            recorded_at=now,
            siblings=siblings,
            **_more(referral, kind, more or More()),
        )
        step.save()
        if kind == ReferralStepKind.ACKNOWLEDGED:
            record_event(referral.concern, "referral_received", at)
    return step


def _more(referral: Referral, kind: ReferralStepKind, more: More) -> dict[str, Any]:
    """Return the columns of what else is said; those that are nothing to this kind of step stay empty."""
    found: dict[str, Any] = {}
    if kind in (ReferralStepKind.CHECKS_ASKED, ReferralStepKind.ESCALATED):
        found |= {"whom": more.whom or None, "until": more.until}
    if kind == ReferralStepKind.CHECKS_ANSWERED:
        found["answers"] = more.answers
    if kind == ReferralStepKind.ESCALATED:
        found["stage"] = more.stage or rules.next_stage(ReferralStep.objects.visible().filter(referral=referral))
    return found


@transaction.atomic
def pass_on(referral: Referral, to: Organisation, *, reason: str, at: datetime | None = None) -> Referral:
    """Pass a referral on to another organisation, which has it whole from now on. Raises `AccessError`.

    What comes to a designated officer's office in this way is in a concern of its own, as what is sent to it does.
    """
    with change(referral.concern, referral.compartment):
        record_step(referral, ReferralStepKind.PASSED_ON, text=f"{to}. {reason}", at=at)
        moment = at or timezone.now()
        sent = ReferralInput(Addressee(referral.to), to, "", Way.HERE, str(referral.asks), str(referral.text), moment)
        _require_that_it_may_go(referral.concern, sent)
        if strands.is_office(to) and not strands.is_office(referral.organisation):
            return _sent_apart(referral.concern, sent, to, list(referral.provisions), None)
        _let_in(referral.concern, to)
        return _saved(referral.concern, sent, list(referral.provisions), passed_on=referral)


def side_of(referral: Referral) -> ReferralSide:
    """Return on which side of a referral the person acting is."""
    organisation = context.required().organisation_id
    if organisation == referral.organisation_id:
        return ReferralSide.RECIPIENT
    return ReferralSide.SENDER if organisation == referral.sender_id else ReferralSide.OTHER


def course_of(referral: Referral, steps: Sequence[ReferralStep]) -> ReferralCourse[ReferralStep]:
    """Return the state of a referral. `steps`: all of it, in the order in which they were recorded."""
    organisation = referral.organisation or referral.sender
    days = WorkingDays.of(organisation.nation)
    return rules.course(referral.sent_at, steps, days, is_outside=referral.organisation_id is None)


def recipients(to: Addressee) -> list[Organisation]:
    """Return the organisations on this service to which such a referral can go: not one's own."""
    own = context.required().organisation_id
    return list(Organisation.objects.filter(kind__in=KINDS[to]).exclude(pk=own))


def _require_that_it_may_go(concern: Concern, sent: ReferralInput) -> None:
    if sent.organisation is None:
        return
    if sent.organisation.kind not in KINDS[sent.to]:
        raise refuse("referral", "this organisation does not take in such referrals", "Choose another one.")
    embargo.require_may_tell(concern.pk, sent.organisation.pk)


def _require_that_it_carries_out(concern: Concern, sent: ReferralInput, duties: Iterable[Duty]) -> None:
    for duty in duties:
        rule = provision_of(duty, pack_of(concern, duty.compartment))
        if duty.work is not None or not carried_out.is_carried_out(rule, sent.to):
            raise refuse(
                "duties", f"this referral does not carry out {rule.id}", "Refer it to those that the rule names."
            )


def _let_in(concern: Concern, organisation: Organisation) -> None:
    """Let the organisation's intake into the common record, and into the compartment that is its own."""
    own = [compartment for compartment, kind in KIND_OF.items() if kind == organisation.kind]
    for compartment in [Compartment.COMMON, *own]:
        concerns.let_in(concern.pk, organisation.pk, compartment=compartment, reason="Referral")


def _saved(concern: Concern, sent: ReferralInput, provisions: list[str], passed_on: Referral | None = None) -> Referral:
    actor = context.required()
    referral = Referral(
        concern=concern,
        to=sent.to,
        organisation=sent.organisation,
        outside=sent.outside if sent.organisation is None else None,
        way=sent.way,
        asks=sent.asks,
        text=sent.text,
        provisions=provisions,
        passed_on=passed_on,
        sent_at=sent.at,
        sent_by_id=actor.membership_id,
        sender_id=actor.organisation_id,
    )
    referral.save()
    return referral
