"""What tells users apart beside their names: given by themselves, so that no namesake of theirs is shut out."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models.people import User
from fingerpost.keys import tokens
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class IdentifierKind(models.TextChoices):
    """What somebody can say of themselves that a namesake does not share."""

    BORN = "born", "Date of birth"
    PHONE = "phone", "Phone number"
    ADDRESS = "address", "Address"


class Identifier(models.Model):
    """One thing that a user said of themselves: sealed under their own key, and found by a keyed token.

    Nobody but they can open it, not even an administrator. `token` is one of those of `fingerpost.keys.tokens`, made
    under the search root of the number `root`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=10, choices=IdentifierKind, editable=False)
    text = SecretText(owner="user_id")
    token = models.BinaryField(max_length=tokens.SIZE, editable=False, db_index=True)
    root = models.PositiveSmallIntegerField(editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "kind"], name="identifier_once_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.user_id}"
