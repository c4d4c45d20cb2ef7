"""Social care's risk assessment of an adult (section 2.3): all of it is added to and never changed."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models

from fingerpost.casework.models.steps import CaseworkRow, CaseworkStep
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance, Happened


class HeadingKnown(models.TextChoices):
    """How much is known under a heading."""

    KNOWN = "known", "Known"
    SOUGHT = "sought", "Sought"
    NOT_KNOWN = "not_known", "Not known"


class FoundBy(models.TextChoices):
    """Where an answer is from."""

    POLICE = "police", "The police"
    ENQUIRIES = "enquiries", "Social care’s own enquiries"
    OTHER = "other", "Somewhere else"


class FactorEffect(models.TextChoices):
    """What an answer does to the risk, the vulnerability or the protection."""

    RAISES = "raises", "Raises it"
    LOWERS = "lowers", "Lowers it"
    NEITHER = "neither", "Neither"


class Dimension(models.TextChoices):
    """What is judged: three things, and apart from them a rating of risk to the public (2.3-low-public-risk)."""

    RISK = "risk", "The risk that the adult poses to children"
    VULNERABILITY = "vulnerability", "How vulnerable potential victims are"
    PROTECTION = "protection", "The protection around the child"
    PUBLIC = "public", "Risk to the general public, as others rate it"


class Level(models.TextChoices):
    """How much there is of what is judged."""

    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"
    NOT_YET = "not_yet", "It cannot be judged yet"


class Interviewed(models.TextChoices):
    """Who is interviewed, by the event of the procedure that says so."""

    PARTNER = "partner_interview", "The partner"
    ALLEGED_ABUSER = "alleged_abuser_interview", "The alleged abuser"


class Separately(models.TextChoices):
    """Whether the partner and the alleged abuser were interviewed apart from each other."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known"


class RiskStepKind(models.TextChoices):
    """What can become of a risk assessment. `risk.rules` says what follows."""

    MODEL_NAMED = "model_named", "model named"
    CONCLUDED = "concluded", "concluded"
    AGREED = "agreed", "agreed by a manager"
    REOPENED = "reopened", "reopened"


class RiskAssessment(CaseworkRow):
    """The risk assessment of one adult. `began_at` is when it was really opened."""

    about = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    began_at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["began_at", "id"]

    def __str__(self) -> str:
        return f"risk assessment {self.pk}"


class _Part(CaseworkRow):
    """A numbered row of an assessment."""

    assessment = models.ForeignKey(RiskAssessment, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.number}"


class RiskAnswer(_Part):
    """What was said under a heading, of one child where the heading goes child by child. A later one counts first.

    `effects` is JSON: whether it raises or lowers risk, vulnerability and protection; what is left out is open.
    """

    heading = models.CharField(max_length=40, editable=False)
    child = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    status = OneOf(max_length=10, choices=HeadingKnown, editable=False)
    text = SecretText(null=True, help_text="what is known; of what is not, the reason")
    found_by = OneOf(max_length=10, choices=FoundBy, blank=True, editable=False)
    found_where = SecretText(null=True, help_text="the source in words")
    sought_from = SecretText(null=True)
    sought_since = models.DateField(null=True, editable=False)
    effects = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["assessment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "assessment", "number"], name="risk_answers_are_numbered"
            ),
            models.CheckConstraint(
                condition=models.Q(status="sought", sought_since__isnull=False)
                | (~models.Q(status="sought") & models.Q(sought_since__isnull=True)),
                name="risk_answer_is_sought_since_a_day",
            ),
        ]

    @property
    def effect(self) -> dict[str, str]:
        """What it does, by `Dimension`."""
        found: dict[str, str] = json.loads(self.effects) if self.effects else {}
        return found

    @property
    def entry(self) -> tuple[str, str]:
        """What it is filed under: the heading, and the child's id or an empty text."""
        return self.heading, str(self.child_id or "")


class RiskJudgement(_Part):
    """A judgement with its level and reasons, of one child where it goes child by child. A later one counts first."""

    dimension = OneOf(max_length=20, choices=Dimension, editable=False)
    child = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    level = SecretText(help_text="one of `Level`; of the public rating, in words")
    reasons = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["assessment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "assessment", "number"], name="risk_judgements_are_numbered"
            ),
        ]

    @property
    def entry(self) -> tuple[str, str]:
        """What it judges: the dimension, and the child's id or an empty text."""
        return self.dimension, str(self.child_id or "")


class RiskInterview(_Part):
    """An interview of the partner or the alleged abuser, when it really was. One noted in error is taken back."""

    whom = OneOf(max_length=30, choices=Interviewed, editable=False)
    at = models.DateTimeField(editable=False)
    who = SecretText(help_text="who was interviewed, and who did it")
    separately = OneOf(max_length=10, choices=Separately, editable=False)
    text = SecretText(null=True)
    headings = SecretText(null=True, help_text="for which it is marked, by their ids")
    event = models.ForeignKey(Happened, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["at", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "assessment", "number"], name="risk_interviews_are_numbered"
            ),
        ]


class RiskStep(CaseworkStep):
    """One thing that became of a risk assessment: the model named, its conclusion, agreement, reopening."""

    assessment = models.ForeignKey(RiskAssessment, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=20, choices=RiskStepKind, editable=False)

    class Meta:
        ordering: ClassVar = ["assessment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "assessment", "number"], name="risk_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
