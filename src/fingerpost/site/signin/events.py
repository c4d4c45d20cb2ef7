"""Signing in and out, and changes of what one signs in with: entries of the ledger, and lines of the log.

Both say who by the account's id, and nothing that was typed: it may be a password in the wrong field. Whoever confirms
who they are gets a new session key, so that one that was seen before is worth nothing after.
"""

from __future__ import annotations

import logging
from typing import Any, Final
from uuid import UUID

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from allauth.usersessions import signals as session_signals
from django.contrib.auth import signals as auth_signals
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest

from fingerpost.access import context
from fingerpost.access.audit import ACCOUNT
from fingerpost.access.models.people import User
from fingerpost.ledger import recording
from fingerpost.site.signin import sessions

_log = logging.getLogger("fingerpost.sign_in")

ACTIONS: Final = {
    "signed-in": "signed in",
    "signed-out": "signed out",
    "sign-in-failed": "failed to sign in",
    "second-factor-failed": "gave a wrong second factor",
    "second-factor-added": "added a second factor",
    "second-factor-removed": "removed a second factor",
    "codes-made": "made new recovery codes",
    "codes-shown": "was shown recovery codes",
    "password-set": "set a new password",
    "link-shown": "was shown the link with which somebody sets their first password for",
    "directory-token-made": "made a token for the directory of",
    "directory-token-revoked": "revoked the token of the directory of",
    "directory-added": "had the directory add",
    "directory-changed": "had the directory change",
    "directory-ended": "had the directory end the roles here of",
    "role-chosen": "chose in which role to act",
    "session-ended": "ended a session",
    "conflict-declared": "declared beforehand that they are close to somebody",
    "conflict-taken-back": "took back that they are close to somebody",
    "calendar-made": "made an address for a calendar",
    "calendar-revoked": "revoked the address for a calendar",
    "calendar-read": "read the deadlines with a calendar program",
}


def connect() -> None:
    """Listen to what allauth and Django say. Called once, when the room is ready.

    What allauth would list of sessions itself, by their keys in clear, `site.signin.sessions` lists by their rows.
    """
    account_signals.user_logged_in.disconnect(session_signals.on_user_logged_in)
    account_signals.user_logged_in.connect(_new_session)
    for signal in (account_signals.password_set, account_signals.password_changed):
        signal.disconnect(session_signals.on_password_changed)
        signal.connect(_new_session)
    auth_signals.user_logged_in.connect(_signed_in)
    auth_signals.user_logged_out.connect(_signed_out)
    auth_signals.user_login_failed.connect(_failed)
    account_signals.authentication_step_completed.connect(_step)
    account_signals.password_changed.connect(_changed_password)
    account_signals.password_reset.connect(_changed_password)
    factor_signals.authentication_failed.connect(_second_factor_failed)
    factor_signals.authenticator_added.connect(_added)
    factor_signals.authenticator_removed.connect(_removed)
    factor_signals.authenticator_reset.connect(_added)
    post_save.connect(_authenticator_saved, sender=Authenticator)
    post_delete.connect(_authenticator_deleted, sender=Authenticator)


def note(action: str, account: UUID | None) -> None:
    """Note in the ledger what happened to an account. Where no request is under way it is a transaction of its own."""
    with context.acting(context.current()):
        recording.note(action, ACCOUNT, account)


def _signed_in(user: AbstractBaseUser, **_: Any) -> None:
    _log.info("signed in: account %s", user.pk)
    note("signed-in", user.pk)


def _signed_out(user: AbstractBaseUser | None, **_: Any) -> None:
    if user is not None:
        _log.info("signed out: account %s", user.pk)
        note("signed-out", user.pk)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """Say which account, where the address is one's; nothing else of what was typed."""
    _log.warning("a password was refused")
    address = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    note("sign-in-failed", User.objects.filter(email=address).values_list("pk", flat=True).first())


def _step(request: HttpRequest, user: AbstractBaseUser, method: str, **details: Any) -> None:
    _log.info("authenticated: account %s by %s", user.pk, details.get("type", method))
    if details.get("reauthenticated"):
        request.session.cycle_key()
        _new_session(request, user)


def _new_session(request: HttpRequest, user: AbstractBaseUser, **_: Any) -> None:
    """List the session at once: whoever ends all of somebody's sessions ends this one too."""
    if isinstance(user, User):
        sessions.note_client(request, user)


def _second_factor_failed(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    _log.warning("a second factor was refused: account %s, %s", user.pk, authenticator.type)
    note("second-factor-failed", user.pk)


def _changed_password(user: AbstractBaseUser, **_: Any) -> None:
    _log.info("password changed: account %s", user.pk)
    note("password-set", user.pk)


def _added(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    _log.info("second factor added: account %s, %s", user.pk, authenticator.type)


def _removed(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    _log.info("second factor removed: account %s, %s", user.pk, authenticator.type)


def _authenticator_saved(instance: Authenticator, *, created: bool, **_: Any) -> None:
    """Note it with the change itself; allauth's own signals come after the commit."""
    if created:
        note("codes-made" if _is_codes(instance) else "second-factor-added", instance.user_id)


def _authenticator_deleted(instance: Authenticator, **_: Any) -> None:
    if not _is_codes(instance):
        note("second-factor-removed", instance.user_id)


def _is_codes(authenticator: Authenticator) -> bool:
    return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES)
