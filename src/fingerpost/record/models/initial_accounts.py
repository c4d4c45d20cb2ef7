"""The initial account: what somebody is worried about, as they told it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class Setting(models.TextChoices):
    """Where whoever records works; as the fact `setting` of the pack has it."""

    SCHOOL_OR_COLLEGE = "school_or_college", "A school or college"
    EARLY_YEARS = "early_years", "Early years"
    HEALTH = "health", "Health"
    SOCIAL_CARE = "social_care", "Children’s social care"
    POLICE = "police", "Police"
    YOUTH_OR_COMMUNITY = "youth_or_community", "Youth or community work"
    OTHER = "other", "Somewhere else"


class AbuseForm(models.TextChoices):
    """The forms of internet abuse that provision `1-internet-abuse` names."""

    SEXUAL_ACTIVITY = "sexual_activity", "Taking part in sexual activity"
    PRODUCING_MATERIAL = "producing_material", "Producing sexual material"
    MADE_TO_WATCH = "made_to_watch", "Being made to look at or watch sexual activity"
    GROOMING = "grooming", "Being encouraged into sexual behaviour, or groomed"
    DIRECTED_ABUSE = "directed_abuse", "Somebody directing or coordinating abuse online"
    BULLYING = "bullying", "Online bullying"
    EXTREMISM = "extremism", "Extremist influence"
    UNHEALTHY_MESSAGES = "unhealthy_messages", "Harmful messages, on suicide or eating for example"


class Reporter(models.TextChoices):
    """Who told the person who records."""

    CHILD = "child", "The child"
    ANOTHER_CHILD = "another_child", "Another child"
    PARENT = "parent", "A parent or carer"
    COLLEAGUE = "colleague", "A colleague"
    ANOTHER_AGENCY = "another_agency", "Another organisation"
    NOTICED = "noticed", "Nobody: I noticed it"
    OTHER = "other", "Somebody else"


def _none() -> list[Any]:
    return []


class InitialAccount(CaseData):
    """What was recorded when the concern was opened. What is learned later is added beside it.

    The concern itself has the reference and says who is involved. Each compartment may have its own telling.
    """

    narrative = SecretText()
    childs_voice = SecretText()
    how = SecretText(help_text="how the practitioner became aware")
    became_aware_at = models.DateTimeField()
    setting = OneOf(max_length=20, choices=Setting, blank=True, editable=False)
    forms = models.JSONField(default=_none, editable=False, help_text="some of `AbuseForm`")
    device = SecretText(null=True)
    platform = SecretText(null=True)
    handles = SecretText(null=True, help_text="names used online")
    reporter = OneOf(max_length=20, choices=Reporter, blank=True, editable=False)
    reported_by = SecretText(null=True, help_text="who told, by name")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["-recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment"], name="told_once_in_each_compartment"),
        ]

    def __str__(self) -> str:
        return f"initial account of {self.concern_id}"
