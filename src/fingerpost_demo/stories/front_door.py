"""What the stories of the demonstration tell of the front door: checks, disagreements, other areas and countries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fingerpost.access.models import Concern
from fingerpost.casework.cross_border import services as cross_border
from fingerpost.casework.models import Considered, Referral, ReferralStep, ReferralStepKind
from fingerpost.casework.referrals.services import More
from fingerpost.record.models import Appearance


def more(referral: Referral, step: Mapping[str, Any]) -> More:
    """Return what else a step says: `whom`, and of an answer to checks, whose (`of`)."""
    asked = (
        ReferralStep.objects.visible().filter(referral=referral, kind=ReferralStepKind.CHECKS_ASKED).order_by("number")
    )
    answers = next((one for one in asked if one.whom == step["of"]), None) if "of" in step else None
    return More(whom=step.get("whom", ""), stage=step.get("stage", ""), answers=answers)


def consider(concern: Concern, about: Appearance, step: Mapping[str, Any], at: datetime) -> None:
    """Record whether another area or country is told about somebody, with the result."""
    told = cross_border.CrossBorderInput(about, Considered(step["result"]), step.get("whom", ""), step["why"], at)
    cross_border.consider(concern, told, compartment=step.get("in", "common"))
