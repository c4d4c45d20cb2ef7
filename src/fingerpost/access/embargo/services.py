"""Placing an embargo, asking it, and lifting it for one person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from fingerpost.access import compartments, context
from fingerpost.access.embargo import rules
from fingerpost.access.embargo.recipients import Agency, Person, Recipient, Relation
from fingerpost.access.embargo.rules import Free, HeldBack
from fingerpost.access.errors import no_such_concern, refuse
from fingerpost.access.models import (
    Authority,
    Compartment,
    Embargo,
    EmbargoLift,
    Exclusion,
    ExclusionGround,
    Involvement,
    LiftingDecision,
    Organisation,
    Until,
)
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.access.queries import WORKING, current
from fingerpost.access.rules import Waiting
from fingerpost.access.services.exclusions import shut_out_user

SUSPECTED = "An adult is suspected: the embargo is in force until the strategy meeting or the police decide."


@transaction.atomic
def place(
    concern_id: UUID,
    about: UUID | None,
    *,
    compartment: str = Compartment.COMMON,
    reason: str = SUSPECTED,
    must_not_be_told: Iterable[Person] | None = None,
    authority: Authority = Authority.PROCEDURE,
    until: Until = Until.EITHER,
    accounts: Iterable[UUID] = (),
    provision: str = "",
) -> Embargo:
    """Let an embargo stand about an adult from now on; if one is already in this compartment, return that.

    The record calls this by itself as soon as its decision says that an adult is suspected. `about` is the adult's
    appearance, or None while the adult is not listed. `must_not_be_told`: everybody outside the agencies that act on
    the concern unless named. `accounts`: users of this service among them, who lose sight of the concern at once.
    `provision`: the one of the procedure that asks for it.
    """
    told = [EVERYONE] if must_not_be_told is None else [str(person) for person in must_not_be_told]
    standing = Embargo.objects.visible().filter(
        concern=concern_id, compartment=compartment, about=about, authority=authority, must_not_be_told=told
    )
    embargo = standing.first()
    if embargo is None:
        embargo = Embargo(
            concern_id=concern_id,
            compartment=compartment,
            about=about,
            reason=reason,
            must_not_be_told=told,
            authority=authority,
            until=until,
            provision=provision,
            by_id=context.required().membership_id,
        )
        embargo.save()
    for account in accounts:
        shut_out_user(concern_id, account, ground=ExclusionGround.EMBARGO, compartment=compartment, reason=reason)
    return embargo


@transaction.atomic
def lift(
    embargo: Embargo,
    for_whom: Person,
    *,
    decision: LiftingDecision,
    decision_id: UUID | None = None,
    at: datetime | None = None,
    reason: str,
) -> EmbargoLift:
    """Let one person be told about one adult from `at` on, by a recorded decision (its id is `decision_id`).

    Raises `AccessError` when the person acting may not speak for the strategy meeting or the police.
    """
    actor = context.required()
    kind = Organisation.objects.get(pk=actor.organisation_id).kind
    if not rules.may_lift(actor.role, kind, embargo.until, decision):
        raise refuse(
            "embargo",
            "it is lifted by a decision of the strategy meeting or the police only",
            "Ask the social worker of the strategy meeting or the officer in the case to record it.",
        )
    lifting = EmbargoLift(
        concern_id=embargo.concern_id,
        compartment=embargo.compartment,
        embargo=embargo,
        for_whom=str(for_whom),
        at=at or timezone.now(),
        decision=decision,
        decision_id=decision_id or uuid.uuid4(),
        reason=reason,
        by_id=actor.membership_id,
    )
    lifting.save()
    return lifting


def may_tell(concern_id: UUID, about: UUID | None, recipient: Recipient, at: datetime | None = None) -> HeldBack | Free:
    """Say whether the recipient may be told at `at` (now when left out), by the person acting.

    `about`: the adult whom it is about, or None when it may be about anybody in the concern. Whoever cannot see the
    concern gets no answer about it: raises `AccessError`, as for a concern that is not there.
    """
    at = at or timezone.now()
    seen = compartments.view_of(context.required(), concern_id)
    if not seen:
        raise no_such_concern()
    if isinstance(recipient, Agency):
        if _acts_on_it(concern_id, recipient.organisation_id, at):
            return Free()
        # An agency that does not act on the concern is like anybody else: only `everyone` can mean it.
        recipient = Person(Relation.OTHER, recipient.organisation_id)
    return _answers(concern_id, seen, [(about, recipient)], at)[0]


def really_lifted(
    concern_id: UUID, lifts: Sequence[tuple[Embargo, EmbargoLift]], at: datetime
) -> list[tuple[Embargo, EmbargoLift]]:
    """Return those lifts by which whoever is named may really be told at `at`, each with its embargo: no other embargo
    about the same adult holds them. One query, or two, for any number.

    One does where a decision was taken back, or where the police know of a reason. Raises `AccessError` as `may_tell`.
    """
    seen = compartments.view_of(context.required(), concern_id)
    if not seen:
        raise no_such_concern()
    asked = [(embargo.about, Person.read(lift.for_whom)) for embargo, lift in lifts]
    answers = _answers(concern_id, seen, asked, at)
    return [lift for lift, answer in zip(lifts, answers, strict=True) if isinstance(answer, Free)]


type _Asked = tuple[UUID | None, Person]


def _answers(
    concern_id: UUID, seen: frozenset[str], asked: Sequence[_Asked], at: datetime
) -> Sequence[HeldBack | Free]:
    """Return for each, about whom and who would be told, what `may_tell` says."""
    if not asked:
        return []
    if connection.vendor == "postgresql":
        return _asked_of_the_database(concern_id, asked, at)
    embargoes = [
        rules.EmbargoInForce(row.pk, row.compartment, row.about, tuple(row.must_not_be_told), row.starts)
        for row in Embargo._base_manager.filter(concern=concern_id)
    ]
    lifts = [
        rules.Lifted(row.embargo_id, row.for_whom, row.at)
        for row in EmbargoLift._base_manager.filter(concern=concern_id)
    ]
    now = timezone.now()
    return [rules.decide(embargoes, lifts, seen, about, recipient, at, now) for about, recipient in asked]


def require_may_tell(concern_id: UUID, organisation_id: UUID) -> None:
    """Raise `AccessError` where an embargo holds what would go to an organisation."""
    if isinstance(may_tell(concern_id, None, Agency(organisation_id)), HeldBack):
        raise refuse(
            "organisation",
            "nothing may go to this organisation as long as the embargo is in force",
            "The strategy meeting or the police decide. Ask the police.",
        )


def _acts_on_it(concern_id: UUID, organisation_id: UUID, at: datetime) -> bool:
    """Whether sending to the organisation is part of acting on the concern: it is one of the three agencies, or is
    involved, as far as the person acting may know, and is not shut out itself."""
    if Exclusion.objects.visible().filter(current(at), concern=concern_id, organisation=organisation_id).exists():
        return False
    if Organisation.objects.filter(pk=organisation_id, kind__in=rules.NEVER_HELD).exists():
        return True
    involved = Involvement.objects.visible().filter(
        current(at), WORKING, concern=concern_id, organisation=organisation_id
    )
    return involved.exists()


def _asked_of_the_database(concern_id: UUID, asked: Sequence[_Asked], at: datetime) -> list[HeldBack | Free]:
    """The policies hide embargoes of other compartments from us: `guard.held` answers for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, embargo_id, compartment"
            " FROM unnest(%s::uuid[], %s::text[]) WITH ORDINALITY asked (about, recipient, number),"
            " LATERAL guard.held(%s, about, recipient, %s)",
            [[about for about, _ in asked], [str(recipient) for _, recipient in asked], concern_id, at],
        )
        rows = cursor.fetchall()
    return [
        _answer([(embargo_id, compartment) for asked_by, embargo_id, compartment in rows if asked_by == number])
        for number in range(1, len(asked) + 1)
    ]


def _answer(rows: Sequence[tuple[UUID | None, str]]) -> HeldBack | Free:
    if not rows:
        return Free()
    named = tuple(sorted(embargo_id for embargo_id, _ in rows if embargo_id is not None))
    across = sorted({compartment for embargo_id, compartment in rows if embargo_id is None})
    return HeldBack(named, tuple(Waiting(compartment) for compartment in across))
