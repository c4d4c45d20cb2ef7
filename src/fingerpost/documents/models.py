"""What was produced: asked for, made or not, and kept sealed for its maker until it is fetched.

Rows of productions are added and never changed. A `Copy` holds the file itself for a day at most: what stays is its
fingerprint, by which a document can be checked.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership, User
from fingerpost.duties.models import FromDecision
from fingerpost.keys.fields import SecretText, made_here
from fingerpost.keys.one_of import OneOf


class Format(models.TextChoices):
    """What a document can be produced as."""

    PDF = "pdf", "PDF, to read and print"
    DOCX = "docx", "DOCX, to be edited"


class Ending(models.TextChoices):
    """What came of producing a document."""

    MADE = "made", "made"
    HELD = "held", "an embargo that began meanwhile is in the way"
    GONE = "gone", "the person who asked for it no longer sees what it is made from"
    FAILED = "failed", "it could not be made"


class Production(FromDecision):
    """That somebody asked for a document of one part of a concern, which rests on that part's sources alone.

    `kind` is a subject's, as `papers` registers it; `key`, which of its things (the id of a referral), empty for the
    concern as a whole. `recipient` is as `recipients` writes it; `for_whom` the same in words. `only`: the
    headings that were chosen for somebody outside the agencies, a line each; empty for everybody else.
    """

    kind = models.CharField(max_length=30, editable=False)
    key = models.CharField(max_length=36, blank=True, editable=False)
    format = OneOf(max_length=4, choices=Format, editable=False)
    recipient = models.CharField(max_length=60, editable=False)
    for_whom = SecretText()
    only = SecretText(null=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"production {self.pk}"


class Ended(FromDecision):
    """What came of a production; of one that was made, the fingerprint (SHA-256) of the file, and its pages."""

    production = models.ForeignKey(Production, models.PROTECT, related_name="+", editable=False)
    ending = OneOf(max_length=6, choices=Ending, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveSmallIntegerField(null=True, editable=False)
    procedure = models.CharField(max_length=60, blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        verbose_name = "production ending"
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment", "production"], name="production_ends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.production_id} {self.get_ending_display()}"


class Copy(models.Model):
    """The file of a production, sealed under the key of the user who asked for it, until it is fetched, or a day.

    `password` opens the file, where it is encrypted. It is shown to them once, and is not there any more then.
    """

    id = models.UUIDField(primary_key=True, editable=False, help_text="the production's")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    content = SecretText(owner="user_id", holds=made_here, help_text="in Base64")
    password = SecretText(owner="user_id", holds=made_here, null=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    fetched_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "production copy"
        verbose_name_plural = "production copies"

    def __str__(self) -> str:
        return f"copy {self.pk}"


class Mark(models.Model):
    """A document's number and fingerprint, by which anybody who has it can check it. It says nothing else."""

    id = models.UUIDField(primary_key=True, editable=False, help_text="the production's")
    sha256 = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "production mark"

    def __str__(self) -> str:
        return f"mark {self.pk}"
