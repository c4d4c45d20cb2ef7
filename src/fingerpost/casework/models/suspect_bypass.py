"""Who a concern must not go through: a suspected adult it would normally go through. Rows are only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fingerpost.access.models import Organisation, User
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance


class BypassedPost(models.TextChoices):
    """What somebody is where they work, so that a concern would go through them."""

    HEAD = "head", "the head, or in charge there"
    LEAD = "lead", "the safeguarding lead, or a deputy"
    MANAGER = "manager", "a manager of those who recorded it"
    GOVERNOR = "governor", "the chair, a governor, a trustee or the owner"
    OTHER = "other", "somebody else it would go through"


class SuspectBypass(CaseworkRow):
    """That a concern bypasses a suspected adult who has a post somewhere; or, `takes_back`, that it does not.

    `user`: the account on this service that is theirs, which loses sight of the concern. `by_name`: nobody said that it
    is theirs, the name and the place of work are alike.
    """

    about = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    post = OneOf(max_length=10, choices=BypassedPost, editable=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    by_name = models.BooleanField(default=False, editable=False)
    text = SecretText(null=True, help_text="why, or why not any more")
    takes_back = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        verbose_name_plural = "suspect bypasses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "takes_back"],
                condition=Q(takes_back__isnull=False),
                name="suspect_bypass_is_ended_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} ({self.organisation})"
