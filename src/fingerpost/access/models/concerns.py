"""A concern, and who is involved in which part of it: the shell of a concern, without a word of what it is about."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from fingerpost.access import references
from fingerpost.access.actor import Actor
from fingerpost.access.models.case_data import CaseData, Compartment, ScopedManager
from fingerpost.access.models.people import Membership, Organisation
from fingerpost.access.worked_out import WorkedOut
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.rooms import Room, rooms


class Ground(models.TextChoices):
    """Why somebody is involved."""

    RECORDED = "recorded", "recorded it"
    WORKS = "works", "works on it"
    INTAKE = "intake", "received it"
    MANAGER = "manager", "manages it"
    NAMED = "named", "was named"
    EMERGENCY = "emergency", "looked in an emergency"


class Concern(models.Model):
    """What a concern is to need to know: an id, a reference, and who opened it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, default=references.make, editable=False, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    objects: ClassVar[ScopedManager[Self]] = ScopedManager()

    class Meta:
        ordering: ClassVar = ["-created_at", "id"]
        indexes: ClassVar = [models.Index(fields=["-created_at", "id"], name="concern_newest")]

    def __str__(self) -> str:
        return self.reference


_ASKED = ("compartment", "ground", "organisation", "starts", "ends")


class Involvement(CaseData):
    """One person's, or one organisation's, involvement in one compartment of a concern, for a time.

    Without a membership it is the organisation's: its intake and its managers see it, until somebody works on it.
    `principal` is the one or the other: whoever reads has some principals, and need to know looks for no more.
    """

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False, db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    ground = OneOf(max_length=20, choices=Ground)
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True, help_text="the first moment without; open when empty")
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = SecretText(null=True)
    principal = WorkedOut(
        expression=Coalesce("membership", "organisation"), output_field=models.UUIDField(), db_persist=True
    )

    class Meta:
        indexes: ClassVar = [
            # What came to an organisation, the newest first.
            models.Index(fields=["organisation", "-starts"], condition=Q(ground="intake"), name="involvement_came"),
            # All that need to know asks of an involvement, so that the table itself is not read for it.
            models.Index(fields=["concern", "principal", *_ASKED], name="involvement_concern"),
            models.Index(fields=["principal", "concern", *_ASKED], name="involvement_principal"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends=None) | Q(ends__gte=F("starts")), name="involvement_ends_later"),
            models.CheckConstraint(
                condition=Q(ground=Ground.INTAKE, membership=None)
                | (~Q(ground=Ground.INTAKE) & Q(membership__isnull=False)),
                name="involvement_intake_is_the_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(ground=Ground.EMERGENCY) | Q(compartment=Compartment.COMMON, ends__isnull=False),
                name="involvement_emergency_is_common_and_ends",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it, and let the rooms above know. Raises as `CaseData.save` does."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        for room in rooms(WithInvolved):
            if room.involved is not None:
                room.involved(self, is_new)

    def require_may_be_written(self, actor: Actor) -> None:
        """Let `services.concerns` decide about a new one: whoever opens a concern is not in it yet."""
        if not self._state.adding:
            super().require_may_be_written(actor)

    def __str__(self) -> str:
        who = self.membership or self.organisation
        return f"{who} {self.get_ground_display()} ({Compartment(self.compartment).label})"


@dataclass(frozen=True, kw_only=True)
class WithInvolved(Room):
    """A room that does something when somebody comes to be involved (it is new), or an involvement ends."""

    involved: Callable[[Involvement, bool], None] | None = None
