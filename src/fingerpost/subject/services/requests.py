"""A request is recorded, and what becomes of it; which requests somebody sees, and the state of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fingerpost.access import context, kept_lists
from fingerpost.access.kept_lists import KeptList
from fingerpost.access.models import Concern, Membership
from fingerpost.access.services.concerns import open_concern
from fingerpost.casework.managing.permissions import manages
from fingerpost.keys import services as keys
from fingerpost.record.services.timestamps import now
from fingerpost.subject import rules
from fingerpost.subject.errors import refuse
from fingerpost.subject.models import Asker, RequestStep, RequestStepKind, SubjectRequest

BY_HAND = (
    RequestStepKind.IDENTITY_ASKED,
    RequestStepKind.IDENTITY,
    RequestStepKind.AUTHORITY,
    RequestStepKind.COMPETENCE,
    RequestStepKind.EXTENDED,
    RequestStepKind.WITHDRAWN,
)
"""What is recorded as it happens; the other steps have forms of their own."""


@dataclass(frozen=True, slots=True)
class RequestSummary:
    """A request, its steps, and how far it is."""

    request: SubjectRequest
    steps: tuple[RequestStep, ...]
    stands: rules.RequestStanding

    @property
    def concern(self) -> Concern:
        """The concern of its own that it is in."""
        return self.request.concern


@dataclass(frozen=True, slots=True)
class RequestInput:
    """Who asks what, about which person, received when."""

    asker: Asker
    name: str
    received: date
    born: str = ""
    asked_by: str = ""
    words: str = ""


@transaction.atomic
def record(asked: RequestInput, *, tell_intake: bool = True) -> SubjectRequest:
    """Record a request in a concern of its own. `tell_intake`: those who take in and manage see it too.

    Raises `SubjectError` where the person acting does not manage.
    """
    require_that_they_manage()
    concern = open_concern(tell_intake=tell_intake)
    row = SubjectRequest(
        concern=concern,
        asker=asked.asker,
        name=asked.name,
        born=asked.born or None,
        asked_by=asked.asked_by or None,
        words=asked.words or None,
        received=asked.received,
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )
    row.save()
    return row


@transaction.atomic
def step(
    request: SubjectRequest,
    kind: RequestStepKind,
    on: date,
    text: str = "",
    *,
    of: RequestStep | None = None,
    checker: Membership | None = None,
    digest: str = "",
) -> RequestStep:
    """Record what became of a request. Raises `SubjectError` where the person acting does not manage."""
    require_that_they_manage()
    row = RequestStep(
        concern=request.concern,
        request=request,
        kind=kind,
        on=on,
        text=text or None,
        of=of,
        checker=checker,
        digest=digest,
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )
    row.save()
    return row


def require_that_they_manage() -> None:
    """Raise `SubjectError` unless the person acting manages, and works with concerns."""
    if not manages(context.required()):
        raise refuse("request", "your role does not answer requests", "A team manager or a safeguarding lead does.")


@keys.keys_at_hand()
def visible(concerns: Iterable[UUID] | None = None) -> list[RequestSummary]:
    """Return the requests that the person acting sees, those first that are due first: two queries."""
    if concerns is None:
        requests, found_steps = kept_lists.read(REQUESTS), kept_lists.read(STEPS)
    else:
        requests = list(_requests().filter(concern__in=list(concerns)))
        found_steps = list(_steps().filter(request__in=requests))
    keys.fetch(row.concern_id for row in requests)
    steps: dict[object, list[RequestStep]] = defaultdict(list)
    for one in found_steps:
        steps[one.request_id].append(one)
    found = [RequestSummary(row, tuple(steps[row.pk]), folded(row, steps[row.pk])) for row in requests]
    return sorted(found, key=lambda one: (not one.stands.is_open, one.stands.clock.due or date.max, one.request.pk))


def _requests() -> QuerySet[SubjectRequest]:
    return SubjectRequest.objects.visible().select_related("concern", "recorded_by__user", "recorded_by__organisation")


def _steps() -> QuerySet[RequestStep]:
    people = ("recorded_by__user", "recorded_by__organisation", "checker__user", "checker__organisation")
    return RequestStep.objects.visible().select_related(*people)


REQUESTS: Final = KeptList("subject requests", lambda *_: _requests())
STEPS: Final = KeptList("subject request steps", lambda *_: _steps())
"""The lists of all of them."""


def of_concern(concern: Concern) -> RequestSummary | None:
    """Return the request that is in a concern; None where there is none: it is a concern's."""
    return next(iter(visible([concern.pk])), None)


def folded(request: SubjectRequest, steps: Iterable[RequestStep]) -> rules.RequestStanding:
    """Return the state of a request."""
    plain = [
        rules.RequestStep(one.pk, one.kind, one.on, one.recorded_by.user_id, one.of_id, one.checker_id, one.digest)
        for one in steps
    ]
    return rules.stands(request.received, plain)


def overdue(today: date) -> list[RequestSummary]:
    """Return the requests whose last day is over, and that are not answered."""
    return [one for one in visible() if one.stands.is_overdue(today)]


def due_soon(today: date, within: int = 7) -> list[RequestSummary]:
    """Return the open requests that are due within so many days, or overdue, or wait to be checked by who is acting."""
    mine = context.required().membership_id
    return [
        one
        for one in visible()
        if one.stands.is_open
        and (
            (one.stands.clock.due is not None and (one.stands.clock.due - today).days <= within)
            or any(it.waits and it.step.checker == mine for it in one.stands.preparations)
        )
    ]
