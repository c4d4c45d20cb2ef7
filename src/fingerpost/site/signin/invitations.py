"""Accounts come from an administrator's invitation: a link that works once, for some days, sent to the address."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from fingerpost.access.models.people import Membership, User
from fingerpost.site import mail
from fingerpost.site.models import Invitation
from fingerpost.site.signin import events


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@transaction.atomic
def new_link(user: User, by: Membership | None, now: datetime.datetime) -> str:
    """Return the secret of a new invitation. Earlier ones of this user stop working."""
    user.invitations.filter(used_at=None).delete()
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=user,
        secret_hash=_hash(secret),
        invited_by=by,
        created_at=now,
        expires_at=now + datetime.timedelta(days=settings.FINGERPOST_INVITATION_DAYS),
    )
    return secret


@transaction.atomic
def invite(user: User, by: Membership, request: HttpRequest, now: datetime.datetime) -> None:
    """Send `user` a link with which they set a password. Earlier links of theirs stop working."""
    accept_url = link(user, by, request, now)
    mail.tell(user, mail.Template.INVITATION, accept_url)


def link(user: User, by: Membership, request: HttpRequest, now: datetime.datetime) -> str:
    """Return a link with which `user` sets a password, whole. Earlier links of theirs stop working."""
    return request.build_absolute_uri(reverse("invitation", args=[new_link(user, by, now)]))


def find(secret: str, now: datetime.datetime) -> Invitation | None:
    """Return the open invitation that a link belongs to; None when it was used, has expired or never was."""
    return (
        Invitation.objects.filter(secret_hash=_hash(secret), used_at=None, expires_at__gt=now, user__is_active=True)
        .select_related("user")
        .first()
    )


@transaction.atomic
def accept(invitation: Invitation, password: str, now: datetime.datetime) -> bool:
    """Set the invited person's password; False, and no change, when the invitation was used in the meantime."""
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None, expires_at__gt=now).update(used_at=now)
    if not used:
        return False
    invitation.user.set_password(password)
    invitation.user.save(update_fields=["password"])
    vouch_for_address(invitation.user)
    events.note("password-set", invitation.user.pk)
    return True


def vouch_for_address(user: User) -> None:
    """Record that the user's address is theirs, and the only one: the link that went to it was followed."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
