"""What is recorded of a request by a person for what is held on them. Rows are added and never changed.

A request is in a concern of its own, which its organisation's intake and managers see: it is about no one concern.
What somebody decides about a concern's rows is in that concern, in the part whose row it is about, sealed under
that concern's key: it is seen by those who see both, and destroyed with the concern.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance


class OfARequest(CaseData):
    """A row that somebody recorded, and that stays as it is."""

    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        abstract = True
        ordering: ClassVar = ["recorded_at", "id"]


class Asker(models.TextChoices):
    """Who asks."""

    PERSON = "person", "The person whose data it is"
    PARENT = "parent", "A parent or carer, for a child"
    REPRESENTATIVE = "representative", "A solicitor, or somebody else with their authority"


class SubjectRequest(OfARequest):
    """That somebody asks what is held on a person. One in a concern, in its common compartment."""

    asker = OneOf(max_length=20, choices=Asker, editable=False)
    name = SecretText()
    born = SecretText(null=True)
    asked_by = SecretText(null=True)
    words = SecretText(null=True)
    received = models.DateField(editable=False)

    class Meta(OfARequest.Meta):
        verbose_name = "subject access request"

    def __str__(self) -> str:
        return f"subject access request {self.pk}"


class RequestStepKind(models.TextChoices):
    """What became of a request."""

    IDENTITY_ASKED = "identity_asked", "They were asked to show who they are"
    IDENTITY = "identity", "Their identity was checked"
    AUTHORITY = "authority", "Their authority to ask for somebody else was checked"
    COMPETENCE = "competence", "Whether the child can decide, and the child’s best interests"
    EXTENDED = "extended", "They were told that it takes up to two months longer, and why"
    PREPARED = "prepared", "The answer was prepared, and given to somebody to check"
    BACK = "back", "The prepared answer was sent back"
    CHECKED = "checked", "The prepared answer was checked"
    SENT = "sent", "The answer was sent"
    WITHDRAWN = "withdrawn", "They no longer ask"


class RequestStep(OfARequest):
    """One thing that became of a request, on a day. `of`: the preparation that is sent back, checked, or was sent.

    For a preparation: `checker` is the person asked to check it, and `digest` which decisions it has (their ids).
    """

    request = models.ForeignKey(SubjectRequest, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=20, choices=RequestStepKind, editable=False)
    on = models.DateField(editable=False)
    text = SecretText(null=True)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    checker = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta(OfARequest.Meta):
        verbose_name = "step of a request"
        verbose_name_plural = "steps of requests"

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class HeldAs(models.TextChoices):
    """What is said of an appearance and a request."""

    THEM = "them", "is who asks"
    TAKEN_BACK = "taken_back", "is somebody else after all"
    ANSWERED = "answered", "was answered"


class HeldOn(OfARequest):
    """That somebody confirmed that a person in a concern is the one a request is about. It keeps the concern meanwhile.

    It is in the concern, for those who see that part: those who dispose of it have to know that somebody waits for what
    it says. It has only the number of the request.
    """

    appearance = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    request = models.UUIDField(editable=False)
    kind = OneOf(max_length=20, choices=HeldAs, editable=False)

    class Meta(OfARequest.Meta):
        verbose_name = "person asked about"
        verbose_name_plural = "people asked about"

    def __str__(self) -> str:
        return f"{self.appearance_id} {self.kind}"


class Choice(models.TextChoices):
    """What is done with one thing that is held."""

    GIVE = "give", "Give it"
    PARTS = "parts", "Give it, with words left out"
    WITHHOLD = "withhold", "Withhold it, and say that something is withheld"
    SILENT = "silent", "Withhold it, and do not say so"


class ItemDecision(OfARequest):
    """What somebody decided of one row that is held, as it read then. The last one about the same words holds.

    `given`: what they get of it, once words were left out; `item` is what it said, as `rules.HeldItem` writes it.
    """

    request_concern = models.ForeignKey(Concern, models.PROTECT, related_name="+", editable=False)
    request_compartment = OneOf(max_length=20, choices=Compartment, default=Compartment.COMMON, editable=False)
    item = SecretText()
    choice = OneOf(max_length=10, choices=Choice, editable=False)
    ground = models.CharField(max_length=20, blank=True, editable=False)
    given = SecretText(null=True)
    left_out = SecretText(null=True)

    also_in: ClassVar[tuple[tuple[str, str], ...]] = (("request_concern", "request_compartment"),)

    class Meta(OfARequest.Meta):
        verbose_name = "decision to give"
        verbose_name_plural = "decisions to give"

    def __str__(self) -> str:
        return f"{self.choice} {self.pk}"
