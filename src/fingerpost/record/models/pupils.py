"""An organisation's list of its pupils: from the school's system, to choose from and for nothing else."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership, Organisation
from fingerpost.keys.fields import SecretText


def cells(text: str) -> Iterable[str]:
    """Return what is to read as words: all cells of the list together, so that nothing is kept in pieces."""
    return ["\n".join(cell for row in json.loads(text) for cell in row if cell)]


class PupilList(models.Model):
    """The pupils of an organisation as one sealed text, a JSON list of `[name, date of birth, class]`.

    It is nobody's record and says nothing of anybody. There is one at most; the next one takes its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+", editable=False)
    pupils = SecretText(owner="organisation_id", holds=cells)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["organisation_id"]

    def __str__(self) -> str:
        return f"pupils of {self.organisation_id}"
