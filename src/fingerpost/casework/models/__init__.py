"""What casework records. Every row is added to and never changed; how a thing stands follows from its steps."""

from __future__ import annotations

from fingerpost.casework.models.meetings import (
    Agency,
    Meeting,
    MeetingAction,
    MeetingForm,
    MeetingKind,
    MeetingPerson,
    MeetingStep,
    MeetingStepKind,
    MeetingTelling,
    UrgentAction,
)
from fingerpost.casework.models.referrals import Addressee, Referral, ReferralStep, StepKind, Way, _none
from fingerpost.casework.models.steps import Recorded, Step

__all__ = [
    "Addressee",
    "Agency",
    "Meeting",
    "MeetingAction",
    "MeetingForm",
    "MeetingKind",
    "MeetingPerson",
    "MeetingStep",
    "MeetingStepKind",
    "MeetingTelling",
    "Recorded",
    "Referral",
    "ReferralStep",
    "Step",
    "StepKind",
    "UrgentAction",
    "Way",
    "_none",
]
