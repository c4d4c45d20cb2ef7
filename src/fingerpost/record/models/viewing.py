"""The decision that somebody looks at imagery, as it was made. Where there is none, nobody has looked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText


class ViewingDecision(CaseData):
    """Who decided, who viewed, when and where, who was present, and why (provision `2.1-record-viewing`)."""

    decided_by = SecretText()
    viewed_by = SecretText()
    viewed_at = models.DateTimeField(editable=False)
    place = SecretText()
    present = SecretText()
    why = SecretText()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"viewing decision {self.pk}"
