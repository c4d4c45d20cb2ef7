"""What casework records. Every row is added to and never changed; how a thing stands follows from its steps."""

from __future__ import annotations

from fingerpost.casework.models.referrals import Addressee, Referral, ReferralStep, StepKind, Way, _none
from fingerpost.casework.models.risk import (
    Dimension,
    Effect,
    FoundBy,
    Interviewed,
    Known,
    Level,
    RiskAnswer,
    RiskAssessment,
    RiskInterview,
    RiskJudgement,
    RiskStep,
    RiskStepKind,
    Separately,
)
from fingerpost.casework.models.steps import Recorded, Step

__all__ = [
    "Addressee",
    "Dimension",
    "Effect",
    "FoundBy",
    "Interviewed",
    "Known",
    "Level",
    "Recorded",
    "Referral",
    "ReferralStep",
    "RiskAnswer",
    "RiskAssessment",
    "RiskInterview",
    "RiskJudgement",
    "RiskStep",
    "RiskStepKind",
    "Separately",
    "Step",
    "StepKind",
    "Way",
    "_none",
]
