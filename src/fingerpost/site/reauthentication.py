"""Asking once more who somebody is, before something that harms when another person does it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def confirmed[**P](view: View[P]) -> View[P]:
    """Let a view run only within five minutes after somebody confirmed who they are; otherwise ask.

    What was sent is not kept while asking: a form may hold what must not lie about in a session.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        methods = get_adapter().get_reauthentication_methods(request.user)
        way = methods[0]["url"] if methods else settings.LOGIN_URL
        return HttpResponseRedirect(f"{way}?{urlencode({'next': _page_of(request)})}")

    return wrapper


def _page_of(request: HttpRequest) -> str:
    """Return the page to go back to, with what was chosen on it: for a form that was sent, the one it is on."""
    referrer = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        found = urlsplit(referrer)
        return f"{found.path}?{found.query}" if found.query else found.path
    return request.get_full_path()
