"""A duty, what became of it step by step, and how it is at present.

A duty and its steps are added and never changed. How it stands follows from its steps, the decision and who is
involved; `DutyState` keeps that where lists find it fast, and can be made anew at any time (decision 41).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Membership, Organisation
from fingerpost.access.models.case_data import CaseData, Compartment
from fingerpost.duties.accepted_by import TELL, telling
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.procedure.explaining.requirements import Clearance, to_whom_line
from fingerpost.procedure.pack.model import Provision
from fingerpost.record.services.procedures import named


def source_of(compartment: str) -> str:
    """Return the other compartment that a decision is made from; its own where there is none."""
    return next(iter(SOURCES[compartment] - {compartment}), compartment)


class FromDecision(CaseData):
    """A row that follows from the decision of a compartment: seen by those who see all that the decision is from."""

    source = OneOf(max_length=20, choices=Compartment, editable=False)

    also_in: ClassVar[tuple[tuple[str, str], ...]] = (("concern", "source"),)

    class Meta:
        abstract = True


class Duty(FromDecision):
    """One provision that asks for something to be done, for the concern or for one person in it.

    There is one row, whether it applies now, did once, or was done before it ever did. `pack` is the procedure and
    version under which it was first met. What casework asks for under a provision has a row for each piece of work;
    `words` says what is to be done, as it was first met, since the provision does not say it.
    """

    provision = models.CharField(max_length=60)
    about = models.UUIDField(null=True, help_text="the person's appearance; empty for the concern")
    work = models.UUIDField(null=True, help_text="which piece of casework asks for it; empty for a decision's")
    words = SecretText(null=True, help_text="of casework: what is to be done")
    pack = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        verbose_name_plural = "duties"
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "provision", "about"],
                condition=Q(about__isnull=False, work__isnull=True),
                name="duty_once_for_each_person",
            ),
            models.UniqueConstraint(
                fields=["concern", "compartment", "provision"],
                condition=Q(about__isnull=True, work__isnull=True),
                name="duty_once_for_the_concern",
            ),
            models.UniqueConstraint(
                fields=["concern", "compartment", "provision", "about", "work"],
                condition=Q(about__isnull=False, work__isnull=False),
                name="duty_once_for_each_work_about_a_person",
            ),
            models.UniqueConstraint(
                fields=["concern", "compartment", "provision", "work"],
                condition=Q(about__isnull=True, work__isnull=False),
                name="duty_once_for_each_work",
            ),
        ]

    @property
    def rule(self) -> Provision:
        """The provision, as the version has it under which the duty was first met."""
        return named(self.pack).provisions[self.provision]

    @property
    def asks(self) -> str:
        """What is to be done, in words: the provision's, or those of the casework that asks for it."""
        return str(self.words) if self.work else self.rule.text.strip()

    @property
    def act(self) -> str:
        """What is to be done, in at most six words: the provision's title, or the words of casework."""
        return str(self.words) if self.work else self.rule.title

    @property
    def to_whom(self) -> str:
        """`To the police.`, as the version has it under which it was first met; empty where it goes to nobody."""
        return "" if self.work else to_whom_line(named(self.pack), self.rule.to)

    def __str__(self) -> str:
        return f"{self.provision}/{self.about or 'concern'}"


class DutyStepKind(models.TextChoices):
    """What can become of a duty."""

    APPEARED = "appeared", "appeared"
    SUPERSEDED = "superseded", "no longer follows"
    RETURNED = "returned", "came back"
    DONE = "done", "done"
    WAIVED = "waived", "waived"
    POSTPONED = "postponed", "postponed"
    CONFIRMED = "confirmed", "confirmed by a second person"
    TAKEN = "taken", "taken"
    HANDED_OVER = "handed_over", "handed over"
    WITHDRAWN = "withdrawn", "taken back"


class DutyStep(FromDecision):
    """One thing that became of a duty. `number` counts a duty's steps in the order in which they were recorded.

    - appeared, returned: `learned_at`, since when what brings it was all known; `facts`, the decision's reasons.
    - superseded: `facts`, the newest change among the facts that the provision reads.
    - done: `on`, the day on which it was really done, by `who`, `text` what was done; `held`, an embargo stood then.
      With a `pack` it is what casework said of its own work, and casework takes it back.
    - waived, postponed: `text` the reason, `until` the day on which it is open again (None: for good);
      `second`, it counts once another person confirms it.
    - confirmed, withdrawn: `step`, which one; withdrawn has its reason in `text`.
    - taken, handed over: `to`, who holds it now.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveSmallIntegerField(editable=False)
    kind = OneOf(max_length=12, choices=DutyStepKind, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    pack = models.CharField(max_length=60, blank=True, editable=False)
    facts = models.JSONField(default=list, editable=False)
    learned_at = models.DateTimeField(null=True, editable=False)
    on = models.DateField(null=True, editable=False)
    until = models.DateField(null=True, editable=False)
    second = models.BooleanField(default=False, editable=False)
    held = models.BooleanField(default=False, editable=False)
    who = SecretText(null=True)
    text = SecretText(null=True)
    to = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    step = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["duty", "number"]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=Q(kind="done", held=True), name="duty_done_though_held")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "duty", "number"], name="duty_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


class DutyState(FromDecision):
    """How a duty is at present: derived, never the truth. `services.duty_state_cache` makes and proves it."""

    duty = models.OneToOneField(Duty, models.PROTECT, related_name="+", editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="in whose queue it is")
    holder = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    is_open = models.BooleanField(help_text="it applies, and is not done")
    is_offered = models.BooleanField(help_text="to be considered, or allowed: nothing is overdue")
    clearance = OneOf(
        max_length=10,
        choices=[(str(one), one.replace("_", " ")) for one in Clearance],
        default=Clearance.CLEAR,
        help_text="whether whoever it would tell may be told",
    )
    is_urgent = models.BooleanField(default=False, help_text="the ground is grave and no day is set: it is done now")
    works_on_it = models.CharField(
        max_length=60,
        blank=True,
        default="",
        help_text="who it goes to and who works on it already, as a pack calls them: they are told, not referred to",
    )
    awaits_second = models.BooleanField(default=False)
    due = models.DateField(null=True)
    quiet_until = models.DateField(null=True, help_text="waived or postponed: the day on which it is open again")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["holder", "due"], condition=Q(is_open=True), name="duty_state_holder"),
            models.Index(fields=["organisation", "due"], condition=Q(is_open=True), name="duty_state_organisation"),
            models.Index(fields=["concern", "compartment"], name="duty_state_concern"),
            models.Index(fields=["concern", "due"], condition=Q(is_open=True), name="duty_state_open"),
        ]

    @property
    def asks(self) -> str:
        """What is to be done, in words: where somebody works on the concern already, that they are told."""
        duty = self.duty
        return telling(named(duty.pack), duty.rule, self.works_on_it) if self.works_on_it else duty.asks

    @property
    def act(self) -> str:
        """What is to be done, in a few words, as a list has it."""
        return TELL if self.works_on_it else self.duty.act

    def __str__(self) -> str:
        return f"{'open' if self.is_open else 'closed'}, due {self.due}"
