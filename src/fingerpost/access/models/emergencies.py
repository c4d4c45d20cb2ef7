"""A look at a common record in an emergency, with its reason; and what was said of it afterwards."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from fingerpost.access import queries, rules
from fingerpost.access.actor import Actor
from fingerpost.access.errors import no_such_concern
from fingerpost.access.models.case_data import CaseData
from fingerpost.access.models.concerns import Ground, Involvement
from fingerpost.access.models.people import Membership
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class BrokenGlass(CaseData):
    """Somebody had to see a common record at once: who, why, and by which involvement, which says until when."""

    involvement = models.ForeignKey(Involvement, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    reason = SecretText()

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["-at", "id"]
        verbose_name = "emergency look"

    def require_may_be_written(self, actor: Actor) -> None:
        """Let whoever looks say why, who otherwise adds to nothing. Raises `AccessError` for anybody else."""
        it = self.involvement
        own = it.membership_id == actor.membership_id == self.by_id
        if not (own and it.ground == Ground.EMERGENCY and it.ends and it.ends > timezone.now()):
            raise no_such_concern()

    def may_be_reviewed(self, actor: Actor, acts_in: Collection[UUID]) -> bool:
        """Whether the actor may review it (`rules.may_review`), who acts in the common records of these concerns."""
        looked = rules.Looked(self.by.user_id, self.by.organisation_id, self.concern.created_by.organisation_id)
        return rules.may_review(rules.ActorStanding(actor, in_force=True), looked, acts=self.concern_id in acts_in)

    def __str__(self) -> str:
        return f"look {self.pk}"


class GlassOutcome(models.TextChoices):
    """What the review of a look comes to."""

    JUSTIFIED = "justified", "It was justified"
    NOT_JUSTIFIED = "not_justified", "It was not justified"


class GlassReview(CaseData):
    """Whether a look in an emergency was justified, why, and where it was not, to whom that was passed on."""

    look = models.ForeignKey(BrokenGlass, models.PROTECT, related_name="+", editable=False)
    outcome = OneOf(max_length=20, choices=GlassOutcome, editable=False)
    words = SecretText()
    passed_to = SecretText(null=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["at", "id"]
        verbose_name = "review of an emergency look"

    def require_may_be_written(self, actor: Actor) -> None:
        """Let those review who may (`rules.may_review`). Raises `AccessError` for anybody else."""
        super().require_may_be_written(actor)
        if not self.look.may_be_reviewed(actor, queries.acts_in_common(actor, [self.concern_id])):
            raise no_such_concern()

    def __str__(self) -> str:
        return f"{self.outcome}: {self.look_id}"
