"""Texts of a procedure that are written in the service. Nothing here is about a case; nothing is ever changed.

A draft is a row of revisions, each with the whole text, one file a section. A version is one of them, approved by
somebody who wrote none of them. The database refuses to change or remove any of it.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from fingerpost.access.models import Membership, Organisation
from fingerpost.keys import words


class ProcedureDraft(models.Model):
    """A text that somebody writes, begun from a version (`base`, as `e-safety@2017`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    base = models.CharField(max_length=60, editable=False)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["-begun_at", "id"]

    def __str__(self) -> str:
        return f"draft from {self.base}"


class ProcedureRevision(models.Model):
    """The whole text as somebody saved it. `digest` is empty where it cannot be read; `changed` is the file saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(ProcedureDraft, models.PROTECT, related_name="revisions", editable=False)
    number = models.PositiveIntegerField(editable=False)
    files = models.JSONField(editable=False, help_text="each file's text by its name")
    digest = models.CharField(max_length=71, blank=True, editable=False)
    changed = models.CharField(max_length=100, blank=True, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["draft", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="revisions_of_a_draft_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the texts. Raises NotWordsError."""
        words.check_all(self.files.values())
        super().save(*args, **kwargs)


class ProcedureVersion(models.Model):
    """A revision that was approved, for exactly its digest. It begins on its day, and not before its approval."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.OneToOneField(ProcedureRevision, models.PROTECT, related_name="version", editable=False)
    name = models.CharField(max_length=60, unique=True, editable=False)
    digest = models.CharField(max_length=71, editable=False)
    in_force = models.DateField(editable=False)
    approved_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["approved_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(digest=""), name="version_has_a_digest"),
        ]

    def __str__(self) -> str:
        return self.name


class LocalText(models.Model):
    """A partnership's own words beside a section (`place` is its name) or a rule of a procedure, in Markdown.

    They decide nothing. The newest row counts; an empty text takes the words away.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    procedure = models.CharField(max_length=40, editable=False)
    place = models.CharField(max_length=80, editable=False)
    number = models.PositiveIntegerField(editable=False)
    text = models.TextField(blank=True, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["place", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "procedure", "place", "number"], name="local_texts_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"local text at {self.place}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the words. Raises NotWordsError."""
        words.check(self.text)
        super().save(*args, **kwargs)


class SourceLook(models.Model):
    """Somebody looked at a source of a procedure again: on which day, what they found, and how sure one can be of it.

    `source` is the pack's name for it and `title` what it is called, so that a later edition of it is another source.
    `section`: the passage; empty for the source as a whole, with its passages. The newest row counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    procedure = models.CharField(max_length=40, editable=False)
    source = models.CharField(max_length=40, editable=False)
    title = models.TextField(editable=False)
    section = models.CharField(max_length=100, blank=True, editable=False)
    text_of = models.CharField(max_length=200, editable=False)
    looked_on = models.DateField(editable=False)
    sure = models.CharField(max_length=10, editable=False)
    where = models.TextField(blank=True, editable=False)
    note = models.TextField(blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"look at {self.source}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the look. Raises NotWordsError."""
        words.check_all([self.text_of, self.where, self.note])
        super().save(*args, **kwargs)


class ConcernCount(models.Model):
    """How far a count over concerns has come, and at last what it found. No row is about a concern or a person.

    A `run` has a row when it is asked for and as it goes on; `hundredths` says how far it is. What it found is kept in
    steps of five (`manual.withheld`), and what is fewer is kept nowhere. `of`: what is counted, as `what` needs it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.UUIDField(default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=20, editable=False)
    of = models.CharField(max_length=160, editable=False)
    hundredths = models.PositiveSmallIntegerField(default=0, editable=False)
    found = models.JSONField(default=dict, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)

    class Meta:
        ordering: ClassVar = ["at", "hundredths", "id"]
        indexes: ClassVar = [models.Index(fields=["what", "of", "at"], name="concern_count_of")]

    def __str__(self) -> str:
        return f"{self.what}, {self.hundredths} %"
