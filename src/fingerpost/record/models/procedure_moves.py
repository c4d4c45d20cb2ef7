"""Moving a concern to a later version of the procedure than the one that was in force when it was reported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText


class ProcedureMove(CaseData):
    """That what is decided from a compartment follows a later version (`to`, as `e-safety@2017.1`) from now on."""

    before = models.CharField(max_length=60, editable=False)
    to = models.CharField(max_length=60, editable=False)
    why = SecretText()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"moved to {self.to}"
