"""How pages are made: Jinja2 with GOV.UK Frontend's macros, and what every page knows."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.declare import CASE_ROLES
from fingerpost.access.fields import today
from fingerpost.access.middleware import may_add
from fingerpost.access.models.people import Membership, Role
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.around import showing as around
from fingerpost.duties.services import lists
from fingerpost.site.concern.shell import sections

# Every room keeps its pages in `templates/ROOM/`; the site's own stand first.
_ROOMS = Path(__file__).parents[1]
_TEMPLATES = [_ROOMS / "site" / "templates", *sorted(_ROOMS.glob("*/templates"))]


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment that Django's Jinja2 backend uses."""
    del options["autoescape"]  # said below, where it can be seen
    options["loader"] = jinja2.ChoiceLoader(
        [
            jinja2.FileSystemLoader(_TEMPLATES),
            jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options["undefined"] = jinja2.ChainableUndefined
    made = jinja2.Environment(**options, autoescape=True)
    made.filters |= {"day": day, "moment": moment}
    made.globals |= {
        "static": static,
        "url": url,
        "case_roles": CASE_ROLES,
        "working_roles": WORKING_ROLES,
        "directories": settings.FINGERPOST_DIRECTORIES,
        "navigation": navigation,
        "count_overdue": count_overdue,
        "concern_sections": sections,
        "may_add": may_add,
        "goes_round": around.of_matter,
        "notices": notices,
        "problems": problems,
    }
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of the page `name`; an empty text where this service has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def day(value: datetime.date | None) -> str:
    """Write a day, as “3 March 2026”."""
    return f"{value.day} {value:%B %Y}" if value else ""


def moment(value: datetime.datetime | None) -> str:
    """Write a moment in London, as “3 March 2026, 14:05”."""
    local = timezone.localtime(value) if value else None
    return f"{day(local.date())}, {local:%H:%M}" if local else ""


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
        places[1:1] = [("Concerns", "matters"), ("Drafts", "drafts")]
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
    return lists.overdue(today())


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


def notices(request: HttpRequest | None) -> list[dict[str, str]]:
    """Return what is to be said once: that something was done, or why it was not."""
    said = messages.get_messages(request) if isinstance(request, HttpRequest) else []
    return [
        {"text": str(message), "type": "success", "titleText": "Done"}
        if message.level == messages.SUCCESS
        else {"text": str(message), "titleText": "Important"}
        for message in said
    ]


def problems(*forms: Any) -> list[dict[str, str]]:
    """Return the errors of forms for an error summary, each with a link to its field."""
    return [
        {"text": str(error), "href": f"#{form[name].id_for_label}" if name in form.fields else "#main"}
        for form in forms
        if isinstance(form, BaseForm)
        for name, errors in form.errors.items()
        for error in errors
    ]
