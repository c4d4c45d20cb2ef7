"""Passwords that are made of names which everybody knows; and ID tokens that were made for somebody else's sign-in."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from fingerpost.access.clock import today
from fingerpost.keys import services
from fingerpost.keys.masters import VARIABLE, new_line
from fingerpost.site.signin.directories import VerifyingAdapter, nonce_of
from keys.masters import with_masters
from support.people import member, organisation, signed_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "is_refused"),
    [
        ("Harbour-View-School-1", True),
        ("fingerpostfingerpost", True),
        ("School Fingerpost 2026", True),
        ("copper lantern harbour", False),
        ("seven copper bridges", False),
    ],
)
def test_our_names_do_not_count_in_a_password(password: str, is_refused: bool) -> None:
    user = member(at=organisation("Harbour View School")).user
    if not is_refused:
        validate_password(password, user)
        return
    with pytest.raises(ValidationError) as refused:
        validate_password(password, user)
    assert [one.code for one in refused.value.error_list] == ["password_of_our_names"]


@pytest.mark.parametrize(
    ("claims", "passes"),
    [
        ({"nonce": nonce_of("this")}, True),
        ({"nonce": nonce_of("another")}, False),
        ({"nonce": None}, False),
        ({}, False),
    ],
)
def test_an_id_token_counts_for_the_sign_in_it_was_made_for(
    monkeypatch: pytest.MonkeyPatch, claims: dict[str, Any], passes: bool
) -> None:
    monkeypatch.setattr(jwtkit, "verify_and_decode", lambda **_: claims)
    monkeypatch.setattr(VerifyingAdapter, "openid_config", {"jwks_uri": "", "issuer": ""})
    adapter = VerifyingAdapter(RequestFactory().get("/"), "directory")
    adapter._nonce = nonce_of("this")
    app: Any = SimpleNamespace(client_id="us")
    if passes:
        assert adapter._decode_id_token(app, "token") == claims
    else:
        with pytest.raises(OAuth2Error):
            adapter._decode_id_token(app, "token")


@pytest.mark.django_db
def test_with_other_keys_the_service_says_so_and_nothing_of_an_account() -> None:
    person = member()
    client = signed_in(person)
    own = services.master_keys()
    with with_masters({VARIABLE: new_line(today())}):
        assert services.master_keys() != own
        # Whoever was signed in is led to where they sign in, and it is said there, to everybody alike
        assert client.get("/account/").headers["Location"].startswith("/sign-in/")
        pages = [
            Client().post("/sign-in/", {"login": address, "password": "whatever it is"})
            for address in (person.user.email, "nobody@example.org")
        ]
        pages.append(client.get("/sign-in/"))
        assert [page.status_code for page in pages] == [503, 503, 503]
        for page in pages:
            assert "started with other keys" in page.content.decode()
            assert "fingerpost doctor" in page.content.decode()
    # With the record's own keys again, as before
    assert signed_in(person).get("/account/").status_code == 200
