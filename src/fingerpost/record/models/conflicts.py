"""Who may be too close to a concern: where an adult works, which user may be somebody in it, what was answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fingerpost.access.models import Exclusion, Membership, Organisation, User
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models.appearances import Appearance
from fingerpost.record.models.statements import Relationship, Statement


class PlaceMatched(Statement):
    """Which organisation of the directory a place of work is; None: none of them. The newest holds."""

    relationship = models.ForeignKey(Relationship, models.PROTECT, related_name="+", editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", editable=False)

    def __str__(self) -> str:
        return f"{self.relationship_id} is at {self.organisation or 'none of the directory'}"


class ConflictFound(CaseData):
    """A user of the service may be the suspected adult or their partner. With an exclusion they were shut out by it.

    `found` has what agrees, parted by spaces: `name`, and kinds of second identifiers.
    """

    appearance = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    found = models.CharField(max_length=60, editable=False)
    exclusion = models.ForeignKey(Exclusion, models.PROTECT, null=True, related_name="+", editable=False)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["found_at", "id"]

    def __str__(self) -> str:
        return f"{self.user_id} may be {self.appearance_id}"


class ConflictAnswer(models.TextChoices):
    """What somebody says of an exclusion, or of a user who has a name in common with somebody in the concern."""

    STAYS = "stays", "It is right, and stays"
    UNDONE = "undone", "It is wrong, and ends"
    SAME = "same", "It is the same person"
    OTHER = "other", "It is somebody else"


class ConflictAnswered(Statement):
    """Somebody's answer, with the reason: to an exclusion, or to whether two are the same person. The last holds."""

    exclusion = models.ForeignKey(Exclusion, models.PROTECT, null=True, related_name="+", editable=False)
    conflict = models.ForeignKey(ConflictFound, models.PROTECT, null=True, related_name="+", editable=False)
    answer = OneOf(max_length=10, choices=ConflictAnswer, editable=False)

    class Meta(Statement.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(exclusion__isnull=False, conflict=None, answer__in=["stays", "undone"])
                | Q(exclusion=None, conflict__isnull=False, answer__in=["same", "other"]),
                name="conflict_answer_fits_what_is_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} to {self.exclusion_id or self.conflict_id}"
