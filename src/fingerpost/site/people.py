"""Who asks, as views need to know it: typed, and certain."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from fingerpost.access.models.people import Membership, User


def signed_in_user(request: HttpRequest) -> User:
    """Return who is signed in. Raises PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def membership_of(request: HttpRequest) -> Membership:
    """Return the membership in which somebody acts today. Raises PermissionDenied when there is none."""
    membership = getattr(request, "membership", None)
    if not isinstance(membership, Membership):
        raise PermissionDenied
    return membership
