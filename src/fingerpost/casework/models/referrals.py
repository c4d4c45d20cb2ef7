"""A referral, and what became of it. Both are added to and never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from fingerpost.access.models import Membership, Organisation
from fingerpost.access.models.case_data import CaseData
from fingerpost.casework.models.steps import CaseworkStep
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class Addressee(models.TextChoices):
    """Who a concern is referred to."""

    SOCIAL_CARE = "social_care", "Children’s social care"
    POLICE = "police", "The police"
    DESIGNATED_OFFICER = "designated_officer", "The designated officer (LADO)"
    PREVENT = "prevent", "Prevent"
    ELSEWHERE = "elsewhere", "Another area or country"


class Way(models.TextChoices):
    """How a referral was made."""

    HERE = "here", "Here, on this service"
    TELEPHONE = "telephone", "By telephone"
    DOCUMENT = "document", "As a document"


class ReferralStepKind(models.TextChoices):
    """What can become of a referral. `rules` says who may record which."""

    ACKNOWLEDGED = "acknowledged", "acknowledged"
    CHECKS_ASKED = "checks_asked", "asked an agency for checks"
    CHECKS_ANSWERED = "checks_answered", "got an answer to the checks"
    ACCEPTED = "accepted", "accepted"
    DECLINED = "declined", "declined"
    PASSED_ON = "passed_on", "passed on"
    SIGNED_OFF = "signed_off", "signed off by a manager"
    ANSWERED = "answered", "outcome told to the referrer"
    ESCALATED = "escalated", "disagreement taken further"
    RECONSIDERED = "reconsidered", "disagreement answered"


class DisagreementStage(models.TextChoices):
    """Who a disagreement about a decision is taken to, the first stage first."""

    PRACTITIONERS = "practitioners", "discussed between practitioners"
    MANAGERS = "managers", "discussed between managers"
    PARTNERSHIP = "partnership", "taken to the partnership"


def _none() -> list[Any]:
    return []


class Referral(CaseData):
    """A concern passed on to an agency: to an organisation on this service, or to somebody outside of it.

    `text` is what the recipient was told, as the sender checked it; `provisions`, which rules asked for it. `sent_at`
    is when it was really made, which for a telephone call is before it was recorded.
    """

    to = OneOf(max_length=20, choices=Addressee, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", editable=False)
    outside = SecretText(null=True, help_text="who received it, where they are not on this service")
    way = OneOf(max_length=10, choices=Way, editable=False)
    asks = SecretText(help_text="what the sender asks for")
    text = SecretText()
    provisions = models.JSONField(default=_none, editable=False)
    passed_on = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    sent_at = models.DateTimeField(editable=False)
    sent_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["sent_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "sent_at"], name="referral_to"),
            models.Index(fields=["sender", "sent_at"], name="referral_from"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, outside__isnull=True)
                | Q(organisation__isnull=True, outside__isnull=False),
                name="referral_goes_to_somebody",
            ),
            models.CheckConstraint(condition=~Q(organisation=F("sender")), name="referral_goes_to_another"),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"

    @property
    def recipient(self) -> str:
        """Who it went to, in words."""
        return str(self.organisation or self.outside)


class ReferralStep(CaseworkStep):
    """One thing that became of a referral. `on_word`: the sender recorded it, as the recipient told them.

    Of checks: `whom` is the agency that was asked; of an answer to them: `answers`, which question. Of a disagreement:
    to which `stage` it was taken, and `whom`, who answers it. Of both: `until`, by which day an answer was promised.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=20, choices=ReferralStepKind, editable=False)
    siblings = SecretText(null=True, help_text="of a decision: what was considered about other children at home")
    on_word = models.BooleanField(default=False, editable=False)
    whom = SecretText(null=True, help_text="which agency was asked, or who answers a disagreement")
    until = models.DateField(null=True, editable=False)
    stage = OneOf(max_length=20, choices=DisagreementStage, blank=True, default="", editable=False)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["referral", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "referral", "number"], name="referral_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
