"""A strategy meeting or the designated officer's meeting, and what became of it: added to, never changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from fingerpost.access.models import Membership
from fingerpost.casework.models.steps import CaseworkRow, CaseworkStep
from fingerpost.keys.fields import SecretText
from fingerpost.keys.one_of import OneOf
from fingerpost.record.models import Appearance, Happened


class MeetingKind(models.TextChoices):
    """Which meeting it is. The two are separate: each has a chair and a part of the record of its own."""

    STRATEGY = "strategy", "Strategy meeting"
    DESIGNATED_OFFICER = "designated_officer", "Designated officer’s meeting"


class MeetingForm(models.TextChoices):
    """How people come together. A discussion in the place of a meeting has its reason (2.2-meeting-preferred)."""

    MEETING = "meeting", "A meeting"
    DISCUSSION = "discussion", "A discussion"


class Agency(models.TextChoices):
    """Which agency somebody is in a meeting for. Without the first three it is not quorate (2.2-attendees)."""

    POLICE = "police", "The police"
    SOCIAL_CARE = "social_care", "Children’s social care"
    HEALTH = "health", "Health"
    DESIGNATED_OFFICER = "designated_officer", "The designated officer’s office"
    SCHOOL = "school", "A school, college or nursery"
    EMPLOYER = "employer", "The employer or organiser of volunteers"
    OTHER = "other", "Another agency"


class MeetingStepKind(models.TextChoices):
    """What can become of a meeting."""

    HELD = "held", "held"
    NOT_HELD = "not_held", "did not take place"
    ATTENDED = "attended", "attended"
    APOLOGIES = "apologies", "sent apologies"
    ABSENT = "absent", "did not come"
    QUORUM_EXPLAINED = "quorum_explained", "went on without a quorum"
    ANSWERED = "answered", "answered an item of the agenda"
    DECIDED = "decided", "decided"
    TOLD = "told", "the moment came to tell somebody"
    NOT_TO_BE_TOLD = "not_to_be_told", "somebody is not to be told after all"
    DISSENTED = "dissented", "somebody disagreed"
    CONCLUDED = "concluded", "concluded"
    REOPENED = "reopened", "reopened"


def no_items() -> list[Any]:
    """Return no items."""
    return []


class Meeting(CaseworkRow):
    """A meeting that somebody called. `kind` says which compartments it can be in.

    `asked_by`: the rules that it was called for, each with the person it is about (`2.1-strategy/…`). `why`: what it
    was called for where no rule asked. `called_at` is when it was called, `planned_at` for when.
    """

    kind = OneOf(max_length=20, choices=MeetingKind, editable=False)
    form = OneOf(max_length=12, choices=MeetingForm, editable=False)
    reason = SecretText(null=True, help_text="why it is a discussion and no meeting")
    asked_by = models.JSONField(default=no_items, editable=False)
    why = SecretText(null=True)
    called_at = models.DateTimeField(editable=False)
    planned_at = models.DateTimeField(editable=False)
    place = SecretText(null=True)
    chair = SecretText()

    class Meta:
        ordering: ClassVar = ["planned_at", "id"]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class MeetingPerson(CaseworkRow):
    """Somebody who was asked to a meeting: a colleague on the service, or somebody outside of it by name and role."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", editable=False)
    agency = OneOf(max_length=20, choices=Agency, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    name = SecretText(null=True)
    role = SecretText(null=True)
    organisation = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"somebody for {self.get_agency_display()}"

    @property
    def who(self) -> str:
        """Who it is, in words."""
        if self.membership is not None:
            held = self.membership
            return f"{held.user.name}, {held.get_role_display()}, {held.organisation}"
        return ", ".join(str(one) for one in (self.name, self.role, self.organisation) if one)


class MeetingTelling(CaseworkRow):
    """That one person may be told about one adult, from one moment on (2.2-agenda-when-told).

    `to` is written as `embargo.Person` writes it. `risk`, `beside`: of telling a suspect, the risk that they harm
    themselves, and who is with them and the family.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", editable=False)
    about = models.ForeignKey(Appearance, models.PROTECT, related_name="+", editable=False)
    to = models.CharField(max_length=60, editable=False)
    moment = models.DateTimeField(editable=False)
    teller = SecretText(help_text="who tells them")
    reasons = SecretText()
    risk = SecretText(null=True)
    beside = SecretText(null=True)

    class Meta:
        ordering: ClassVar = ["moment", "id"]

    def __str__(self) -> str:
        return f"telling {self.to}"


class MeetingAction(CaseworkRow):
    """What somebody is to do, by a day. `item`: the rule that it came from."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", editable=False)
    item = models.CharField(max_length=60, editable=False)
    what = SecretText()
    agency = OneOf(max_length=20, choices=Agency, editable=False)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", editable=False)
    owner = SecretText(null=True, help_text="who has it, where they are not on this service")
    due = models.DateField(editable=False)

    class Meta:
        ordering: ClassVar = ["due", "recorded_at", "id"]

    def __str__(self) -> str:
        return f"action by {self.due}"

    @property
    def whose(self) -> str:
        """Who has it, in words."""
        return str(self.membership.user.name if self.membership else self.owner)


class MeetingStep(CaseworkStep):
    """One thing that became of a meeting.

    - held: `outcome`, whether it was a meeting or a discussion; `text`, why the latter; `happened`, the event.
    - attended, apologies, absent: `person`; `who` was there in the place of one who sent apologies.
    - quorum explained: `text`.
    - answered: `item` and `about`, `text`; `outcome`, whether it was considered, or what the item goes by is in place
      for a child or missing, and then `who` sees to it; `late`, it was said after the meeting.
    - decided: `item`, `outcome` yes or no, `text` the reasons.
    - told, not to be told: `telling`; `happened`, the event that lifted the embargo.
    - dissented: `who` of which `agency`, `text`.
    - concluded: `agenda`, as it was then. reopened: `text`, why.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", editable=False)
    kind = OneOf(max_length=20, choices=MeetingStepKind, editable=False)
    person = models.ForeignKey(MeetingPerson, models.PROTECT, null=True, related_name="+", editable=False)
    telling = models.ForeignKey(MeetingTelling, models.PROTECT, null=True, related_name="+", editable=False)
    happened = models.ForeignKey(Happened, models.PROTECT, null=True, related_name="+", editable=False)
    item = models.CharField(max_length=60, blank=True, editable=False)
    about = models.UUIDField(null=True, editable=False)
    outcome = models.CharField(max_length=16, blank=True, editable=False)
    late = models.BooleanField(default=False, editable=False)
    who = SecretText(null=True)
    agency = OneOf(max_length=20, choices=Agency, blank=True, editable=False)
    agenda = models.JSONField(default=no_items, editable=False)

    class Meta:
        ordering: ClassVar = ["meeting", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "compartment", "meeting", "number"], name="meeting_steps_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_kind_display()}"


class UrgentAction(CaseworkRow):
    """What was done before any meeting, since the risk did not wait, and why (2.2-urgent-action)."""

    what = SecretText()
    why = SecretText()
    who = SecretText()
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"urgent action {self.pk}"
