"""Slowing down who guesses passwords, so that nobody is locked out by somebody else's wrong ones.

Wrong passwords are counted by the address that they come from. A device on which somebody has signed in before has a
cookie that says so, for their account alone: its tries are counted by themselves, whatever others do in the meantime.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from fingerpost.access.models.people import User

LASTS: Final = 180 * 24 * 60 * 60
"""Seconds for which a device is known after somebody has signed in on it."""
_SALT: Final = "fingerpost known device"
_MOST: Final = 10  # accounts
_APP: Final = "allauth.account"


def known_device(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the device be known on which somebody is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if isinstance(request.user, User):
            device, accounts = _read(request)
            account = _digest(request.user.email)
            if account not in accounts:
                said = signing.dumps([device, [account, *accounts][:_MOST]], salt=_SALT, compress=True)
                response.set_cookie(
                    settings.FINGERPOST_KNOWN_DEVICE_COOKIE,
                    said,
                    max_age=LASTS,
                    secure=settings.SESSION_COOKIE_SECURE,
                    httponly=True,
                    samesite="Lax",
                )
        return response

    return middleware


def may_try(request: HttpRequest, email: str) -> list[ratelimit.RateLimitUsage] | None:
    """Count a try to sign in; return what was counted, or None where there were too many of these.

    Of a device that is known: by that device and account. Of any other: by its address and account, and by the
    account, for which all unknown devices together may try somewhat more.
    """
    account = _digest(email)
    device, accounts = _read(request)
    counts = [("login_known_device", f"{device} {account}")] if account in accounts else _of_unknown(request, account)
    counted: list[ratelimit.RateLimitUsage] = []
    for action, key in counts:
        usage = ratelimit.consume(request, app=_APP, action=action, key=key)
        if usage is None:
            return None
        counted.append(usage)
    return counted


def forget(request: HttpRequest, email: str) -> None:
    """Forget what was counted for an account: whoever reads its mail has set a new password."""
    for action, key in _of_unknown(request, _digest(email)):
        ratelimit.clear(request, app=_APP, action=action, key=key)


def _of_unknown(request: HttpRequest, account: str) -> list[tuple[str, str]]:
    """Return what a device is counted by that is not known: each action with its key."""
    address = ratelimit.truncate_ip(get_adapter().get_client_ip(request))
    return [("login_failed", f"{address} {account}"), ("login_unknown_devices", account)]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return what the device is called, a new name where it has none, and of which accounts it is known."""
    said = request.COOKIES.get(settings.FINGERPOST_KNOWN_DEVICE_COOKIE, "")
    try:
        device, accounts = signing.loads(said, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return secrets.token_urlsafe(12), []
    return device, accounts


def _digest(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:32]
