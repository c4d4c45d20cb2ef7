"""A concern that was drawn into a dip sample, what somebody found in it, and what they agreed. Added to, never changed.

Each row is in the common record of its concern, so that nobody learns by a sample of a concern that they do not
see. What a sample is (its seed, its period, whose it is) is in each of its rows.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fingerpost.access.models import Organisation
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class SampleAnswer(models.TextChoices):
    """What was found; `managing.rules.SampleVerdict` has the same."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class Sampled(CaseworkRow):
    """A concern that was drawn. `seed` and the days from `first` to `last` draw the same ones again (`rules.draw`)."""

    sample = models.UUIDField(editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    seed = models.CharField(max_length=32, editable=False)
    first = models.DateField(editable=False)
    last = models.DateField(editable=False)

    class Meta:
        verbose_name_plural = "sampled"
        ordering: ClassVar = ["recorded_at", "id"]
        indexes: ClassVar = [models.Index(fields=["sample"], name="sampled_sample")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment", "sample"], name="sampled_once_in_a_sample"),
        ]

    def __str__(self) -> str:
        return f"sampled {self.pk}"


class Finding(CaseworkRow):
    """The answer to one question about a concern in a sample; the newest one counts. `text`: what it rests on."""

    sampled = models.ForeignKey(Sampled, models.PROTECT, related_name="+", editable=False)
    question = models.CharField(max_length=40, editable=False)
    answer = OneOf(max_length=20, choices=SampleAnswer, editable=False)
    text = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_answer_display()}"


class ActionAgreed(CaseworkRow):
    """What was agreed after looking at a concern in a sample; or, with `ends`, that such an action was carried out."""

    sampled = models.ForeignKey(Sampled, models.PROTECT, related_name="+", editable=False)
    text = SecretText(null=True, help_text="what is to be done, and who does it")
    due = models.DateField(null=True, editable=False)
    ends = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        verbose_name_plural = "actions agreed"
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends=None, text__isnull=False) | Q(ends__isnull=False, text__isnull=True, due=None),
                name="action_is_agreed_or_carried_out",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
