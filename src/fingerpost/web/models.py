"""What somebody has typed into a form and not sent yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from fingerpost.access.models import User
from fingerpost.keys.fields import SecretText
from fingerpost.keys.words import answers_of


class Draft(models.Model):
    """A form's text, saved while it is typed. It is its user's alone, under their key, and no part of any record.

    `path` is the form's address. Where that names a concern it is no foreign key: the draft stays its user's own when
    the concern is no longer theirs to see. `revision` counts the texts it has had; `page` is the showing of the form
    that wrote the last one, and `pages` says up to which of its changes each showing was heard.

    Once sent or discarded it has no text any more, and the row soon goes: until then it knows what comes late or twice,
    by the fingerprint of the text and by `pages`. It has none either while what was sent at once is being recorded.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    path = models.CharField(max_length=200, editable=False)
    text = SecretText(owner="user_id", holds=answers_of, null=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    page = models.UUIDField(null=True, editable=False)
    pages = models.JSONField(default=dict, editable=False)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    became = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        db_table = "record_draft"  # what is sealed in it is bound to this name
        ordering: ClassVar = ["-saved_at", "id"]

    def __str__(self) -> str:
        return f"draft {self.pk}"
