"""Signing in with an organisation's own directory (OpenID Connect), with errors that are explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.site.errors import page


class VerifyingAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Holds every ID token against the directory's keys, also one that came straight from it over TLS."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Any:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
            verify_signature=True,
        )


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
