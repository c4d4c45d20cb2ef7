"""What the site keeps beside the people themselves: open invitations, whom it reminded, what did not go, calendars,
and what came of looks that were unusual."""

from __future__ import annotations

import uuid
from typing import ClassVar, Final

from django.db import models

from fingerpost.access.models.people import Membership, Organisation, Role, User
from fingerpost.keys.one_of import OneOf

KINDS: Final = [
    (kind, kind)
    for kind in (
        *("same_name", "name_of_many", "colleague", "out_of_hours", "no_longer"),
        *("knocking", "many", "leaving", "glass"),
    )
]
"""The kinds of what is unusual: see `unusual/thresholds.yaml`."""


class Invitation(models.Model):
    """A link with which somebody sets the first password of their account, once. Only the link's hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation of {self.created_at:%Y-%m-%d}"


class Reminder(models.Model):
    """On which day somebody was told that something waits for them. A day has one, however often it is tried."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "day"], name="somebody_is_reminded_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"reminder of {self.day}"


class UnusualOutcome(models.TextChoices):
    """What came of an unusual look. Words about somebody belong where their work is talked about, and not here."""

    EXPLAINED = "explained", "It is explained: it was their work"
    MISTAKE = "mistake", "It is explained: a mistake, and nothing came of it"
    ASKED = "asked", "Somebody asks them"
    PASSED_ON = "passed_on", "It was passed on to their employer, or to whoever answers for data protection"


class LookOutcome(models.Model):
    """What somebody says came of a finding: of its kind, about its subject, on its day. The newest one holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.UUIDField(editable=False, help_text="a user, or what stands for a name that many searched for")
    kind = OneOf(max_length=20, choices=KINDS, editable=False)
    day = models.DateField(editable=False)
    outcome = OneOf(max_length=10, choices=UnusualOutcome, editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.outcome} on {self.day}"


class Assured(models.TextChoices):
    """What has to be so before the first concern, and what no program can see."""

    KEYS = "keys", "A copy of the keys is kept elsewhere"
    RESTORE = "restore", "A backup was restored, to try it"


class Assurance(models.Model):
    """What an administrator says is so, or is so no longer. The newest one of a kind holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = OneOf(max_length=10, choices=Assured, editable=False)
    holds = models.BooleanField(editable=False)
    by = models.ForeignKey(Membership, models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.recorded_at:%Y-%m-%d}"


class Undelivered(models.Model):
    """A message that did not go: which, to which account, and what the server answered as a code. Never the message."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    template = models.CharField(max_length=30, help_text="a mail.Template")
    first_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField()
    next_at = models.DateTimeField(null=True, db_index=True, help_text="None: it is given up")
    answer = models.CharField(max_length=60)

    class Meta:
        verbose_name = "undelivered message"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "template"], name="a_message_of_a_kind_waits_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template}, tried {self.tries} times"


class Sent(models.Model):
    """A message that another service took, by its own number there: until that says whether it arrived."""

    id = models.UUIDField(primary_key=True, editable=False, help_text="the other service’s")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    template = models.CharField(max_length=30, help_text="a mail.Template")
    at = models.DateTimeField()
    ask_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "sent message"

    def __str__(self) -> str:
        return f"{self.template}, sent {self.at:%Y-%m-%d}"


class DirectoryToken(models.Model):
    """What an organisation's directory shows to say who works there (SCIM). Only its digest is kept.

    It counts for as long as the administrator who made it is one. `role`: what everybody gets whom it adds.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    secret_hash = models.BinaryField(max_length=32, unique=True)
    role = OneOf(max_length=30, choices=Role)
    made_by = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = "directory token"

    def __str__(self) -> str:
        return f"directory token of {self.made_at:%Y-%m-%d}"


class DirectoryPerson(models.Model):
    """Somebody of whom an organisation's directory says that they work there, in its words. Their account, if any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    user_name = models.CharField(max_length=254, editable=False, help_text="in lower case: by which it is unique")
    said = models.JSONField(editable=False)
    made_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        verbose_name = "directory person"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user_name"], name="directory_names_somebody_once"),
            models.UniqueConstraint(fields=["organisation", "user"], name="directory_has_an_account_once"),
        ]

    def __str__(self) -> str:
        return f"directory person of {self.made_at:%Y-%m-%d}"


class Calendar(models.Model):
    """The secret address at which a membership’s deadlines can be read, as a keyed hash of its secret.

    `read_on`: the day on which that was last noted in the ledger. `says_what`: whether it has the rules' own words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.OneToOneField(Membership, models.CASCADE, related_name="+")
    secret_hash = models.BinaryField(unique=True)
    says_what = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    read_on = models.DateField(null=True)

    class Meta:
        verbose_name = "calendar address"

    def __str__(self) -> str:
        return f"calendar address of {self.made_at:%Y-%m-%d}"
