"""What an administrator does to accounts. Nothing here reads or changes a case."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone

from fingerpost.access.handover import Holding, held_by
from fingerpost.access.models.people import Membership, Organisation, User
from fingerpost.access.people_changed import person_changed
from fingerpost.access.rules import MANAGING_ROLES, WORKING_ROLES
from fingerpost.site import mail, scope
from fingerpost.site.administration.staff_list import Line, Outcome
from fingerpost.site.signin import events, invitations


@dataclass(frozen=True, slots=True)
class PostInput:
    """The role that somebody gets."""

    role: str
    team: str
    intake: bool
    starts: datetime.date
    staff_number: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link with which somebody sets their first password, shown to an administrator once."""

    user: User
    address: str


@transaction.atomic
def add_member(
    organisation: Organisation, name: str, email: str, post: PostInput, by: Membership, request: HttpRequest
) -> Membership:
    """Give somebody a role; make them an account, and invite them, if their address has none.

    Somebody who has an account keeps its name: another organisation's administrator does not change it.
    """
    membership, is_new = _give_role(organisation, name, email, post)
    if is_new:
        invitations.invite(membership.user, by, request, timezone.now())
    else:
        mail.tell(membership.user, mail.Template.NEW_ROLE)
    return membership


def _give_role(organisation: Organisation, name: str, email: str, post: PostInput) -> tuple[Membership, bool]:
    """Return the new membership, and whether its account is new."""
    user = User.objects.filter(email=email).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(email, name)
    membership = Membership.objects.create(
        user=user,
        organisation=organisation,
        role=post.role,
        team=post.team,
        intake=post.intake,
        staff_number=post.staff_number,
        starts=post.starts,
    )
    person_changed(user.pk)
    return membership, is_new


@transaction.atomic
def take_list(
    lines: Sequence[Line], organisation: Organisation, by: Membership, request: HttpRequest, *, by_link: bool
) -> list[Link]:
    """Do what a list's preview said, all of it or nothing. `by_link`: show links of new accounts, and send nothing."""
    links = []
    for line in lines:
        values = line.values
        if line.membership is not None:
            if line.outcome == Outcome.CHANGED:
                _change(line.membership, {field: values[field] for field in line.changed})
            continue
        fields = ("role", "team", "intake", "starts", "staff_number")
        post = PostInput(**{field: values[field] for field in fields})
        if not by_link:
            add_member(organisation, line.name, line.email, post, by, request)
            continue
        membership, is_new = _give_role(organisation, line.name, line.email, post)
        if is_new:
            links.append(show_link(membership.user, by, request))
    return links


def _change(membership: Membership, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(membership, field, value)
    membership.save(update_fields=list(values))
    person_changed(membership.user_id)


def may_be_shown_link(user: User, by: Membership) -> bool:
    """Whether an administrator may pass on a link for this account by hand.

    Whoever has the link sets the password. So it is only for an account with which nobody has ever signed in, and all
    of whose roles this administrator gave or could have given: nobody comes by a role in an organisation of others.
    """
    elsewhere = user.memberships.exclude(organisation__in=scope.organisations(by)).exists()
    in_use = user.has_usable_password() or user.last_login is not None
    return user.is_active and user != by.user and not in_use and not elsewhere


@transaction.atomic
def show_link(user: User, by: Membership, request: HttpRequest) -> Link:
    """Make a link as an invitation has one, and note that it was shown. Earlier ones no longer work."""
    address = invitations.link(user, by, request, timezone.now())
    events.note("link-shown", user.pk)
    return Link(user, address)


@transaction.atomic
def close(user: User) -> None:
    """Close an account: nobody signs in with it, and whoever is signed in with it is signed out."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_out(user)


def reopen(user: User) -> None:
    """Open a closed account again."""
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def remove_second_factors(user: User) -> None:
    """Let somebody who lost theirs set up second factors anew, after signing in with the password."""
    Authenticator.objects.filter(user=user).delete()
    sign_out(user)
    mail.tell(user, mail.Template.FACTORS_REMOVED)


def sign_out(user: User) -> None:
    """End every session of a user."""
    get_adapter().end_sessions(list(UserSession.objects.filter(user=user)))


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Somebody who has left and still holds something."""

    membership: Membership
    holdings: list[Holding]


def nobody_takes_in(administrator: Membership, today: datetime.date) -> list[Organisation]:
    """Return the administrator's organisations in which people work and nobody takes in what comes to it, today.

    It is said of the people alone. Whether anything waits there, in whichever part of whichever concern, is not asked.
    """
    working = Membership.objects.on(today).filter(role__in=WORKING_ROLES, organisation=OuterRef("pk"))
    taking_in = working.filter(Q(intake=True) | Q(role__in=MANAGING_ROLES))
    ever = Membership.objects.filter(role__in=WORKING_ROLES, organisation=OuterRef("pk"))
    return list(scope.organisations(administrator).filter(Exists(ever), ~Exists(taking_in)).order_by("name"))


def left_behind(administrator: Membership, today: datetime.date) -> list[LeftBehind]:
    """Return who left the administrator's organisations and still holds what somebody has to take over."""
    ended = scope.memberships(administrator).filter(ends__lt=today)
    return [LeftBehind(membership, holdings) for membership in ended if (holdings := held_by(membership))]
