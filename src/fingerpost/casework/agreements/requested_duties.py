"""The reviews that written agreements ask for (2.2-agreement-review): for `duties.requested_duties`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.urls import reverse

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.agreements import queries, rules
from fingerpost.casework.agreements.queries import AgreementSummary
from fingerpost.casework.agreements.rules import Review
from fingerpost.casework.enquiries import queries as stages
from fingerpost.casework.enquiries.clocks import StageAwaited
from fingerpost.casework.enquiries.rules import due
from fingerpost.casework.models import AgreementStep, Stage, StageKind
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under


def of_concern(concern: Concern, compartment: str, at: datetime | None) -> Iterator[RequestedDuty]:
    """Return the reviews of a concern's agreements, as recorded by `at`. All of them are in the common record."""
    if compartment != Compartment.COMMON:
        return
    found = queries.of_concern(concern, at)
    if not found:
        return
    rule = under("agreement_review", pack_of(concern))
    considered: list[Stage] | None = None
    for one in found:
        for review in one.standing.reviews:
            if one.standing.is_in_force or review.carried is not None:
                yield _agreed(one, review, rule)
        for step in one.standing.conferences:
            if considered is None:
                considered = stages.conferences(stages.of_concern(concern, at))
            yield _conference(one, step, considered, rule)


def _agreed(one: AgreementSummary, review: Review[AgreementStep], rule: str) -> RequestedDuty:
    since, carried = review.since, review.carried
    return RequestedDuty(
        work=uuid5(since.pk, "review"),
        provision=rule,
        what=_what(review),
        since=since.at,
        # Without a day it is due at once: none may be without one.
        due=review.due or london_day(since.at),
        about=one.agreement.about_id,
        page=reverse("agreement", args=[one.agreement.concern_id, one.agreement.pk]),
        carried=Carried.by(carried, str(carried.text)) if carried else None,
        is_the_rules=True,
    )


def _conference(one: AgreementSummary, step: AgreementStep, considered: list[Stage], rule: str) -> RequestedDuty:
    """A review that found a conference needed asks for one: any that was considered from that day on counts."""
    concern = one.agreement.concern
    made = rules.answered_by(step, considered)
    return RequestedDuty(
        work=uuid5(step.pk, "conference"),
        provision=rule,
        what="Consider an initial child protection conference: a review of the written agreement found it needed",
        since=step.at,
        due=due(StageAwaited.MANAGER, step.at, WorkingDays.of(pack_of(concern).nation)),
        about=one.agreement.about_id,
        page=to_consider(concern.pk),
        carried=Carried.by(made, "A conference was considered") if made else None,
    )


def to_consider(concern_id: UUID) -> str:
    """Return the address at which it is recorded that a conference is considered."""
    return f"{reverse('new_stage', args=[concern_id])}?kind={StageKind.CONFERENCE}"


def _what(review: Review[AgreementStep]) -> str:
    if review.is_after_a_breach:
        return "Review the written agreement, which was broken"
    if review.due is None:
        return "Set the day on which the written agreement is reviewed: it has none"
    return "Review the written agreement, and ask whether a conference is needed"
