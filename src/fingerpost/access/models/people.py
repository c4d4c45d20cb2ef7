"""Who is who: organisations, their directory, the people who work in them, and when.

Nothing here is about a child or a case. Days are days in London; a membership or an absence counts on its first and on
its last day.
"""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password, is_password_usable
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from fingerpost.keys.errors import SealError
from fingerpost.keys.one_of import OneOf
from fingerpost.keys.sealing import PASSWORDS


class Nation(models.TextChoices):
    """Whose bank holidays count: the names that `fingerpost.procedure.calendar` has for them."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class OrganisationKind(models.TextChoices):
    SCHOOL = "school", "School or college"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    SOCIAL_CARE = "social_care", "Children’s social care"
    DESIGNATED_OFFICER = "designated_officer", "Designated officer’s office"
    YOUTH_WORK = "youth_work", "Youth work"
    OTHER = "other", "Other"


class Role(models.TextChoices):
    PRACTITIONER = "practitioner", "Practitioner"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    SOCIAL_WORKER = "social_worker", "Social worker"
    TEAM_MANAGER = "team_manager", "Team manager"
    POLICE_OFFICER = "police_officer", "Police officer"
    HEALTH_PROFESSIONAL = "health_professional", "Health professional"
    DESIGNATED_OFFICER = "designated_officer", "Designated officer (LADO)"
    AUDITOR = "auditor", "Auditor"
    POLICY_OFFICER = "policy_officer", "Policy officer"
    ADMINISTRATOR = "administrator", "Administrator"


class Organisation(models.Model):
    """A school, a police force, a council's children's services: whoever employs the people of the service."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    kind = OneOf(max_length=30, choices=OrganisationKind)
    area = models.CharField(max_length=100, blank=True)
    nation = OneOf(max_length=30, choices=Nation, default=Nation.ENGLAND_AND_WALES)
    read_within = models.PositiveSmallIntegerField(
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
        help_text="minutes in which somebody opens a new concern, before the next is told",
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """One entry of an organisation's directory: whom to ring for what, in and out of hours."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    purpose = models.CharField(max_length=200)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=200, blank=True)
    out_of_hours_phone = models.CharField(max_length=50, blank=True)
    out_of_hours = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirm_every = models.PositiveSmallIntegerField(default=90, help_text="days")

    class Meta:
        ordering: ClassVar = ["organisation__name", "purpose"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.purpose}"

    @property
    def confirm_by(self) -> datetime.date | None:
        """The day by which somebody has to say that this is still right; None when nobody ever has."""
        return self.confirmed_on and self.confirmed_on + datetime.timedelta(days=self.confirm_every)

    def is_due(self, today: datetime.date) -> bool:
        """Whether somebody has to confirm the entry, on `today` at the latest."""
        return self.confirm_by is None or self.confirm_by <= today


class UserManager(BaseUserManager["User"]):
    """Makes users whose e-mail address is kept in lower case, so that it is found however it is typed."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Save a user; without a password nobody can sign in with one."""
        user = self.model(email=email.strip().lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do follows from their memberships, never from the user.

    The hash of the password is sealed for this user: it is not read out of the table, and one that was written there by
    somebody else, or moved from another user, lets nobody in.
    """

    password = models.CharField(max_length=400)
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        ordering: ClassVar = ["name", "email"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Set the password; without one nobody can sign in with one."""
        super().set_password(raw_password)
        self.set_hash(self.password)

    def set_hash(self, encoded: str) -> None:
        """Set a password by its hash, as `make_password` returns it."""
        self.password = PASSWORDS.seal(encoded, str(self.pk)) if is_password_usable(encoded) else encoded

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; hash it anew where hashing has become stronger since."""

        def harden(raw: str | None) -> None:
            self.set_password(raw)
            self._password = None
            self.save(update_fields=["password"])

        return check_password(raw_password, self._hash(), harden)

    def _hash(self) -> str:
        """Return the hash; one that no password has, and always the same, where none was sealed for this user."""
        try:
            return PASSWORDS.opened(self.password, str(self.pk))
        except SealError:
            return UNUSABLE_PASSWORD_PREFIX

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session is bound to: another one after another password, and the same under another seal."""
        encoded = self._hash() if self.has_usable_password() else self.password
        return salted_hmac("fingerpost session of a user", encoded, secret=secret, algorithm="sha256").hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: datetime.date) -> MembershipQuerySet:
        """Keep the memberships that hold on `day`, first and last day included, of users who may sign in."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day, user__is_active=True)


class Membership(models.Model):
    """A person's role in an organisation, for a time. One of a user's memberships is acting in each session."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = OneOf(max_length=30, choices=Role)
    team = models.CharField(max_length=100, blank=True)
    intake = models.BooleanField(default=False, help_text="takes in what the organisation is sent")
    staff_number = models.CharField(max_length=40, blank=True, help_text="by which the organisation knows the person")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="the last day; open when empty")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["organisation__name", "role", "starts"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="membership_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organisation}"

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the membership holds on `day`, first and last day included."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: datetime.date) -> AbsenceQuerySet:
        """Keep the absences of `day`, first and last day included."""
        return self.filter(starts__lte=day, ends__gte=day)


class Absence(models.Model):
    """Days on which a member is away, and who takes over what they hold."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="absences")
    starts = models.DateField()
    ends = models.DateField()
    covered_by = models.ForeignKey(Membership, models.PROTECT, related_name="covering")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(covered_by=F("membership")), name="absence_covered_by_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.starts} to {self.ends}"
