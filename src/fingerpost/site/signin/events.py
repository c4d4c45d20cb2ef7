"""Signing in and out, and changes of what one signs in with, as lines of the log: who by the account's id.

Whoever confirms who they are gets a new session key, so that one that was seen before is worth nothing after.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from django.contrib.auth import signals as auth_signals
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

_log = logging.getLogger("fingerpost.sign_in")


def connect() -> None:
    """Listen to what allauth and Django say. Called once, when the room is ready."""
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


def _signed_in(user: AbstractBaseUser, **_: Any) -> None:
    _log.info("signed in: account %s", user.pk)


def _signed_out(user: AbstractBaseUser | None, **_: Any) -> None:
    if user is not None:
        _log.info("signed out: account %s", user.pk)


def _failed(**_: Any) -> None:
    """Say no more: what was typed may be a password in the wrong field."""
    _log.warning("a password was refused")


def _step(request: HttpRequest, user: AbstractBaseUser, method: str, **details: Any) -> None:
    _log.info("authenticated: account %s by %s", user.pk, details.get("type", method))
    if details.get("reauthenticated"):
        request.session.cycle_key()


def _second_factor_failed(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    _log.warning("a second factor was refused: account %s, %s", user.pk, authenticator.type)


def _changed_password(user: AbstractBaseUser, **_: Any) -> None:
    _log.info("password changed: account %s", user.pk)


def _added(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    _log.info("second factor added: account %s, %s", user.pk, authenticator.type)


def _removed(user: AbstractBaseUser, authenticator: Any, **_: Any) -> None:
    _log.info("second factor removed: account %s, %s", user.pk, authenticator.type)
