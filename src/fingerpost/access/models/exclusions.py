"""What takes sight away: of a person, or of an organisation's people but for those who are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from fingerpost.access.models.case_data import CaseData, Compartment
from fingerpost.access.models.concerns import Concern
from fingerpost.access.models.people import Membership, Organisation, User
from fingerpost.access.worked_out import WorkedOut
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.rooms import Room, rooms


class ExclusionGround(models.TextChoices):
    """Why somebody is shut out."""

    EMBARGO = "embargo", "must not be told"
    CONFLICT = "conflict", "a conflict was found"
    DECLARED = "declared", "a conflict was declared"
    EMPLOYER = "employer", "the suspected adult works or volunteers there"


class Exclusion(CaseData):
    """Somebody, or an organisation, who does not see a compartment (`covers`), or the whole concern when that is empty.

    The compartment is where the exclusion itself is known: the person shut out never sees it. `barred` is who it is,
    the person or the organisation.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False, db_index=False)
    covers = OneOf(max_length=20, choices=Compartment, blank=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    ground = OneOf(max_length=20, choices=ExclusionGround)
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True, help_text="the first moment without; open when empty")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = SecretText(null=True)
    barred = WorkedOut(expression=Coalesce("user", "organisation"), output_field=models.UUIDField(), db_persist=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["concern", "barred", "covers", "starts", "ends"], name="exclusion_concern"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="exclusion_ends_later"),
            models.CheckConstraint(
                condition=Q(user=None, organisation__isnull=False) | Q(user__isnull=False, organisation=None),
                name="exclusion_of_a_person_or_an_organisation",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, and let the rooms above know. Raises as `CaseData.save` does."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        for room in rooms(WithExcluded):
            if room.excluded is not None:
                room.excluded(self, is_new)

    def __str__(self) -> str:
        return f"{self.user or self.organisation} {self.get_ground_display()}"


@dataclass(frozen=True, kw_only=True)
class WithExcluded(Room):
    """A room that does something when somebody is shut out (it is new), or sees again."""

    excluded: Callable[[Exclusion, bool], None] | None = None
