"""What a referral waits for, as duties: of the recipient, or, where they are not on this service, of the sender."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid5

from django.urls import reverse

from fingerpost.access.models import Concern
from fingerpost.casework.models import Referral, ReferralStep
from fingerpost.casework.referrals import queries
from fingerpost.casework.referrals.rules import WaitingFor
from fingerpost.casework.referrals.services import course_of
from fingerpost.duties.requested_duties import Carried, RequestedDuty
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.words import capital, day_in_words
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.procedures import under


def of_concern(concern: Concern, compartment: str, at: datetime | None) -> Iterator[RequestedDuty]:
    """Return what the referrals of a compartment wait for, as recorded by `at` (None: now): two queries."""
    referrals = Referral.objects.visible().filter(concern=concern, compartment=compartment)
    found = queries.listed(referrals if at is None else referrals.filter(recorded_at__lte=at))
    rule = under("referral_answer", pack_of(concern, compartment)) if found else ""
    for one in found:
        steps = [step for step in one.steps if at is None or step.recorded_at <= at]
        for waiting in course_of(one.referral, steps).owed:
            yield _agreed(one.referral, waiting, rule)


def _agreed(referral: Referral, waiting: WaitingFor[ReferralStep], rule: str) -> RequestedDuty:
    is_outside = referral.organisation_id is None
    return RequestedDuty(
        work=uuid5(referral.pk, waiting.key),
        provision=rule,
        what=_what(referral, waiting),
        since=waiting.since,
        due=waiting.due,
        organisation=referral.sender_id if is_outside else referral.organisation_id,
        membership=referral.sent_by_id if is_outside else None,
        page=reverse("referral", args=[referral.concern_id, referral.pk]),
        carried=None if waiting.by is None else _carried(waiting.by),
    )


def _what(referral: Referral, waiting: WaitingFor[ReferralStep]) -> str:
    day = day_in_words(london_day(referral.sent_at))
    whom = f" ({waiting.asked.whom})" if waiting.asked is not None and waiting.asked.whom else ""
    if referral.organisation_id is None:
        return f"Find out {waiting.chase}{whom}: referral to {referral.recipient}, {day}"
    return f"{capital(waiting.words)}{whom}: referral from {referral.sender}, {day}"


def _carried(step: ReferralStep) -> Carried:
    return Carried.by(step, f"{capital(str(step.get_kind_display()))}.")
