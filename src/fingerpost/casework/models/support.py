"""Support that was offered, content that is to be removed, and safeguards in place. Added to and never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from fingerpost.casework.models.steps import CaseworkRow, CaseworkStep
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance


class SupportKind(models.TextChoices):
    """What became of support for one person."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    ENDED = "ended", "Ended"


class SupportTie(models.TextChoices):
    """What somebody who may need support is to the adult."""

    PARTNER = "partner", "Partner"
    COLLEAGUE = "colleague", "Colleague"
    FRIEND = "friend", "Friend"
    RELATIVE = "relative", "Relative"


class SupportStep(CaseworkRow):
    """Support for a child, or for somebody related to an adult: what was offered, and what became of it.

    `about`: the person supported; None where they are not in the concern and `somebody` says who. `adult` and `tie`:
    for somebody related to an adult. `untold`: it was offered while an embargo was against telling them.
    """

    kind = OneOf(max_length=10, choices=SupportKind, editable=False)
    at = models.DateTimeField(editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    somebody = SecretText(null=True, help_text="the person supported, where they are not in the concern")
    adult = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    tie = OneOf(max_length=10, choices=SupportTie, blank=True, editable=False)
    giver = SecretText(help_text="who gives or offers it")
    text = SecretText()
    untold = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(about__isnull=False, somebody__isnull=True) | Q(about__isnull=True, somebody__isnull=False),
                name="support_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(adult__isnull=True, tie="", about__isnull=False) | (Q(adult__isnull=False) & ~Q(tie="")),
                name="support_of_others_says_of_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"support {self.kind}"


class Removal(CaseworkRow):
    """Content that shows or names a child, at one place, and is to be removed. No content is kept: only where it is."""

    child = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    platform = SecretText(help_text="the platform, the device or the place")
    address = SecretText(null=True, help_text="written so that nobody can follow it by mistake")

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"removal {self.pk}"


class RemovalKind(models.TextChoices):
    """What became of content that is to be removed."""

    ASKED = "asked", "Asked for its removal"
    REMOVED = "removed", "It was removed"
    REFUSED = "refused", "They refused"
    REAPPEARED = "reappeared", "It appeared again"


class RemovalRequestedBy(models.TextChoices):
    """Who can be asked to have content removed."""

    PLATFORM = "platform", "The platform"
    REPORT_REMOVE = "report_remove", "Report Remove of the Internet Watch Foundation"
    SCHOOL = "school", "A school"
    FAMILY = "family", "A family, for content on a device"
    OTHER = "other", "Somebody else"


class RemovalStep(CaseworkStep):
    """One thing that became of it."""

    removal = models.ForeignKey(Removal, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=10, choices=RemovalKind, editable=False)
    asked = OneOf(max_length=20, choices=RemovalRequestedBy, blank=True, editable=False)
    reference = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["removal", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "removal", "number"], name="removal_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


def _nobody() -> list[str]:
    return []


class Safeguard(CaseworkRow):
    """A measure that keeps children safe until a conclusion about their safety is reached.

    `about`: the adult; `children`: those it keeps safe (appearances’ ids). In force from `at`, until the day `until`
    where one is set, or until it is ended.
    """

    at = models.DateTimeField(editable=False)
    until = models.DateField(null=True, editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    children = models.JSONField(default=_nobody, editable=False)
    text = SecretText()
    checker = SecretText(help_text="who checks that it holds")

    class Meta:
        ordering: ClassVar = ["at", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"safeguard {self.pk}"


class SafeguardKind(models.TextChoices):
    """What becomes of a safeguard."""

    CHECKED = "checked", "Checked"
    ENDED = "ended", "Ended"


class SafeguardStep(CaseworkStep):
    """It was checked, or ended, and why."""

    safeguard = models.ForeignKey(Safeguard, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=10, choices=SafeguardKind, editable=False)

    class Meta:
        ordering: ClassVar = ["safeguard", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "safeguard", "number"], name="safeguard_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"
