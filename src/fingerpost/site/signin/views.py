"""Pages of signing in that allauth does not have, and those of its pages that need more than it does."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume_or_429
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows as recovery_flows
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn import views as passkey_views
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access.models.people import User
from fingerpost.site.errors import page
from fingerpost.site.signin import events, invitations
from fingerpost.site.signin.adapters import SecondFactorAdapter
from fingerpost.site.signin.forms import PlainWords

_INVITATION = "invitation"


class FirstPasswordForm(PlainWords):
    """The first password of an account, twice."""

    password1 = forms.CharField(widget=forms.PasswordInput, strip=False)
    password2 = forms.CharField(widget=forms.PasswordInput, strip=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password1(self) -> str:
        """Hold the password against the rules for passwords."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """See that both are the same."""
        data = super().clean() or {}
        if {"password1", "password2"} <= data.keys() and data["password1"] != data["password2"]:
            self.add_error("password2", "The two passwords are not the same")
        return data


@require_GET
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the link's secret out of the address, where it could be seen or logged, and go on without it."""
    request.session[_INVITATION] = secret
    return redirect("accept_invitation")


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Let somebody who followed the link of an invitation set their password."""
    refused: HttpResponse | None = consume_or_429(request, action="invitation")
    if refused:
        return refused
    now = timezone.now()
    invitation = invitations.find(request.session.get(_INVITATION, ""), now)
    if invitation is None:
        return page(request, "invitation-over", 404)
    form = FirstPasswordForm(request.POST if request.method == "POST" else None, user=invitation.user)
    if form.is_valid() and invitations.accept(invitation, form.cleaned_data["password1"], now):
        request.session.flush()
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    return render(request, "account/invitation.html", {"form": form})


@require_GET
def signed_in_again(request: HttpRequest) -> HttpResponse:
    """Send somebody who signed in beside a form back to it. Its page finds its new token here."""
    return render(request, "account/signed-in-again.html")


@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show how many recovery codes are left; in answer to POST, and once only, the codes themselves."""
    if request.method == "POST":
        codes, may_be_shown = recovery_flows.view_recovery_codes(request)
        if may_be_shown:
            events.note("codes-shown", request.user.pk)
    else:
        codes, may_be_shown = _recovery_codes(request), False
    if codes is None:
        raise Http404
    unused = codes.get_unused_codes()
    shown = {"codes": unused if may_be_shown else [], "left": len(unused), "were_shown": codes.did_view}
    return render(request, "mfa/recovery_codes/index.html", shown)


def _recovery_codes(request: HttpRequest) -> RecoveryCodes | None:
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    return mine.wrap() if mine is not None else None


@require_http_methods(["GET", "POST"])
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a passkey, unless it is the only second factor of somebody who has to have one."""
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk).first()
    if mine is not None and not SecondFactorAdapter().can_delete_authenticator(mine):
        messages.error(request, SecondFactorAdapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")
    removed: HttpResponse = passkey_views.remove_webauthn(request, pk=pk)
    return removed
