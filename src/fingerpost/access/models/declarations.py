"""People whom users are close to, said beforehand, so that a concern that names one of them is not theirs to see."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models.people import User
from fingerpost.keys import tokens
from fingerpost.keys.fields import SecretText


def _none() -> list[Any]:
    return []


class Declared(models.Model):
    """Somebody whom a user is related to or works with: a name, and what namesakes do not share.

    Sealed under the user's own key: nobody but they can open it. It is found by keyed tokens, made under the search
    root of the number `root`: `names` has those of the name, in hexadecimal digits.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    name = SecretText(owner="user_id")
    born = SecretText(owner="user_id", null=True)
    phone = SecretText(owner="user_id", null=True)
    names = models.JSONField(default=_none, editable=False)
    born_token = models.BinaryField(max_length=tokens.SIZE, null=True, editable=False, db_index=True)
    phone_token = models.BinaryField(max_length=tokens.SIZE, null=True, editable=False, db_index=True)
    root = models.PositiveSmallIntegerField(editable=False)
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["given_at", "id"]

    def __str__(self) -> str:
        return f"declared by {self.user_id}"
