"""What the service adds to every page: where to go from it, what is overdue, a concern's sections."""

from __future__ import annotations

from typing import Any

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from fingerpost.access import context
from fingerpost.access.clock import today
from fingerpost.access.models.people import Membership, Role
from fingerpost.access.permissions import CASE_ROLES
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.suspect_bypass import presentation as around
from fingerpost.duties.services import worklist
from fingerpost.site.concern.shell import sections
from fingerpost.web import jinja


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's Jinja2 backend uses: that of `web`, and what higher rooms add to it."""
    made = jinja.environment(**options)
    made.globals |= {
        "directories": settings.FINGERPOST_DIRECTORIES,
        "navigation": navigation,
        "count_overdue": count_overdue,
        "concern_sections": sections,
        "goes_round": around.of_concern,
    }
    return made


_FOR_EVERYBODY = (("Guide", "guide"), ("Manual", "manual"))


def navigation(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the service navigation for whoever asks: only what they can open."""
    if not isinstance(request, HttpRequest):  # a page that needs none, since something failed
        return []
    membership: Membership | None = getattr(request, "membership", None)
    if membership is None:
        return [_place(request, text, name) for text, name in (*_FOR_EVERYBODY, ("Sign in", "account_login"))]
    places = [("Home", "home"), *_FOR_EVERYBODY, ("Directory", "directory")]
    if membership.role in CASE_ROLES:
        places[1:1] = [("Concerns", "concerns"), ("Drafts", "drafts")]
    if membership.role == Role.ADMINISTRATOR:
        places.append(("Administration", "administration"))
    if membership.role == Role.POLICY_OFFICER:
        places.append(("Procedures", "procedures"))
    if membership.role == Role.AUDITOR:
        places.append(("Ledger", "audit"))
    places.append(("Your account", "account"))
    return [_place(request, text, name) for text, name in places]


def count_overdue(request: HttpRequest) -> int:
    """Return how many overdue duties wait for whoever asks. On a page that says that something failed: none."""
    state = getattr(request, "fingerpost", None)
    actor = context.current()
    if actor is None or actor.role not in WORKING_ROLES or state is None or state.failed:
        return 0
    return worklist.overdue(today())


def _place(request: HttpRequest, text: str, name: str) -> dict[str, Any]:
    return {
        "text": text,
        "href": reverse(name),
        "current": request.path == reverse(name),
        "active": _within(request, name),
    }


def _within(request: HttpRequest, name: str) -> bool:
    place = reverse(name)
    return place != "/" and request.path.startswith(place)
