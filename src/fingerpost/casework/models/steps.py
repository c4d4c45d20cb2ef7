"""What became of a piece of casework: rows that are added and stay, each numbered within what it belongs to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText


class CaseworkRow(CaseData):
    """A row that somebody recorded, and that stays as it is."""

    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        abstract = True


class CaseworkStep(CaseworkRow):
    """One thing that became of something. `at` is when it was really so; `text`, what was said, or the reason."""

    number = models.PositiveSmallIntegerField(editable=False)
    text = SecretText(null=True)
    at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True
