"""That it was considered whether agencies in other areas or countries should be told, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance


class Considered(models.TextChoices):
    """What came of considering whether another area or country should be told."""

    TOLD = "told", "Told"
    TO_BE_TOLD = "to_be_told", "To be told"
    NOT_NEEDED = "not_needed", "Not needed"


class CrossBorder(CaseworkRow):
    """One consideration of one person (2.2-cross-border). `whom`: the agency, and the area or country; `at`: when."""

    about = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    result = OneOf(max_length=20, choices=Considered, editable=False)
    whom = SecretText(null=True, help_text="which agency, in which area or country")
    why = SecretText(help_text="why they are told, or why that is not needed")
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"considered {self.at:%Y-%m-%d}: {self.get_result_display()}"
