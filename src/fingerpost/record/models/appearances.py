"""A person in a concern. Somebody who is in several concerns has an appearance in each, under that concern's key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from fingerpost.access.models import Concern, Membership
from fingerpost.access.models.case_data import CaseData, Compartment
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf


class PersonKind(models.TextChoices):
    """Whether somebody is a child or an adult: the procedure asks different things of them."""

    CHILD = "child", "Child"
    ADULT = "adult", "Adult"


class PartInConcern(models.TextChoices):
    """What a person has to do with this concern; in another one it may be something else."""

    DEPICTED = "depicted", "Shown in the imagery"
    MADE_OR_SHARED = "made_or_shared", "Made or shared it"
    RECEIVED = "received", "Received it"
    TARGETED = "targeted", "Targeted"
    HARMED_ANOTHER = "harmed_another", "Harmed another child"
    ALLEGED_ABUSER = "alleged_abuser", "Alleged abuser"
    PARTNER = "partner", "Partner of the suspected adult"
    PARENT_OR_CARER = "parent_or_carer", "Parent or carer"
    HOUSEHOLD = "household", "Lives in the household"
    SAFER_PERSON = "safer_person", "Safer person"


class Appearance(CaseData):
    """A person in one concern: who it is is in the details, what they have to do with it in the parts taken."""

    kind = OneOf(max_length=10, choices=PersonKind, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"appearance {self.pk}"


class DetailKind(models.TextChoices):
    """What a detail says."""

    NAME = "name", "Name"
    OTHER_NAME = "other_name", "Other or former name"
    BORN = "born", "Date of birth"
    SEX = "sex", "Sex"
    ADDRESS = "address", "Address"
    HANDLE = "handle", "Name used online"
    PHONE = "phone", "Phone number"
    EMAIL = "email", "E-mail address"
    STAFF_NUMBER = "staff_number", "Staff number"


class Sex(models.TextChoices):
    """What a detail of somebody's sex says. Where there is none, it is not recorded, and nothing is assumed."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Another answer"


class Detail(CaseData):
    """One thing said of who a person is. A correction is another detail, which replaces this one; this one stays.

    It may be in another compartment than the appearance: an address that only the police know.
    """

    appearance = models.ForeignKey(Appearance, models.PROTECT, related_name="+")
    kind = OneOf(max_length=20, choices=DetailKind)
    value = SecretText()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.appearance_id}"


class AppearanceLink(CaseData):
    """Somebody's statement that two appearances are the same person; undone, it stays, and says by whom and why.

    It is seen by those who see both appearances: to anybody else it would say that there is another concern.
    """

    one = models.ForeignKey(Appearance, models.PROTECT, related_name="+")
    other = models.ForeignKey(Appearance, models.PROTECT, related_name="+")
    other_concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False)
    other_compartment = OneOf(max_length=20, choices=Compartment, editable=False)
    why = SecretText()
    linked_at = models.DateTimeField(default=timezone.now, editable=False)
    linked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    why_undone = SecretText(null=True)
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT, UPDATE (undone_at, undone_by_id, why_undone)"
    also_in: ClassVar[tuple[tuple[str, str], ...]] = (("other_concern", "other_compartment"),)

    class Meta:
        ordering: ClassVar = ["linked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="link_joins_two"),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None, why_undone__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False, why_undone__isnull=False),
                name="link_is_undone_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
