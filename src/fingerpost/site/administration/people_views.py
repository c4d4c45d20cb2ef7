"""Pages of an administrator: one account, one membership, and the days on which somebody is away."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access import handover
from fingerpost.access.clock import today
from fingerpost.access.models.people import Absence, Membership, User
from fingerpost.access.people_changed import person_changed
from fingerpost.site import scope
from fingerpost.site.administration import services
from fingerpost.site.administration.forms import AbsenceForm, EndForm, MembershipForm
from fingerpost.site.people import membership_of
from fingerpost.site.reauthentication import confirmed
from fingerpost.site.signin import invitations


def _user(request: HttpRequest, user_id: UUID) -> User:
    """Return a user whom this administrator administers; of oneself one asks another administrator."""
    return get_object_or_404(scope.users(membership_of(request)), pk=user_id)


def _another_user(request: HttpRequest, user_id: UUID) -> User:
    user = _user(request, user_id)
    if user == request.user:
        raise PermissionDenied
    return user


def _membership(request: HttpRequest, membership_id: UUID) -> Membership:
    return get_object_or_404(scope.memberships(membership_of(request)), pk=membership_id)


@require_GET
def account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show an account: its roles here, and whether it can be signed in with. Roles elsewhere are not shown."""
    user = _user(request, user_id)
    return render(
        request,
        "administration/account.html",
        {
            "person": user,
            "memberships": scope.memberships(membership_of(request)).filter(user=user),
            "second_factor": is_mfa_enabled(user, ["totp", "webauthn"]),
            "has_password": user.has_usable_password(),
            "invitation": user.invitations.filter(used_at=None, expires_at__gt=timezone.now()).first(),
            "is_me": user == request.user,
            "may_be_shown_link": services.may_be_shown_link(user, membership_of(request)),
        },
    )


@require_POST
@confirmed
def invite(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Send somebody a new link with which they set their password."""
    user = _another_user(request, user_id)
    invitations.invite(user, membership_of(request), request, timezone.now())
    messages.success(request, "A new link is sent. Earlier ones no longer work.")
    return redirect("administration_account", user.pk)


@require_POST
@confirmed
def close_account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Close an account at once."""
    user = _another_user(request, user_id)
    services.close(user)
    messages.success(request, "The account is closed, and signed out everywhere.")
    return redirect("administration_account", user.pk)


@require_POST
@confirmed
def reopen_account(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    user = _another_user(request, user_id)
    services.reopen(user)
    messages.success(request, "The account is open again.")
    return redirect("administration_account", user.pk)


@require_POST
@confirmed
def remove_second_factors(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Remove the second factors of somebody who lost them."""
    user = _another_user(request, user_id)
    services.remove_second_factors(user)
    messages.success(request, "The second factors are removed. The person sets up a new one when they sign in.")
    return redirect("administration_account", user.pk)


@require_http_methods(["GET", "POST"])
@confirmed
def membership(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Show a membership, and change its team and intake."""
    chosen = _membership(request, membership_id)
    form = MembershipForm(request.POST or None, instance=chosen)
    if form.is_valid():
        if chosen.user == request.user:
            raise PermissionDenied
        form.save()
        person_changed(chosen.user_id)
        messages.success(request, "Saved.")
        return redirect("administration_account", chosen.user_id)
    return render(
        request,
        "administration/membership.html",
        {
            "membership": chosen,
            "form": form,
            "holdings": handover.held_by(chosen),
            "is_me": chosen.user == request.user,
        },
    )


@require_http_methods(["GET", "POST"])
@confirmed
def end_membership(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a membership on a day, and have somebody take over what the person holds."""
    chosen = _membership(request, membership_id)
    if chosen.user == request.user:
        raise PermissionDenied
    holdings = handover.held_by(chosen)
    form = EndForm(
        request.POST or None,
        membership=chosen,
        today=today(),
        needed=bool(holdings),
        initial={"last_day": chosen.ends or today()},
    )
    if form.is_valid():
        handover.end(chosen, form.cleaned_data["last_day"], form.cleaned_data["successor"], today())
        messages.success(request, "The last day is saved.")
        return redirect("administration_account", chosen.user_id)
    return render(request, "administration/end.html", {"membership": chosen, "form": form, "holdings": holdings})


@require_http_methods(["GET", "POST"])
def new_absence(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Record days on which somebody is away, and who covers."""
    chosen = _membership(request, membership_id)
    form = AbsenceForm(request.POST or None, membership=chosen, today=today())
    if form.is_valid():
        form.save()
        person_changed(form.instance.covered_by.user_id)
        messages.success(request, "The absence is saved.")
        return redirect("administration_account", chosen.user_id)
    return render(request, "administration/absence-form.html", {"form": form, "membership": chosen})


@require_POST
def remove_absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Remove an absence that does not happen."""
    absence = get_object_or_404(
        Absence.objects.filter(membership__in=scope.memberships(membership_of(request))), pk=absence_id
    )
    user_id = absence.membership.user_id
    absence.delete()
    messages.success(request, "The absence is removed.")
    return redirect("administration_account", user_id)
