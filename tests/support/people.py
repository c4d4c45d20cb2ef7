"""Plainly invented people for tests that use Django's own client, in the test's database."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.test import Client

from fingerpost.access.clock import today
from fingerpost.access.models.people import Membership, Organisation, Role, User

PASSWORD = "copper lantern under seven bridges"  # noqa: S105


def organisation(
    name: str = "Northgate School", kind: str = "school", above: Organisation | None = None
) -> Organisation:
    """Make an organisation, or find the one of this name."""
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "parent": above})[0]


def member(
    email: str = "teacher@example.org",
    role: str = Role.PRACTITIONER,
    at: Organisation | None = None,
    starts: date | None = None,
    ends: date | None = None,
) -> Membership:
    """Make somebody an account, unless they have one, and a membership."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, f"Invented {email.partition('@')[0].title()}", PASSWORD)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return Membership.objects.create(
        user=user,
        organisation=at or organisation(),
        role=role,
        starts=starts or today() - timedelta(days=100),
        ends=ends,
    )


def signed_in(membership: Membership, *, confirmed: bool = False) -> Client:
    """Return a client in which a member is signed in; `confirmed`: has just said again who they are."""
    client = Client()
    response = client.post("/sign-in/", {"login": membership.user.email, "password": PASSWORD})
    assert response.status_code == 302, response.content.decode()
    if confirmed:
        response = client.post("/account/confirm/password/", {"password": PASSWORD})
        assert response.status_code == 302, response.content.decode()
    return client
