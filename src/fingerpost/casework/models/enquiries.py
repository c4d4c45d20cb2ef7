"""Section 47 enquiries, single assessments, initial child protection conferences: what became of each, step by step."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from fingerpost.casework.models.steps import CaseworkRow, CaseworkStep
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance, Happened


class StageKind(models.TextChoices):
    """Which stage of protecting children it is."""

    ENQUIRY = "enquiry", "Section 47 enquiry"
    ASSESSMENT = "assessment", "Single assessment"
    CONFERENCE = "conference", "Initial child protection conference"


class StageStepKind(models.TextChoices):
    """What can become of a stage. `enquiries.rules` says which of them are of which stage, and whose."""

    ADDED = "added", "somebody was added"
    SEEN = "seen", "a child was seen"
    JOINT = "joint", "joint with the police, or not"
    EXTENDED = "extended", "extended"
    PROPOSED = "proposed", "conclusion proposed"
    AGREED = "agreed", "agreed by a manager"
    RETURNED = "returned", "given back by a manager"
    NEEDED = "needed", "needed, or not"
    CONVENED = "convened", "convened"
    HELD = "held", "held"
    DECIDED = "decided", "decided"
    IN_ERROR = "in_error", "recorded in error"


class StageOutcome(models.TextChoices):
    """What a step comes to, where it comes to something: first of an enquiry, of an assessment, of a conference."""

    LIKELY = "likely", "Substantiated, and a child is likely to suffer significant harm"
    NOT_LIKELY = "not_likely", "Substantiated, and no child is likely to suffer significant harm"
    NOT_SUBSTANTIATED = "not_substantiated", "Not substantiated"
    PROTECTION = "protection", "Children need protection"
    CHILD_IN_NEED = "child_in_need", "Children are in need of services"
    EARLY_HELP = "early_help", "Early help"
    NOTHING_FURTHER = "nothing_further", "Nothing further from children’s social care"
    JOINT = "joint", "Jointly with the police"
    SINGLE_AGENCY = "single_agency", "By children’s social care alone"
    NEEDED = "needed", "A conference is needed"
    NOT_NEEDED = "not_needed", "A conference is not needed"
    PLAN = "plan", "A child protection plan"
    NO_PLAN = "no_plan", "No child protection plan"


class Judgement(models.TextChoices):
    """How a key factor was judged."""

    PRESENT = "present", "Present"
    NOT_PRESENT = "not_present", "Not present"
    NOT_KNOWN = "not_known", "Not known yet"


def _nobody() -> list[Any]:
    return []


class Stage(CaseworkRow):
    """An enquiry, an assessment or a conference, about the people named. `at` is when it was opened or considered.

    `people` are the appearances that it is about, and `assessed` those adults among them whose risk to the children is
    assessed; `led_from`, the enquiry that led to it; `event`, the event of the procedure that was noted with it.
    """

    kind = OneOf(max_length=12, choices=StageKind, editable=False)
    people = models.JSONField(default=_nobody, editable=False)
    assessed = models.JSONField(default=_nobody, editable=False)
    text = SecretText(help_text="why it was opened")
    at = models.DateTimeField(editable=False)
    led_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    event = models.ForeignKey(Happened, models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class StageStep(CaseworkStep):
    """One thing that became of a stage. `answers`: the proposal that a manager agrees to, or gives back.

    `day`: for which day it is convened, or until which it is extended. `alone`: whether the child was seen alone.
    """

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=12, choices=StageStepKind, editable=False)
    outcome = OneOf(max_length=20, choices=StageOutcome, blank=True, editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    alone = models.BooleanField(null=True, editable=False)
    day = models.DateField(null=True, editable=False)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    who = SecretText(null=True, help_text="who took part")
    plain = SecretText(null=True, help_text="the same in words that the family can read")

    class Meta:
        ordering: ClassVar = ["stage", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "stage", "number"], name="stage_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


class FactorJudgement(CaseworkRow):
    """How one key factor was judged of one adult in an assessment, on what it rests, and what it waits for."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+", editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    provision = models.CharField(max_length=60, editable=False)
    judged = OneOf(max_length=12, choices=Judgement, editable=False)
    rests_on = SecretText(null=True)
    waits_for_equipment = models.BooleanField(default=False, editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["at", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.provision}: {self.get_judged_display()}"
