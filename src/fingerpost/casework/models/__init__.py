"""What casework records. Every row is added to and never changed; how a thing stands follows from its steps."""

from __future__ import annotations

from fingerpost.casework.models.cross_border import Considered, CrossBorder
from fingerpost.casework.models.managing import ActionAgreed, Finding, SampleAnswer, Sampled
from fingerpost.casework.models.referrals import Addressee, Referral, ReferralStep, Stage, StepKind, Way, _none
from fingerpost.casework.models.steps import Recorded, Step

__all__ = [
    "ActionAgreed",
    "Addressee",
    "Considered",
    "CrossBorder",
    "Finding",
    "Recorded",
    "Referral",
    "ReferralStep",
    "SampleAnswer",
    "Sampled",
    "Stage",
    "Step",
    "StepKind",
    "Way",
    "_none",
]
