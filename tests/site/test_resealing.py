"""A new master key takes over the secrets of second factors too."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command

from fingerpost.access.models import User
from fingerpost.keys.errors import SealError
from fingerpost.keys.masters import VARIABLE
from keys.masters import with_masters
from support.settings import DEMO_MASTER_KEYS

NEW = "next:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU="


def rotated() -> str:
    said = StringIO()
    call_command("keys", "rotate", stdout=said)
    return said.getvalue()


@pytest.mark.django_db
def test_second_factors_open_with_the_new_master_key_alone() -> None:
    user = User.objects.create_user("amina@example.org", "Amina Yusuf", "violet engine asks nobody")
    session = user.get_session_auth_hash()
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    with with_masters({VARIABLE: NEW}), pytest.raises(SealError):
        RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    with with_masters({VARIABLE: f"{DEMO_MASTER_KEYS} {NEW}"}):
        said = StringIO()
        call_command("keys", "list", stdout=said)
        assert "demo: wraps 0 data keys (still needed)" in said.getvalue()
        assert "3 keys, passwords, second factors and pieces of work are under “next” now" in rotated()
        assert "already" in rotated()
    with with_masters({VARIABLE: NEW}):
        assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes() == codes
        user.refresh_from_db()
        assert user.check_password("violet engine asks nobody")
        assert user.get_session_auth_hash() == session
        from allauth.mfa.utils import decrypt

        assert decrypt(Authenticator.objects.get(type="totp").data["secret"]) == secret
