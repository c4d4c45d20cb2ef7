"""What the police record of a concern, for themselves alone until they open it. Added to and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fingerpost.access.models import Membership
from fingerpost.casework.models.steps import CaseworkRow
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance, Happened


class PoliceKind(models.TextChoices):
    """What an entry of the police is about. An arrest is an event of the record, and no entry."""

    REFERENCE = "reference", "Crime reference"
    OFFICER = "officer", "Officer in the case"
    INVESTIGATION_OPENED = "investigation_opened", "Investigation opened"
    INVESTIGATION_CLOSED = "investigation_closed", "Investigation closed"
    BAIL = "bail", "Bail with conditions"
    BAIL_ENDED = "bail_ended", "Bail ended"
    WARRANT_PLANNED = "warrant_planned", "Search planned"
    WARRANT_EXECUTED = "warrant_executed", "Search carried out"
    DEVICES = "devices", "Devices secured"
    OUTCOME = "outcome", "Outcome"


class PoliceOutcome(models.TextChoices):
    """How an investigation ended for one person."""

    NO_FURTHER_ACTION = "no_further_action", "No further action"
    CHARGED = "charged", "Charged or summonsed"
    CAUTIONED = "cautioned", "Cautioned"
    YOUTH_CAUTION = "youth_caution", "Youth caution"
    COMMUNITY_RESOLUTION = "community_resolution", "Community resolution"
    OUTCOME_21 = "outcome_21", "Outcome 21: further investigation is not in the public interest"
    OUTCOME_22 = "outcome_22", "Outcome 22: education or another intervention instead"
    EVIDENCE = "evidence", "The evidence does not suffice"
    NO_SUSPECT = "no_suspect", "Nobody was identified"
    ELSEWHERE = "elsewhere", "Passed to another force or agency"
    OTHER = "other", "Another outcome, as the reason says"


class BailContact(models.TextChoices):
    """What conditions of bail do to the contact with a child."""

    FORBIDDEN = "forbidden", "No contact"
    SUPERVISED = "supervised", "Supervised contact only"
    UNAFFECTED = "unaffected", "Not affected"


def _nobody() -> dict[str, str]:
    return {}


class PoliceStep(CaseworkRow):
    """One entry: what was so at `at`.

    `until`: the last day of bail, or the day for which a search is planned. `of`: the entry that this one ends, varies
    or carries out. `contact_of`: for each child (an appearance's id), what bail does to the contact (`BailContact`).
    One that was opened is there a second time, in the common record (`PoliceOpened`).
    """

    kind = OneOf(max_length=30, choices=PoliceKind, editable=False)
    at = models.DateTimeField(editable=False)
    until = models.DateField(null=True, editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    officer = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    outcome = OneOf(max_length=30, choices=PoliceOutcome, blank=True, editable=False)
    contact_of = models.JSONField(default=_nobody, editable=False)
    text = SecretText(null=True)
    contact = SecretText(null=True, help_text="of bail: what it does to contact with children, in words")
    held_by = SecretText(null=True, help_text="of devices: who holds them")
    headings = SecretText(null=True, help_text="of a risk assessment, for which it is marked, by their ids")

    class Meta:
        ordering: ClassVar = ["at", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.at}"


class PoliceOpened(CaseworkRow):
    """The police’s decision that all who see the common record may know something. It is in their own part.

    What was hidden (`step` or `event`) stays; `opened_step` or `opened_event` says the same in the common record.
    """

    step = models.ForeignKey(PoliceStep, models.PROTECT, null=True, related_name="+", editable=False)
    opened_step = models.ForeignKey(PoliceStep, models.PROTECT, null=True, related_name="+", editable=False)
    event = models.ForeignKey(Happened, models.PROTECT, null=True, related_name="+", editable=False)
    opened_event = models.ForeignKey(Happened, models.PROTECT, null=True, related_name="+", editable=False)
    why = SecretText()

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    step__isnull=False, opened_step__isnull=False, event__isnull=True, opened_event__isnull=True
                )
                | Q(event__isnull=False, opened_event__isnull=False, step__isnull=True, opened_step__isnull=True),
                name="police_opened_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"opened {self.step_id or self.event_id}"
