"""Pages for when something went wrong: what happened, and what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_log = logging.getLogger(__name__)


def page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """Return the error page `name`."""
    return HttpResponse(render_to_string(f"errors/{name}.html", {}, request), status=status)


def _handler(name: str, status: int) -> Callable[..., HttpResponse]:
    def handler(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return page(request, name, status)

    return handler


bad_request = _handler("bad-request", 400)
not_allowed = _handler("not-allowed", 403)
not_found = _handler("not-found", 404)
too_many = _handler("too-many", 429)


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: it was open too long, or it comes from elsewhere."""
    return page(request, "form-out-of-date", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when our code failed. The page needs neither database nor session: those may be what failed."""
    try:
        return HttpResponse(render_to_string("errors/broken.html"), status=500)
    except Exception:
        _log.exception("the page for errors failed too")
        return HttpResponse("Sorry, there is a problem with the service. Try again later.", status=500)
