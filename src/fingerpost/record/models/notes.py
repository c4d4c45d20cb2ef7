"""What is added beside the telling of a concern: what was learned later, and what else the procedure wants recorded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models.appearances import Appearance


class NoteKind(models.TextChoices):
    """What a note is of."""

    LEARNED = "learned", "What was learned later"
    CHILDS_WORDS = "childs_words", "What the child said later"
    BULLYING = "bullying", "Online bullying"
    EXTREMISM = "extremism", "Extremist material reported"
    HARMFUL_SITE = "harmful_site", "Harmful site"
    PARENTS = "parents", "Contact with parents or carers"


class Note(CaseData):
    """One note, with who wrote it and when. Nobody changes it: what was wrong in it is said in another.

    `about`: the child it is of, where it is of one. Of a report of extremist material `told` is where it was reported,
    `teller` the name it was reported in, and `reference` what was given for it; of a harmful site `told` is with whom
    it was raised. Of a contact with a child's parents or carers `teller` is who spoke with whom, `told` what was said
    to them, and `words` what they said. `address` is a site's, written so that it is no link.
    `headings`: for which headings of a risk assessment it is marked, by their ids.
    """

    kind = OneOf(max_length=20, choices=NoteKind, editable=False)
    words = SecretText()
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    happened_on = models.DateField(null=True, editable=False)
    many_on_one_side = models.BooleanField(null=True, editable=False)
    address = SecretText(null=True)
    told = SecretText(null=True)
    teller = SecretText(null=True)
    reference = SecretText(null=True)
    headings = SecretText(null=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind=NoteKind.EXTREMISM) | Q(told__isnull=False, teller__isnull=False),
                name="note_of_extremism_is_in_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NoteKind.HARMFUL_SITE) | Q(about__isnull=False),
                name="note_of_a_harmful_site_is_of_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
