"""What the site keeps beside the people themselves: invitations that are open, and whom it has reminded."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from fingerpost.access.models.people import Membership, User


class Invitation(models.Model):
    """A link with which somebody sets the first password of their account, once. Only the link's hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"


class Reminder(models.Model):
    """On which day somebody was told that something waits for them. A day has one, however often it is tried."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day"], name="somebody_is_reminded_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"reminder of {self.day}"
