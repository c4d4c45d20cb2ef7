"""One held thing that goes to one recipient all the same: asked for by one person, agreed or refused by another.

It lifts no embargo. Rows are added and never changed; how a release stands is folded from its steps
(`embargo.rules.release_standing`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models.case_data import CaseData
from fingerpost.access.models.people import Membership
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class Releasing(models.TextChoices):
    """What is released."""

    DOCUMENT = "document", "a document"
    TELLING = "telling", "something that is said to them"


class ReleaseStepKind(models.TextChoices):
    """What became of a release."""

    AGREED = "agreed", "agreed"
    REFUSED = "refused", "refused"
    WITHDRAWN = "withdrawn", "withdrawn"
    USED = "used", "used"


class Release(CaseData):
    """That somebody asks to let exactly this thing go to exactly this recipient, although an embargo holds it.

    `thing`: which document, as whoever makes documents names it. `for_whom`: as `embargo.Person` writes it; `whom` the
    same in words. `words`: what is let go, in words. `embargoes`: the ids of those that held it when it was asked for;
    one that comes later holds it again.
    """

    what = OneOf(max_length=10, choices=Releasing, editable=False)
    thing = models.CharField(max_length=90, blank=True, editable=False)
    for_whom = models.CharField(max_length=60, editable=False)
    whom = SecretText()
    words = SecretText()
    reason = SecretText()
    embargoes = models.JSONField(editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"release {self.pk}"


class ReleaseStep(CaseData):
    """What became of a release: each kind of step once. `production`: the document that it was used for."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=10, choices=ReleaseStepKind, editable=False)
    production = models.UUIDField(null=True, editable=False)
    text = SecretText(null=True)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment", "release", "kind"], name="release_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.release_id}"
