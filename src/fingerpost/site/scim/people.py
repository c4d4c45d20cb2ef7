"""Whom an organisation's directory names: their accounts and their roles in that organisation, and nothing beyond it.

The directory vouches for the address of an account that it makes, until somebody has signed in with it. From then on
nobody but that person is behind the address, and a directory does not move it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from fingerpost.access.audit import ACCOUNT
from fingerpost.access.guard.policies import Policy, Protection
from fingerpost.access.models.people import Membership, User
from fingerpost.access.people_changed import person_changed
from fingerpost.ledger import recording
from fingerpost.site.models import DirectoryPerson
from fingerpost.site.scim.attributes import Said
from fingerpost.site.scim.schema import USER, ScimError
from fingerpost.site.scim.tokens import Directory
from fingerpost.site.signin import invitations

_ADMINISTERED: Final = "guard.administers_organisation(organisation_id)"
PROTECTION: Final = Protection(
    (
        Policy("SELECT", using=_ADMINISTERED),
        Policy("INSERT", check=_ADMINISTERED),
        Policy("UPDATE", using=_ADMINISTERED, check=_ADMINISTERED),
        Policy("DELETE", using=_ADMINISTERED),
    ),
    "SELECT, INSERT, UPDATE, DELETE",
)
"""What a directory says is for the administrators of the organisation."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of a directory, on a day."""

    directory: Directory
    request: HttpRequest
    day: datetime.date

    @property
    def rows(self) -> QuerySet[DirectoryPerson]:
        """All of them."""
        return DirectoryPerson.objects.filter(organisation=self.directory.organisation).select_related("user")

    def find(self, key: str) -> DirectoryPerson:
        """Return one of them. Raises `ScimError` where there is none."""
        try:
            row = self.rows.filter(pk=UUID(key)).first()
        except ValueError:
            row = None
        if row is None:
            raise ScimError(404, "Nobody here has this id")
        return row

    def add(self, said: Said) -> DirectoryPerson:
        """Add somebody, with an account and a role where they are active. Raises `ScimError`."""
        now = timezone.now()
        row = DirectoryPerson(organisation=self.directory.organisation, made_at=now, changed_at=now)
        self._keep(row, {"active": True, **said})
        return row

    def change(self, row: DirectoryPerson, said: Said) -> None:
        """Let the directory say something else of somebody. Raises `ScimError`."""
        row.changed_at = timezone.now()
        self._keep(row, said)

    def remove(self, row: DirectoryPerson) -> None:
        """End somebody's roles here, and forget what the directory said of them. The account stays."""
        self._end(row)
        row.delete()

    def resource(self, row: DirectoryPerson, base: str, active: set[UUID]) -> dict[str, Any]:
        """Return somebody as a resource. `active`: the accounts that have a role here today."""
        said = row.said
        return {
            "schemas": [USER],
            "id": str(row.pk),
            **said,
            **({"active": said["active"] and row.user_id in active} if "active" in said else {}),
            "meta": {
                "resourceType": "User",
                "created": row.made_at.isoformat(),
                "lastModified": row.changed_at.isoformat(),
                "location": "/".join([base, "Users", str(row.pk)]),
            },
        }

    def active(self) -> set[UUID]:
        """Return the accounts that have a role here today."""
        return set(self._held().values_list("user_id", flat=True))

    def _held(self) -> QuerySet[Membership]:
        return Membership.objects.on(self.day).filter(organisation=self.directory.organisation)

    def _keep(self, row: DirectoryPerson, said: Said) -> None:
        address = address_of(said)
        row.said, row.user_name = said, said["userName"].lower()
        if self.rows.filter(user_name=row.user_name).exclude(pk=row.pk).exists():
            raise ScimError(409, "Somebody here has this userName already", "uniqueness")
        is_active = said.get("active", True)
        is_added = row.user is None and is_active
        if is_added:
            row.user = self._account(row, address, said)
        elif row.user is not None:
            self._move(row.user, address, said)
        row.save()
        if not is_active:
            self._end(row)
        elif row.user is not None:
            self._give(row.user)
            recording.note("directory-added" if is_added else "directory-changed", ACCOUNT, row.user.pk)

    def _account(self, row: DirectoryPerson, address: str, said: Said) -> User:
        user = User.objects.filter(email=address).first()
        if user is None:
            user = User.objects.create_user(address, name_of(said))
            if not self._signs_in_elsewhere():
                invitations.invite(user, self.directory.by, self.request, timezone.now())
        elif self.rows.filter(user=user).exclude(pk=row.pk).exists():
            raise ScimError(409, "Somebody here has this address already", "uniqueness")
        return user

    def _signs_in_elsewhere(self) -> bool:
        """Whether people of the organisation sign in with a directory: then nobody needs a link to a password."""
        name = self.directory.organisation.name
        return any(entry["organisation"] == name for entry in settings.FINGERPOST_DIRECTORIES)

    def _move(self, user: User, address: str, said: Said) -> None:
        """Let an account of this directory's alone have another address or name. Raises `ScimError`."""
        is_elsewhere = user.memberships.exclude(organisation=self.directory.organisation).exists()
        if address != user.email:
            is_used = user.last_login is not None or user.has_usable_password()
            if is_used or is_elsewhere or EmailAddress.objects.filter(user=user).exists():
                raise ScimError(400, "The address of an account that is in use is not changed here", "mutability")
            if User.objects.filter(email=address).exists():
                raise ScimError(409, "Another account has this address", "uniqueness")
            user.email = address
        if not is_elsewhere:
            user.name = name_of(said)
        user.save(update_fields=["email", "name"])

    def _give(self, user: User) -> None:
        if self._held().filter(user=user).exists():
            return
        self._not_oneself(user)
        Membership.objects.create(
            user=user, organisation=self.directory.organisation, role=self.directory.role, starts=self.day
        )
        person_changed(user.pk)

    def _end(self, row: DirectoryPerson) -> None:
        """End every role that somebody has here, at once: yesterday was the last day."""
        if row.user is None:
            return
        yesterday = self.day - datetime.timedelta(days=1)
        held = Membership.objects.filter(user=row.user, organisation=self.directory.organisation)
        for one in held.exclude(ends__lt=self.day):
            self._not_oneself(row.user)
            one.ends, one.starts = yesterday, min(one.starts, yesterday)
            one.save(update_fields=["ends", "starts"])
        person_changed(row.user.pk)
        recording.note("directory-ended", ACCOUNT, row.user.pk)

    def _not_oneself(self, user: User) -> None:
        if user == self.directory.by.user:
            raise ScimError(403, "The roles of whoever made the token are changed by another administrator")


def address_of(said: Said) -> str:
    """Return the address of an account: the primary one, else the first, else the name of the user if it is one."""
    listed = [one for one in said.get("emails", ()) if one.get("value")]
    first = next((one for one in listed if one.get("primary")), listed[0] if listed else {"value": said["userName"]})
    address = first["value"].strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ScimError(400, "There is no e-mail address, in emails or as userName", "invalidValue") from None
    return str(address)


def name_of(said: Said) -> str:
    """Return the name of an account."""
    name = said.get("name", {})
    whole = f"{name.get('givenName', '')} {name.get('familyName', '')}".strip()
    return str(said.get("displayName") or name.get("formatted") or whole or said["userName"])[:200]
