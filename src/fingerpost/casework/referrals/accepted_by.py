"""Who works on a concern since they accepted a referral of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern
from fingerpost.casework.models import Addressee, Referral, ReferralStepKind
from fingerpost.casework.referrals import queries
from fingerpost.casework.referrals.carried_out import RECIPIENTS
from fingerpost.casework.referrals.services import course_of
from fingerpost.duties.requested_duties import places_asked_from


def of_concern(concern: Concern, compartment: str, at: datetime | None) -> Iterator[str]:
    """Yield those who accepted a referral and have not declined or passed it on since, as packs call them.

    What went to a designated officer is a concern of its own, about one adult: another adult is referred anew.
    """
    if not {(Referral, part) for part in SOURCES[compartment]} & places_asked_from(concern):
        return
    referrals = Referral.objects.visible().filter(concern=concern, compartment__in=SOURCES[compartment])
    for one in queries.listed(referrals if at is None else referrals.filter(recorded_at__lte=at)):
        steps = [step for step in one.steps if at is None or step.recorded_at <= at]
        if course_of(one.referral, steps).decision == ReferralStepKind.ACCEPTED:
            yield RECIPIENTS[Addressee(one.referral.to)]
