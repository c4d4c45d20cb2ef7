"""What casework records. Every row is added to and never changed; how a thing stands follows from its steps."""

from __future__ import annotations

from fingerpost.casework.models.cross_border import Considered, CrossBorder
from fingerpost.casework.models.managing import ActionAgreed, Finding, SampleAnswer, Sampled
from fingerpost.casework.models.police import BailContact, PoliceKind, PoliceOpened, PoliceOutcome, PoliceStep
from fingerpost.casework.models.referrals import Addressee, Referral, ReferralStep, Stage, StepKind, Way, _none
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
from fingerpost.casework.models.support import (
    Asked,
    Removal,
    RemovalKind,
    RemovalStep,
    Safeguard,
    SafeguardKind,
    SafeguardStep,
    SupportKind,
    SupportStep,
    SupportTie,
)

__all__ = [
    "ActionAgreed",
    "Addressee",
    "Asked",
    "BailContact",
    "Considered",
    "CrossBorder",
    "Dimension",
    "Effect",
    "Finding",
    "FoundBy",
    "Interviewed",
    "Known",
    "Level",
    "PoliceKind",
    "PoliceOpened",
    "PoliceOutcome",
    "PoliceStep",
    "Recorded",
    "Referral",
    "ReferralStep",
    "Removal",
    "RemovalKind",
    "RemovalStep",
    "RiskAnswer",
    "RiskAssessment",
    "RiskInterview",
    "RiskJudgement",
    "RiskStep",
    "RiskStepKind",
    "Safeguard",
    "SafeguardKind",
    "SafeguardStep",
    "SampleAnswer",
    "Sampled",
    "Separately",
    "Stage",
    "Step",
    "StepKind",
    "SupportKind",
    "SupportStep",
    "SupportTie",
    "Way",
    "_none",
]
