"""What happens around every request: headers, session lifetime, the acting membership, the second factor, keys."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from fingerpost.access import database_faults
from fingerpost.access.acting_membership import acting_membership as membership_of
from fingerpost.access.models.people import Membership, User
from fingerpost.keys import services as keys
from fingerpost.keys.errors import DestroyedKeyError, MasterKeyError, NotWordsError, SealError
from fingerpost.procedure.calendar import london_day
from fingerpost.site.errors import page, signed_out, to_send_again
from fingerpost.site.signin import keys_right, sessions

_log = logging.getLogger(__name__)

type Next = Callable[[HttpRequest], HttpResponse]

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
LISTED_AS = "listed_as"
NOTED_EVERY = 60
"""Seconds for which it is enough to have noted that somebody is there: not each request writes."""

_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"

# What somebody can reach who still has to add a second factor: adding one, confirming the password for it, leaving.
_BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
    }
)


def response_headers(get_response: Next) -> Next:
    """Add the headers that Django has no setting for. A page is never kept by a browser or in between."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Cache-Control", "no-store")
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


# Where a password is asked for or set: under other keys than the record's it would be wrong, or lost with them.
_WITH_PASSWORDS = frozenset(
    {
        "account_login",
        "account_reset_password",
        "account_reset_password_from_key",
        "accept_invitation",
        "invitation",
    }
)


class SessionNotKeptError(Exception):
    """The database was in trouble when the session was to be saved, before anything else was kept."""


class Sessions(SessionMiddleware):
    """Django's, which takes a full disk for a session that somebody ended. That is told apart here.

    What the request was about is kept by then. It is not called a failure because the last look or a message is not.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session. Raises `SessionNotKeptError` where that fails and the request was for it alone."""
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, Error) as error:
            fault = database_faults.of(error)
            if fault is None:
                raise
            state = getattr(request, "fingerpost", None)
            is_known = request.COOKIES.get(settings.SESSION_COOKIE_NAME) == request.session.session_key
            if state is None or not state.done or not is_known:
                raise SessionNotKeptError from error
            _log.error("a session could not be saved: %s", fault)
            return response


def has_run_out(session: SessionBase, now: int) -> bool:
    """Whether a session was idle too long, or began too long ago."""
    idle = now - session.get(SEEN_AT, now) > settings.FINGERPOST_SESSION_IDLE
    return bool(idle or now - session.get(SIGNED_IN_AT, now) > settings.FINGERPOST_SESSION_ABSOLUTE)


def session_lifetime(get_response: Next) -> Next:
    """End a session that was idle too long, or that began too long ago."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            request.session.setdefault(SIGNED_IN_AT, now)
            if has_run_out(request.session, now):
                logout(request)
                if to_send_again(request):
                    return signed_out(request)
                messages.info(request, "You were signed out because time ran out. Sign in to go on.")
                return redirect("account_login")
            if SEEN_AT not in request.session or now - request.session[SEEN_AT] >= NOTED_EVERY:
                request.session[SEEN_AT] = now
        return get_response(request)

    return middleware


def listed_sessions(get_response: Next) -> Next:
    """List where somebody is signed in: each minute, and at once where something of it changes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and request.session.session_key:
            now = int(time.time())
            client = (
                request.session.session_key,
                get_adapter().get_client_ip(request),
                request.headers.get("User-Agent"),
            )
            this = hashlib.sha256(repr(client).encode()).hexdigest()
            before, at = request.session.get(LISTED_AS, ("", 0))
            if this != before or now - at >= NOTED_EVERY:
                request.session[LISTED_AS] = [this, now]
                sessions.note_client(request, request.user)
        return get_response(request)

    return middleware


def acting_membership(get_response: Next) -> Next:
    """Put the membership that holds today on the request, and sign out whoever has none any more."""

    def middleware(request: HttpRequest) -> HttpResponse:
        membership: Membership | None = None
        if isinstance(request.user, User):
            membership = membership_of(request.session, request.user, london_day(timezone.now()))
            if membership is None:
                logout(request)
                return page(request, "no-membership", 403)
        request.membership = membership  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def second_factor(get_response: Next) -> Next:
    """Send whoever has no second factor yet to where they add one, whatever page they asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if (
            not settings.FINGERPOST_SECOND_FACTOR_REQUIRED
            or not request.user.is_authenticated
            or (match is not None and match.url_name in _BEFORE_SECOND_FACTOR)
            or is_mfa_enabled(request.user, ["totp", "webauthn"])
        ):
            return None
        return redirect("mfa_index")

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def keys_at_hand(get_response: Next) -> Next:
    """Keep the keys that a request uses until it is answered. Say so when a key or a text does not open.

    What does not read as words, and no form has said so, is answered here too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with keys.keys_at_hand():
            return get_response(request)

    def process_view(request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.url_name not in _WITH_PASSWORDS or keys_right.keys_are_right():
            return None
        _log.error("the master keys are not those of this database: they open no password")
        return page(request, "keys-wrong", 503)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DestroyedKeyError):
            _log.error("%s", exception)
            return page(request, "destroyed", 410)
        if isinstance(exception, MasterKeyError | SealError):
            _log.error("%s", exception)  # names keys and rows by their ids, and nothing else
            missing = isinstance(exception, MasterKeyError)
            return page(request, "keys-missing", 503) if missing else page(request, "altered", 500)
        if isinstance(exception, NotWordsError):
            return page(request, "not-words", 422, telling=exception.told)
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
