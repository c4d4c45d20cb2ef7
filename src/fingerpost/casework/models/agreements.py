"""Written agreements (provision 2.2-agreement): who agrees to what, signed, reviewed, broken, ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fingerpost.casework.models.steps import CaseworkRow, CaseworkStep
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance, Happened


class AgreementStepKind(models.TextChoices):
    """What can become of an agreement. `agreements.rules` says who may record which."""

    PARTY = "party", "somebody became a party"
    TERM = "term", "something was agreed"
    NOT_AGREED = "not_agreed", "nothing was agreed about a matter"
    SIGNED = "signed", "signed"
    STARTED = "started", "came into force"
    REVIEWED = "reviewed", "reviewed"
    REVIEW_SET = "review_set", "day of the next review set"
    BREACHED = "breached", "broken"
    ENDED = "ended", "ended"
    IN_ERROR = "in_error", "recorded in error"


class ReviewOutcome(models.TextChoices):
    """What every review asks: whether a child protection conference is needed."""

    CONFERENCE = "conference", "A conference is needed"
    NO_CONFERENCE = "no_conference", "A conference is not needed"


class Agreement(CaseworkRow):
    """A written agreement with one adult. `text` says why there is one; it is not part of the family's copy."""

    about = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    text = SecretText()
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"agreement {self.pk}"


class AgreementStep(CaseworkStep):
    """One thing that became of an agreement.

    - A party: `about` is the person, `text` their role in it.
    - A term: `provision` is the matter of the procedure, or `title` says in words what it is about; `text` is what is
      agreed, `who` supervises it. A later term about the same is in its place.
    - Nothing agreed: `provision` is the matter of the procedure, `text` says why not. It takes the place of a term.
    - A breach: `text` is what happened, `who` told of it, `done` what was done.
    - A start, a review, or a day set by itself: `day` is that of the next review. `outcome` and `text`: of a review.

    `while_held`: it was done although an embargo held the adult then, or when it was recorded.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=12, choices=AgreementStepKind, editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    provision = models.CharField(max_length=60, blank=True, editable=False)
    title = SecretText(null=True)
    who = SecretText(null=True)
    done = SecretText(null=True)
    outcome = OneOf(max_length=20, choices=ReviewOutcome, blank=True, editable=False)
    day = models.DateField(null=True, editable=False)
    while_held = models.BooleanField(default=False, editable=False)
    event = models.ForeignKey(Happened, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["agreement", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "agreement", "number"], name="agreement_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
