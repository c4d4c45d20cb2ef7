"""The embargo as a thing, and what lifts it.

An embargo never ends as a whole. It is lifted for one person from one moment on, each time by a recorded decision of
the strategy meeting or the police. So rows are added here and never changed.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models.case_data import CaseData
from fingerpost.access.models.people import Membership
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf

EVERYONE = "everyone"


def everyone() -> list[str]:
    """Return whom an embargo concerns unless it says otherwise: all outside the agencies that act on the concern."""
    return [EVERYONE]


class Authority(models.TextChoices):
    """On whose word an embargo stands."""

    PROCEDURE = "procedure", "the procedure, from the moment an adult is suspected"
    STRATEGY_MEETING = "strategy_meeting", "the strategy meeting"
    POLICE = "police", "the police"


class LiftingDecision(models.TextChoices):
    """Whose recorded decision lets one person be told."""

    STRATEGY_MEETING = "strategy_meeting", "the strategy meeting"
    POLICE = "police", "the police"


class Until(models.TextChoices):
    """Which decision can lift an embargo for somebody."""

    EITHER = "either", "a decision of the strategy meeting or the police"
    STRATEGY_MEETING = "strategy_meeting", "a decision of the strategy meeting"
    POLICE = "police", "a decision of the police"


class Embargo(CaseData):
    """Who must not be told about whom, why, on whose authority, until which decision.

    `about` is the appearance of the suspected adult, or empty while that adult is not listed: it then holds what is
    said about anybody. `must_not_be_told` has recipients as `embargo.Person` writes them, or `everyone`: all outside
    the agencies that act on the concern. `provision` is the one that asks for it, where the
    procedure does.
    """

    about = models.UUIDField(null=True, blank=True)
    must_not_be_told = models.JSONField(default=everyone)
    authority = OneOf(max_length=20, choices=Authority, default=Authority.PROCEDURE)
    until = OneOf(max_length=20, choices=Until, default=Until.EITHER)
    provision = models.CharField(max_length=60, default="", blank=True)
    starts = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["starts", "id"]

    def __str__(self) -> str:
        return f"embargo about {self.about or 'an adult not yet listed'}"


class EmbargoLift(CaseData):
    """From `at` on, `for_whom` may be told about the adult of one embargo, by a decision that is recorded elsewhere."""

    embargo = models.ForeignKey(Embargo, models.PROTECT, related_name="+")
    for_whom = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    decision = OneOf(max_length=20, choices=LiftingDecision)
    decision_id = models.UUIDField(default=uuid.uuid4, help_text="the recorded decision")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.for_whom} from {self.at}"
