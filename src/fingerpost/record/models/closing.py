"""Closing a concern, reopening it, and passing it to the child's new school or area."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fingerpost.access.models import Membership, Organisation
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class TurnKind(models.TextChoices):
    """What was done with the concern as a whole."""

    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Reopened"
    TRANSFERRED = "transferred", "Passed on"


class ClosingOutcome(models.TextChoices):
    """What a concern was closed with."""

    STEPPED_DOWN_UNIVERSAL = "stepped_down_universal", "Stepped down: the school or service goes on looking out"
    STEPPED_DOWN_EARLY_HELP = "stepped_down_early_help", "Stepped down to early help"
    STEPPED_DOWN_CHILD_IN_NEED = "stepped_down_child_in_need", "Stepped down to a child in need plan"
    CARRIED_ON_ELSEWHERE = "carried_on_elsewhere", "Carried on by another agency"
    UNFOUNDED = "unfounded", "Looked into, and there was nothing in it"
    DONE = "done", "Everything is done, and the child is safe"


class TurnTaken(CaseData):
    """One turn of a concern, in one compartment. The last one says whether it is open (`services.closing`)."""

    turn = OneOf(max_length=20, choices=TurnKind, editable=False)
    outcome = OneOf(max_length=40, choices=ClosingOutcome, blank=True, editable=False)
    why = SecretText()
    agreed_by = SecretText(null=True)
    to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(turn=TurnKind.CLOSED, agreed_by__isnull=False) & ~Q(outcome="")
                | ~Q(turn=TurnKind.CLOSED) & Q(outcome=""),
                name="closing_has_an_outcome_that_was_agreed",
            ),
            models.CheckConstraint(
                condition=Q(turn=TurnKind.TRANSFERRED, to__isnull=False) | ~Q(turn=TurnKind.TRANSFERRED) & Q(to=None),
                name="transfer_is_to_an_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_turn_display()} {self.pk}"
