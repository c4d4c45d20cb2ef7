"""What a search goes by, and what it leaves behind where the searcher does not see."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys import tokens
from fingerpost.record.models.appearances import Appearance


class SearchToken(CaseData):
    """One token of an appearance: see `fingerpost.keys.tokens`. Nothing says of which detail or kind it is.

    `root` is the number of the search root it was made under. Disposal deletes a concern's tokens.
    """

    id = None  # type: ignore[assignment]
    pk = models.CompositePrimaryKey("token", "concern", "compartment", "appearance")
    token = models.BinaryField(max_length=tokens.SIZE, editable=False)
    appearance = models.ForeignKey(Appearance, models.PROTECT, related_name="+", db_index=False, editable=False)
    root = models.PositiveSmallIntegerField(editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    def __str__(self) -> str:
        return f"token of {self.appearance_id}"


class HiddenHit(CaseData):
    """Somebody looked for a person whom they may not see: told to those who may, and to nobody else.

    `found` has the kinds of what was asked for and found, parted by spaces; `strength` is their sum (`likeness`).
    Without an appearance they asked for the concern itself, by its reference, in an emergency, and nothing was opened.
    """

    appearance = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    found = models.CharField(max_length=60, editable=False)
    strength = models.PositiveSmallIntegerField(editable=False)

    application_may: ClassVar[str] = "SELECT"

    class Meta:
        ordering: ClassVar = ["-at", "id"]

    def __str__(self) -> str:
        return f"hidden hit on {self.appearance_id}"
