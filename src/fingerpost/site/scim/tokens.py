"""The token of an organisation's directory: made by an administrator, shown once, kept as a digest."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from fingerpost.access.models.people import Membership, Organisation, Role
from fingerpost.access.sign_in_database import beside
from fingerpost.ledger import recording
from fingerpost.site import scope
from fingerpost.site.models import DirectoryToken

KIND = "organisation"


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory that has shown its token: of which organisation, in whose name it acts, what it gives."""

    organisation: Organisation
    by: Membership
    role: str


@transaction.atomic
def make(organisation: Organisation, role: str, by: Membership, now: datetime.datetime) -> str:
    """Return a new token for the organisation's directory. The earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    with beside():
        DirectoryToken.objects.filter(organisation=organisation).delete()
        DirectoryToken.objects.create(
            organisation=organisation, secret_hash=_hash(secret), role=role, made_by=by, made_at=now
        )
    recording.note("directory-token-made", KIND, organisation.pk)
    return secret


@transaction.atomic
def revoke(organisation: Organisation) -> None:
    """Let the token of the organisation's directory work no longer."""
    if DirectoryToken.objects.filter(organisation=organisation).delete()[0]:
        recording.note("directory-token-revoked", KIND, organisation.pk)


def find(secret: str, day: datetime.date) -> Directory | None:
    """Return whose token this is; None where there is none, or whoever made it administers the place no longer."""
    row = DirectoryToken.objects.filter(secret_hash=_hash(secret)).first()
    if row is None:
        return None
    held = Membership.objects.on(day).filter(pk=row.made_by_id, role=Role.ADMINISTRATOR)
    by = held.select_related("user", "organisation").first()
    organisation = scope.organisations(by).filter(pk=row.organisation_id).first() if by else None
    return Directory(organisation, by, row.role) if by and organisation else None


def _hash(secret: str) -> bytes:
    """Return the digest of a token: 256 random bits, which nobody finds by trying."""
    return sha256(secret.encode()).digest()
