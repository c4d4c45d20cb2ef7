"""What allauth leaves open by default, and we do not: a code counts once, everywhere, and secrets are stored sealed."""

from __future__ import annotations

import pytest

from fingerpost.keys.errors import SealError
from fingerpost.keys.sealing import SECOND_FACTORS
from support import codes
from support.browser import MakeVisitor
from support.service import PASSWORD, Service

REFUSED = "That code is not right, or was used already"

_STORED = """
import zlib
from django.core import signing
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
for authenticator in Authenticator.objects.all():
    print(authenticator.type, authenticator.data)
for session in Session.objects.all():
    body = signing.b64_decode(session.session_data.lstrip(".").split(":")[0].encode())
    print(zlib.decompress(body) if session.session_data.startswith(".") else body)
"""


def test_a_code_that_was_used_in_one_worker_is_refused_in_another(service: Service, visitor: MakeVisitor) -> None:
    # Given two processes of the service, and a thief who has the password and saw the code
    secret = service.give_code_app("grace@example.org")
    another_worker = f"http://localhost:{service.serve()}"
    owner, thief = visitor(), visitor()
    thief.goes_to(f"{another_worker}/sign-in/")
    code = codes.lasting_code(secret)

    owner.signs_in("grace@example.org", PASSWORD)
    owner.enters("Code", code)
    owner.presses("Go on")
    assert owner.heading == "Home"

    thief.enters("E-mail address", "grace@example.org")
    thief.enters("Password", PASSWORD)
    thief.presses("Sign in")
    assert thief.page.url.startswith(another_worker)
    thief.enters("Code", code)
    thief.presses("Go on")
    assert codes.code(secret) == code, "the code was out of date: this showed nothing"
    assert REFUSED in thief.text


def test_the_code_that_set_the_app_up_does_not_sign_in(service: Service, visitor: MakeVisitor) -> None:
    service.take_second_factors("isla@example.org")
    owner, thief = visitor(), visitor()
    owner.signs_in("isla@example.org", PASSWORD)
    owner.follows("Set up an authenticator app")
    owner.confirms()
    secret = owner.page.locator(".fp-secret").inner_text()
    code = codes.lasting_code(secret)
    owner.enters("Code", code)
    owner.presses("Set up")
    assert "Your authenticator app is set up" in owner.text

    thief.signs_in("isla@example.org", PASSWORD)
    thief.enters("Code", code)
    thief.presses("Go on")
    assert codes.code(secret) == code, "the code was out of date: this showed nothing"
    assert REFUSED in thief.text


def test_secrets_are_sealed_in_the_database_and_in_sessions(service: Service, visitor: MakeVisitor) -> None:
    service.take_second_factors("jakub@example.org")
    owner = visitor()
    owner.signs_in("jakub@example.org", PASSWORD)
    owner.follows("Set up an authenticator app")
    owner.confirms()
    waiting = owner.page.locator(".fp-secret").inner_text()
    stored = service.give_code_app("grace@example.org")
    everything = service.python(_STORED)
    # The look is one that would see them
    assert "totp {'secret': '" in everything
    assert "second_factor_pending" in everything
    assert waiting not in everything
    assert stored not in everything


def test_a_sealed_secret_opens_and_an_altered_one_does_not() -> None:
    sealed = SECOND_FACTORS.seal("JBSWY3DPEHPK3PXP")
    assert SECOND_FACTORS.opened(sealed) == "JBSWY3DPEHPK3PXP"
    assert SECOND_FACTORS.seal("JBSWY3DPEHPK3PXP") != sealed
    altered = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for text in (altered, "JBSWY3DPEHPK3PXP", "", "ü"):
        with pytest.raises(SealError):
            SECOND_FACTORS.opened(text)
