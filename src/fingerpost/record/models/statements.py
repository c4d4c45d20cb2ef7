"""Statements: what somebody said is so. Each stands as it was made; a later one is in its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone

from fingerpost.access.models import Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.procedure.language.tree import Value
from fingerpost.record.models.appearances import Appearance, PartInConcern

TO = 60  # so long is a recipient, as `access.embargo.Person` writes them


class Source(models.TextChoices):
    """Where the statement of a fact came from. What came from elsewhere has its id in `came_from`."""

    ASSERTED = "asserted", "said by somebody"
    PART = "part", "follows from what the person has to do with the concern"
    RELATIONSHIP = "relationship", "follows from a relationship"
    EVENT = "event", "follows from an event"
    CASEWORK = "casework", "follows from casework"


class Statement(CaseData):
    """A row that is added and stays. `reason`: why it was said, or taken back."""

    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    reason = SecretText(null=True)

    application_may: ClassVar[str] = "SELECT, INSERT"

    class Meta:
        abstract = True
        ordering: ClassVar = ["recorded_at", "id"]


class Assertion(Statement):
    """One statement of one fact of the pack, about one person or (`about` None) the concern.

    `value` is JSON; `null` says that it is not known after all. `replaces` is the statement in whose place it stands.
    """

    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    fact = models.CharField(max_length=60, editable=False)
    value = SecretText()
    said_at = models.DateTimeField(default=timezone.now, editable=False)
    on_whose_word = SecretText(null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    source = OneOf(max_length=20, choices=Source, default=Source.ASSERTED, editable=False)
    came_from = models.UUIDField(null=True, editable=False)

    @property
    def answer(self) -> Value | None:
        """The value; None: not known after all."""
        found: Value | None = json.loads(self.value)
        return found

    @property
    def is_derived(self) -> bool:
        """Whether it follows from a part or a relationship: a person's own statement is over it."""
        return self.source in (Source.PART, Source.RELATIONSHIP)

    def __str__(self) -> str:
        return f"statement of {self.fact}"


class Revocable(Statement):
    """A statement that another of its kind takes back or ends: that one has it in `takes_back`, and says why."""

    takes_back = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(Statement.Meta):
        abstract = True

    @classmethod
    def standing(cls, rows: Iterable[Self]) -> list[Self]:
        """Return the rows that none of them takes back."""
        rows = list(rows)
        gone = {row.takes_back_id for row in rows}  # type: ignore[attr-defined]
        return [row for row in rows if row.takes_back_id is None and row.pk not in gone]  # type: ignore[attr-defined]


class Happened(Revocable):
    """Something that happened once: an event of the pack, or of the record. One noted in error is taken back.

    `to` is who may be told from then on, as `access.embargo.Person` writes them, for an event that says so.
    """

    type = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    to = models.CharField(max_length=TO, blank=True, editable=False)

    class Meta(Revocable.Meta):
        ordering: ClassVar = ["at", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.type} at {self.at}"


class PartTaken(Revocable):
    """What a person has to do with the concern. Somebody may have several parts."""

    appearance = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    part = OneOf(max_length=20, choices=PartInConcern, editable=False)

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.appearance_id}"


class RelationshipKind(models.TextChoices):
    """How somebody stands to another person, or to a place of work. Read from `one` to `other`."""

    LIVES_WITH = "lives_with", "lives with"
    PARENT_OF = "parent_of", "is a parent or carer of"
    PARTNER_OF = "partner_of", "is the partner of"
    UNSUPERVISED_CONTACT = "unsupervised_contact", "has unsupervised contact with"
    WORKS_AT = "works_at", "works at"
    VOLUNTEERS_AT = "volunteers_at", "volunteers at"


PLACES = frozenset({RelationshipKind.WORKS_AT, RelationshipKind.VOLUNTEERS_AT})
"""The kinds that lead to a place, in words; the others lead to a person."""


class Relationship(Revocable):
    """How `one` stands to `other`, or to a place, from when it was recorded until a statement that ends it."""

    one = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=20, choices=RelationshipKind, editable=False)
    other = models.ForeignKey(Appearance, models.PROTECT, null=True, related_name="+", editable=False)
    place = SecretText(null=True)

    class Meta(Revocable.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(other=None, place__isnull=False, kind__in=sorted(PLACES))
                | (models.Q(other__isnull=False, place__isnull=True) & ~models.Q(kind__in=sorted(PLACES))),
                name="relationship_leads_to_somebody_or_a_place",
            ),
            models.CheckConstraint(condition=~models.Q(one=models.F("other")), name="relationship_is_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.get_kind_display()} {self.other_id or 'a place'}"
