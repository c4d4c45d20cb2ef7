"""Pages for when something went wrong: what happened, and what to do.

A page for a failure (500 and above) is made without request, session or database, since those may be what failed. It
gives back what was sent, so that nothing has to be typed again, and a reference by which the log has what happened. A
refusal has no reference: what is hidden and what never was are answered alike, to the byte.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve

from fingerpost.access import database_faults, permissions
from fingerpost.access.database_faults import Fault
from fingerpost.access.permissions import Who
from fingerpost.web.form_post import title_of

_log = logging.getLogger(__name__)

AGAIN_AFTER: Final = 30
"""Seconds after which a browser or a proxy may ask again."""
# No letter or digit that is taken for another.
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXZ"
# From elsewhere nothing is given back: a page of ours would show what somebody else wrote.
_OURS: Final = frozenset({"same-origin", "none"})


def page(request: HttpRequest, name: str, status: int, **shown: str) -> HttpResponse:
    """Return the error page `name`, which shows what it is given."""
    return HttpResponse(render_to_string(f"errors/{name}.html", shown, request), status=status)


def _handler(name: str, status: int) -> Callable[..., HttpResponse]:
    def handler(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        return page(request, name, status)

    return handler


not_found = _handler("not-found", 404)
too_many = _handler("too-many", 429)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be read, and what was too long to be."""
    if isinstance(exception, RequestDataTooBig):
        return page(request, "too-long", 413)
    return page(request, "bad-request", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what a role does not include; and a form of somebody who is not signed in any more."""
    if request.method == "POST" and not _is_signed_in(request):
        return signed_out(request)
    return page(request, "not-allowed", 403)


def signed_out(request: HttpRequest) -> HttpResponse:
    """Let somebody whose session ended sign in in another window, and send from this page what they wrote."""
    return _given_back(request, "signed-out")


def form_out_of_date(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: it was open too long, or it comes from elsewhere."""
    is_lost = not _is_signed_in(request) and to_send_again(request) is not None
    return signed_out(request) if is_lost else _given_back(request, "form-out-of-date")


def _is_signed_in(request: HttpRequest) -> bool:
    return getattr(request, "membership", None) is not None


def _given_back(request: HttpRequest, name: str) -> HttpResponse:
    shown = {"sent": to_send_again(request), "address": request.get_full_path()}
    return HttpResponse(render_to_string(f"errors/{name}.html", shown, request), status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something failed: 503 where it was the database, 500 where it was our code.

    What fails on the way out again, in the same request, has the same answer: so the log says it once.
    """
    before: HttpResponse | None = getattr(request, "failure_answered", None)
    if before is not None:
        return before
    fault = database_faults.of(sys.exception())
    reference = reference_of(request, fault)
    name, status = ("broken", 500) if fault is None else ("away", 503)
    try:
        shown = {"reference": reference, "fault": fault, "sent": sent_in(request), "address": request.get_full_path()}
        answer = HttpResponse(render_to_string(f"errors/{name}.html", shown), status=status)
    except Exception:
        _log.exception("the page for errors failed too")
        answer = HttpResponse("Sorry, there is a problem with the service. Try again later.", status=status)
    if fault is not None:
        answer["Retry-After"] = str(AGAIN_AFTER)
    request.failure_answered = answer  # type: ignore[attr-defined]
    return answer


def reference_of(request: HttpRequest, fault: Fault | None = None) -> str:
    """Return by what the log and the page call this failure of a request: chance, and nothing of anybody."""
    found = getattr(request, "failure", None)
    if found is None:
        drawn = "".join(secrets.choice(_LETTERS) for _ in range(8))
        found = f"{drawn[:4]}-{drawn[4:]}"
        request.failure = found  # type: ignore[attr-defined]
        request.failed_because = fault  # type: ignore[attr-defined]
    return str(found)


@dataclass(frozen=True, slots=True, repr=False)
class SentForm:
    """What a form sent: its fields, what was written in words, and whether sending it twice records it once."""

    fields: list[tuple[str, str]]
    words: list[str]
    counts_once: bool


def to_send_again(request: HttpRequest) -> SentForm | None:
    """Return what a form that keeps drafts sent from a page of ours, for a page that sends it with a new token.

    Nothing of it is stored. None where it may come from elsewhere: a page of ours would send what somebody else wrote.
    """
    if request.method != "POST" or not title_of(request.path) or not _is_from_here(request):
        return None
    given = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    fields = [(name, value) for name, value in given if name != "csrfmiddlewaretoken"]
    return SentForm(fields, [value.strip() for _, value in fields if " " in value.strip()], True)


def _is_from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site else request.headers.get("Origin") == request.build_absolute_uri("/")[:-1]


def sent_in(request: HttpRequest) -> SentForm | None:
    """Return what is given back of a request: a form of ours, of a page for some roles, that was sent from here.

    Signing in, and whatever else is for everybody, is not: a password has no place in a page.
    """
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "none") not in _OURS:
        return None
    try:
        match = resolve(request.path_info)
        access = permissions.of_route(match.url_name, match.func)
        if access is None or access.who not in (Who.CONCERN, Who.ROLES):
            return None
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except (Http404, OSError):  # the second: it could not be read to its end
        return None
    words = [value.strip() for _, value in fields if " " in value.strip()]
    return SentForm(fields, words, bool(title_of(request.path)))
