"""What is recorded on the way to a disposal, added to and never changed; and what is left of a concern afterwards."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


def _nothing() -> list[Any]:
    return []


class OfDisposal(CaseData):
    """A row that somebody recorded in their own name, with the reason."""

    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    why = SecretText()

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        abstract = True
        ordering: ClassVar = ["recorded_at", "id"]


class Hold(OfDisposal):
    """A legal hold: for somebody (a court, the police, an inquiry) nothing of the concern is destroyed.

    `until` None: until it is released. `asked_by`: who asked for it.
    """

    asked_by = SecretText()
    since = models.DateField(editable=False)
    until = models.DateField(null=True, editable=False)

    class Meta(OfDisposal.Meta):
        verbose_name = "legal hold"

    def __str__(self) -> str:
        return f"hold {self.pk}"


class HoldRelease(OfDisposal):
    """That a hold ended, before its day or without one."""

    hold = models.ForeignKey(Hold, models.PROTECT, related_name="+", editable=False)

    class Meta(OfDisposal.Meta):
        verbose_name = "release of a legal hold"
        verbose_name_plural = "releases of legal holds"

    def __str__(self) -> str:
        return f"release of {self.hold_id}"


class Proposal(OfDisposal):
    """That somebody proposes to dispose of one part of a concern: by which rule, and what that is.

    `year`: in which its time ended. The day is not kept: it is the birthday of a child, and tells when they were born.

    `listed` has what was there: a kind of record and how many, in words that no one typed.
    """

    rule = models.CharField(max_length=60, editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    listed = models.JSONField(default=_nothing, editable=False)

    class Meta(OfDisposal.Meta):
        verbose_name = "proposal to dispose"
        verbose_name_plural = "proposals to dispose"

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class DisposalAnswer(models.TextChoices):
    """What somebody answers to a proposal: another person, or the one who made it."""

    CONFIRMED = "confirmed", "confirmed"
    WITHDRAWN = "withdrawn", "taken back"


class ProposalAnswer(OfDisposal):
    """That a proposal was confirmed by a second person, or taken back."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+", editable=False)
    answer = OneOf(max_length=10, choices=DisposalAnswer, editable=False)

    class Meta(OfDisposal.Meta):
        verbose_name = "answer to a proposal to dispose"
        verbose_name_plural = "answers to proposals to dispose"

    def __str__(self) -> str:
        return f"{self.answer}: {self.proposal_id}"


class Tombstone(models.Model):
    """What is left of one part of a concern: which it was, when, by whose two memberships, by which rule, how much.

    Nothing in it is of anybody in the concern. It is for those who saw that part at the moment before. Where a restored
    backup does not know one of the two, no membership is named.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False)
    compartment = OneOf(max_length=20, choices=Compartment, editable=False)
    reference = models.CharField(max_length=20, editable=False)
    at = models.DateTimeField(editable=False)
    rule = models.CharField(max_length=60, editable=False)
    year = models.PositiveSmallIntegerField(editable=False)
    proposed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    proposed_at = models.DateTimeField(editable=False)
    confirmed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    confirmed_at = models.DateTimeField(editable=False)
    listed = models.JSONField(default=_nothing, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment"], name="tombstone_is_one_for_each_part"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, disposed of"
