"""That what was sent to a designated officer's office is in a concern of its own, and which one it came from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fingerpost.access.models import Concern
from fingerpost.access.models.case_data import Compartment
from fingerpost.casework.models.referrals import Referral
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.keys.one_of import OneOf


class Strand(CaseworkRow):
    """The child's strand (`concern`) and the adult's (`other_concern`) belong together (decision 53).

    Those who see both see this: those who sent it. Neither those who read the child's record alone, nor the designated
    officer's office, learn from it that there is another.
    """

    other_concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False)
    other_compartment = OneOf(max_length=20, choices=Compartment, default=Compartment.COMMON, editable=False)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+", editable=False)

    also_in: ClassVar[tuple[tuple[str, str], ...]] = (("other_concern", "other_compartment"),)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["concern", "compartment", "referral"], name="strand_once_for_a_referral"),
        ]

    def __str__(self) -> str:
        return f"strand {self.pk}"
