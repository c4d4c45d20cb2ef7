"""What casework records. Every row is added to and never changed; how a thing stands follows from its steps."""

from __future__ import annotations

from fingerpost.casework.models.agreements import Agreement, AgreementStep, AgreementStepKind, ReviewOutcome
from fingerpost.casework.models.enquiries import (
    FactorJudgement,
    Judgement,
    Stage,
    StageKind,
    StageOutcome,
    StageStep,
    StageStepKind,
)
from fingerpost.casework.models.referrals import Addressee, Referral, ReferralStep, StepKind, Way, _none
from fingerpost.casework.models.steps import Recorded, Step

__all__ = [
    "Addressee",
    "Agreement",
    "AgreementStep",
    "AgreementStepKind",
    "FactorJudgement",
    "Judgement",
    "Recorded",
    "Referral",
    "ReferralStep",
    "ReviewOutcome",
    "Stage",
    "StageKind",
    "StageOutcome",
    "StageStep",
    "StageStepKind",
    "Step",
    "StepKind",
    "Way",
    "_none",
]
