"""Signing in with an organisation's own directory (OpenID Connect), with errors that are explained."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.site.errors import page


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Takes nobody's word but the configured directory's.

    What the server says of itself has to name the configured address as issuer, so that no other can pass for it. Every
    ID token is held against its keys, also one that came straight from it over TLS.
    """

    @property
    def openid_config(self) -> Any:
        """Return what the directory says of itself. Raises ValueError when it says that it is another."""
        config = super().openid_config
        expected = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        if str(config["issuer"]).rstrip("/") != expected.rstrip("/"):
            raise ValueError("the directory names another issuer than the address that it is configured with")
        return config

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        """Fetch the tokens, and remember which nonce an ID token must have."""
        self._nonce = nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Any:
        claims = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )
        if not constant_time_compare(str(claims.get("nonce")), self._nonce):
            raise OAuth2Error("the ID token was made for another sign-in")
        return claims


class DirectoryProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """One organisation's directory, known by its id: two directories may have given us the same client id."""

    oauth2_adapter_class = VerifyingAdapter

    def get_pkce_params(self) -> dict[str, Any]:
        """Return the parameters that bind the answer to this sign-in: those of PKCE, and the nonce."""
        params: dict[str, Any] = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def serialize(self) -> dict[str, Any]:
        """Return what a sign-in that is half done keeps of it."""
        return {"id": self.app.provider_id}


def nonce_of(verifier: str) -> str:
    """Return the nonce of a sign-in: it follows from PKCE's secret, which the session keeps, and does not tell it."""
    return hashlib.sha256(b"nonce\0" + verifier.encode()).hexdigest()


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to their organisation's own sign-in."""
    return _explained(request, lambda: OAuth2LoginView.adapter_view(VerifyingAdapter(request, provider_id))(request))


@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Take somebody back from their organisation's own sign-in."""
    return _explained(request, lambda: OAuth2CallbackView.adapter_view(VerifyingAdapter(request, provider_id))(request))


def _explained(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer, or a page that says that the organisation's sign-in failed.

    allauth lets the errors of the first request to a directory through: a name that does not resolve, a time-out, an
    answer that is no JSON or lacks what it must have.
    """
    try:
        return answer()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (requests.RequestException, OAuth2Error, ValueError, KeyError):
        return page(request, "directory-failed", 502)
