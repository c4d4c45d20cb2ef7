"""What casework records. Every row is added to and never changed; how a thing stands follows from its steps."""

from __future__ import annotations

from fingerpost.casework.models.cross_border import Considered, CrossBorder
from fingerpost.casework.models.managing import ActionAgreed, Finding, SampleAnswer, Sampled
from fingerpost.casework.models.police import BailContact, PoliceKind, PoliceOpened, PoliceOutcome, PoliceStep
from fingerpost.casework.models.referrals import Addressee, Referral, ReferralStep, Stage, StepKind, Way, _none
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
    "Finding",
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
    "Safeguard",
    "SafeguardKind",
    "SafeguardStep",
    "SampleAnswer",
    "Sampled",
    "Stage",
    "Step",
    "StepKind",
    "SupportKind",
    "SupportStep",
    "SupportTie",
    "Way",
    "_none",
]
