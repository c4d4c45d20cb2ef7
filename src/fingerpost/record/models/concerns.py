"""A concern: what somebody is worried about, as they told it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText


class Concern(CaseData):
    """What was recorded when the concern was opened. What is learned later is added beside it.

    The matter, its shell, has the reference and says who is involved. Each compartment may have its own telling.
    """

    narrative = SecretText()
    childs_voice = SecretText()
    how = SecretText(help_text="how the practitioner became aware")
    became_aware_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["-recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "compartment"], name="concern_is_told_once_in_each_compartment"),
        ]

    def __str__(self) -> str:
        return f"concern {self.matter_id}"
