"""In which membership somebody acts: asked anew for every request, so that one that ended yesterday gives nothing."""

from __future__ import annotations

import datetime
import uuid
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from fingerpost.access.actor import Actor
from fingerpost.access.models.people import Membership, MembershipQuerySet, User

SESSION_KEY = "acting_membership"


def memberships_on(user: User, day: datetime.date) -> MembershipQuerySet:
    """Return the memberships that `user` may act in on `day` (a day in London)."""
    return Membership.objects.on(day).filter(user=user).select_related("organisation")


def acting_membership(session: SessionBase, user: User, day: datetime.date) -> Membership | None:
    """Return the membership that `user` acts in on `day`; None when they have none.

    It is the one chosen in this session, or, when none was chosen or the chosen one no longer holds, the first.
    """
    held = list(memberships_on(user, day))
    chosen = session.get(SESSION_KEY)
    return next((membership for membership in held if str(membership.pk) == chosen), held[0] if held else None)


def choose(session: SessionBase, user: User, membership_id: UUID, day: datetime.date) -> Membership | None:
    """Let `user` act in another of their memberships from now on; None, and no change, when it is not theirs."""
    membership = memberships_on(user, day).filter(pk=membership_id).first()
    if membership is not None:
        session[SESSION_KEY] = str(membership.pk)
    return membership


def actor_in(membership: Membership) -> Actor:
    """Return somebody acting in a membership, to do one thing: a request, or a piece of work."""
    return Actor(
        user_id=membership.user_id,
        membership_id=membership.pk,
        organisation_id=membership.organisation_id,
        role=membership.role,
        team=membership.team,
        intake=membership.intake,
        request_id=uuid.uuid4(),
    )
