"""One's own account: who I am here, in which role I act, where I am signed in."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access import acting_membership
from fingerpost.access.clock import today
from fingerpost.access.models.people import User
from fingerpost.site import home as home_page
from fingerpost.site.people import signed_in_user
from fingerpost.site.reauthentication import confirmed
from fingerpost.site.signin import events
from fingerpost.site.signin import sessions as where


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is for whoever is signed in; lead everybody else to the guide."""
    if not request.user.is_authenticated:
        return redirect("guide")
    return home_page.home(request)


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account."""
    user = signed_in_user(request)
    memberships = acting_membership.memberships_on(user, today())
    return render(
        request,
        "account/account.html",
        {
            "memberships": memberships,
            "second_factor": is_mfa_enabled(user, ["totp", "webauthn"]),
            "has_password": user.has_usable_password(),
        },
    )


@require_http_methods(["GET", "POST"])
def role(request: HttpRequest) -> HttpResponse:
    """Let somebody choose in which of their memberships they act."""
    user = signed_in_user(request)
    if request.method == "POST":
        chosen = acting_membership.choose(request.session, user, _uuid(request.POST.get("membership", "")), today())
        if chosen is None:
            raise Http404
        events.note("role-chosen", user.pk)
        messages.success(request, f"You act as {chosen.get_role_display()} in {chosen.organisation} now.")
        return redirect("home")
    return render(request, "account/role.html", {"memberships": acting_membership.memberships_on(user, today())})


@require_GET
@confirmed
def sessions(request: HttpRequest) -> HttpResponse:
    """List where somebody is signed in."""
    listed = [(one, where.is_here(one, request)) for one in where.places(signed_in_user(request))]
    return render(request, "account/sessions.html", {"sessions": listed})


@require_POST
@confirmed
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out in one place, this one or another."""
    session = _own_sessions(signed_in_user(request)).get(session_id)
    if session is None:
        raise Http404
    if where.is_here(session, request):
        logout(request)
        return redirect("account_login")
    get_adapter().end_sessions([session])
    messages.success(request, "You are signed out there.")
    return redirect("sessions")


@require_POST
@confirmed
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    mine = _own_sessions(signed_in_user(request)).values()
    others = [session for session in mine if not where.is_here(session, request)]
    get_adapter().end_sessions(others)
    messages.success(request, "You are signed out everywhere else.")
    return redirect("sessions")


def _own_sessions(user: User) -> dict[int, UserSession]:
    return {session.pk: session for session in UserSession.objects.filter(user=user)}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
