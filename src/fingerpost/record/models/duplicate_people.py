"""Whether two appearances are the same person: asked, and answered by somebody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from fingerpost.access.models import Concern, Membership
from fingerpost.access.models.case_data import CaseData, Compartment
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models.appearances import Appearance, AppearanceLink
from fingerpost.record.models.search import HiddenHit


class Likeness(CaseData):
    """That two appearances may be the same person: found when one was added, and seen by those who see both.

    `found` has the kinds of what is alike, parted by spaces.
    """

    one = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    other = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    other_concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False)
    other_compartment = OneOf(max_length=20, choices=Compartment, editable=False)
    found = models.CharField(max_length=60, editable=False)
    strength = models.PositiveSmallIntegerField(editable=False)
    found_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"
    also_in: ClassVar[tuple[tuple[str, str], ...]] = (("other_concern", "other_compartment"),)

    class Meta:
        ordering: ClassVar = ["-strength", "found_at", "id"]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(one=F("other")), name="likeness_is_of_two")]

    def __str__(self) -> str:
        return f"likeness {self.pk}"


class SameAnswer(models.TextChoices):
    """What somebody says of a likeness."""

    YES = "yes", "Yes, this is the same person"
    NO = "no", "No, this is somebody else"
    NOT_SURE = "not_sure", "I am not sure"


class LikenessAnswered(CaseData):
    """Somebody's answer to a likeness. The last one holds; `link` is what a yes has made."""

    likeness = models.ForeignKey(Likeness, models.PROTECT, related_name="+", editable=False)
    other_concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False)
    other_compartment = OneOf(max_length=20, choices=Compartment, editable=False)
    answer = OneOf(max_length=10, choices=SameAnswer, editable=False)
    why = SecretText()
    link = models.ForeignKey(AppearanceLink, models.PROTECT, null=True, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"
    also_in: ClassVar[tuple[tuple[str, str], ...]] = (("other_concern", "other_compartment"),)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer=SameAnswer.YES, link__isnull=False) | ~Q(answer=SameAnswer.YES) & Q(link=None),
                name="yes_is_a_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} to {self.likeness_id}"


class HitAnswer(models.TextChoices):
    """What the owner of a hidden record did about somebody's having looked for its person."""

    SPOKEN = "spoken", "I have spoken with them"
    LET_IN = "let_in", "I let them in, by name"
    SOMEBODY_ELSE = "somebody_else", "They look for somebody else"
    STAYS_HIDDEN = "stays_hidden", "It may be the same person, and this stays hidden from them"


class HitAnswered(CaseData):
    """The answer to a hidden hit, for those who see the hidden record. Whoever looked learns nothing of it."""

    hit = models.ForeignKey(HiddenHit, models.PROTECT, related_name="+", editable=False)
    answer = OneOf(max_length=20, choices=HitAnswer, editable=False)
    words = SecretText()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.answer} to {self.hit_id}"
