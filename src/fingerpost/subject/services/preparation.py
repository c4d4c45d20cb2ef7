"""Deciding what is given, giving it to a second person to check, and making the answer as a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from fingerpost.access import context, queries
from fingerpost.access.models import Compartment, Ground, Membership
from fingerpost.access.services.concerns import involve_member
from fingerpost.casework.managing.permissions import MANAGERS
from fingerpost.documents import production, recipients
from fingerpost.documents.models import Format, Production
from fingerpost.record.services.timestamps import now
from fingerpost.subject import rules
from fingerpost.subject.errors import refuse
from fingerpost.subject.models import Choice, HeldAs, ItemDecision, RequestStep, RequestStepKind, SubjectRequest
from fingerpost.subject.rules import HeldItem
from fingerpost.subject.services import holdings, requests
from fingerpost.subject.services.holdings import HoldingConcern
from fingerpost.subject.services.requests import RequestSummary

KIND = "subject_access"


@dataclass(frozen=True, slots=True)
class AnswerDecided:
    """What is decided about one thing."""

    item: HeldItem
    choice: str
    ground: str = ""
    passages: str = ""


@transaction.atomic
def decide(request: SubjectRequest, place: HoldingConcern, decided: Iterable[AnswerDecided]) -> int:
    """Record what is decided about things of one concern, where it is new; return how many were.

    Raises `SubjectError` where a ground is missing, or words to be left out are not there.
    """
    requests.require_that_they_manage()
    known = {row.item.key: row for row in place.rows}
    count = 0
    for one in decided:
        row = known.get(one.item.key)
        if row is None:
            raise refuse("item", "what is held reads differently by now", "Look at the page again, and decide again.")
        words = rules.given(one.item, one.choice, one.ground, one.passages)
        ground = "" if one.choice == Choice.GIVE else one.ground
        left_out = one.passages if one.choice == Choice.PARTS else ""
        before = row.decision
        if before is not None and (before.choice, before.ground, before.given or "") == (one.choice, ground, words):
            continue
        ItemDecision(
            concern=place.concern,
            compartment=one.item.compartment,
            request_concern_id=request.concern_id,
            item=one.item.text,
            choice=one.choice,
            ground=ground,
            given=words or None,
            left_out=left_out or None,
            recorded_at=now(),
            recorded_by_id=context.required().membership_id,
        ).save()
        count += 1
    return count


def checkers(day: date) -> list[Membership]:
    """Return who can be asked to check: everybody else of one's organisation who manages."""
    actor = context.required()
    rows = Membership.objects.on(day).filter(organisation=actor.organisation_id, role__in=MANAGERS)
    return list(rows.exclude(user=actor.user_id).select_related("user", "organisation").order_by("user__name", "pk"))


@transaction.atomic
def prepare(one: RequestSummary, checker: Membership, text: str, on: date) -> RequestStep:
    """Say that the answer is prepared, and ask somebody else to check it. They come to see the request.

    Raises `SubjectError` as long as anything is undecided.
    """
    if not one.stands.is_open:
        raise refuse("request", "this request is answered, or they no longer ask")
    left = [place for place in holdings.places(one.request) if place.undecided]
    if left:
        named = ", ".join(f"concern {place.concern.reference}: {place.undecided}" for place in left)
        raise refuse("items", "not everything is decided yet", f"Still to decide: {named}.")
    if checker.user_id == context.required().user_id:
        raise refuse("checker", "somebody else checks what you prepared", "Choose another person.")
    digest = rules.digest_of(row.pk for row in newest_decisions(one.request))
    made = requests.step(one.request, RequestStepKind.PREPARED, on, text, checker=checker, digest=digest)
    _let_in(one, checker)
    return made


def newest_decisions(request: SubjectRequest) -> list[ItemDecision]:
    """Return the decisions that hold, of the people who are confirmed: the same for all who see them."""
    here = {appearance.concern_id for appearance in holdings.confirmed(request)}
    return [row for row in holdings.decisions(request).values() if row.concern_id in here]


def prepared_row(one: RequestSummary, preparation: rules.Preparation) -> RequestStep:
    """Return the row of a preparation."""
    return next(row for row in one.steps if row.pk == preparation.step.id)


def as_prepared(one: RequestSummary, preparation: rules.Preparation) -> list[ItemDecision]:
    """Return what was prepared. Raises `SubjectError` where it was changed since, or where not all of it is seen."""
    rows = newest_decisions(one.request)
    if rules.digest_of(row.pk for row in rows) != preparation.step.digest:
        raise refuse(
            "prepared",
            "what you see is not what was prepared",
            "Something was decided since, or you do not see all of it. Ask the person who prepared it.",
        )
    return rows


@transaction.atomic
def check(one: RequestSummary, text: str, on: date, *, back: bool = False) -> RequestStep:
    """Confirm the last preparation, or send it back with a reason.

    Raises `SubjectError` where it was given to somebody else to check, where the person acting had a part in it, or
    does not see all of it. Sending it back is always possible.
    """
    actor, last = context.required(), one.stands.last
    if last is None or not last.waits:
        raise refuse("check", "nothing waits to be checked")
    row = prepared_row(one, last)
    if row.checker_id != actor.membership_id:
        raise refuse("check", f"this is with {row.checker} to be checked", "They check it, or it is prepared anew.")
    if not back:
        decided_by = {it.recorded_by.user_id for it in as_prepared(one, last)}
        if actor.user_id in decided_by | {row.recorded_by.user_id}:
            raise refuse("check", "you had a part in preparing it", "Send it back: somebody else has to check it.")
    return requests.step(one.request, RequestStepKind.BACK if back else RequestStepKind.CHECKED, on, text, of=row)


@transaction.atomic
def make(one: RequestSummary) -> Production:
    """Ask for the checked answer as a document, which the worker makes. Raises `SubjectError`, `AccessError`."""
    requests.require_that_they_manage()
    last = one.stands.last
    if last is None or last.checked is None:
        raise refuse("document", "it has not been checked yet", "A second person checks it first.")
    as_prepared(one, last)
    whom = str(one.request.asked_by or one.request.name)
    asked = production.DocumentRequest(
        KIND, str(last.step.id), Format.PDF, Compartment.COMMON, recipients.OUTSIDE, outside=whom
    )
    return production.ask(one.concern, asked)


@transaction.atomic
def sent(one: RequestSummary, text: str, on: date) -> RequestStep:
    """Record that the checked answer was sent: on which day, how. Raises `SubjectError` where it was not checked."""
    last = one.stands.last
    if last is None or last.checked is None:
        raise refuse("sent", "it has not been checked yet", "A second person checks it first.")
    made = requests.step(one.request, RequestStepKind.SENT, on, text, of=prepared_row(one, last))
    release(one)
    return made


def release(one: RequestSummary) -> None:
    """Say in each concern that nobody waits any more for what it says of them."""
    holdings.say(one.request, holdings.confirmed(one.request), HeldAs.ANSWERED)


def documents(one: RequestSummary) -> Sequence[Production]:
    """Return the documents that were asked for, the newest first."""
    return production.of_concern(one.concern, [Compartment.COMMON])


def _let_in(one: RequestSummary, checker: Membership) -> None:
    from fingerpost.access.models import Involvement

    involved = Involvement.objects.visible().filter(
        queries.current(now()), concern=one.concern, membership=checker.pk, compartment=Compartment.COMMON
    )
    if not involved.exists():
        involve_member(one.concern.pk, checker.pk, ground=Ground.WORKS)
