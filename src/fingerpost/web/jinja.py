"""How a template becomes a page: Jinja2 with GOV.UK Frontend's macros, and what every template can use.

What a template needs of a higher room, that room adds to the environment (`site.pages`).
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import jinja2
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from markupsafe import Markup

from fingerpost.access.middleware import may_add
from fingerpost.access.permissions import CASE_ROLES
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.procedure.calendar import date_in_words, london_day, moment_in_words
from fingerpost.procedure.explaining.rules import cited
from fingerpost.procedure.explaining.words import capital
from fingerpost.procedure.pack.services import telephone_link
from fingerpost.web.device import device_key

# Every room keeps its pages in `templates/`; no two have one of the same name.
_ROOMS = Path(__file__).parents[1]

_COLUMN = re.compile(r'<th [^>]*scope="col"[^>]*>(.*?)</th>', re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(td|th)\b")
_TAG = re.compile(r"<[^>]*>")


def environment(**options: Any) -> jinja2.Environment:
    """Return an environment for Django's Jinja2 backend, with what this room knows."""
    del options["autoescape"]  # said below, where it can be seen
    options["loader"] = jinja2.ChoiceLoader(
        [
            jinja2.FileSystemLoader(sorted(_ROOMS.glob("*/templates"))),
            jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    options["undefined"] = jinja2.ChainableUndefined
    made = jinja2.Environment(**options, autoescape=True)
    made.filters |= {"day": day, "moment": moment, "clock": clock, "as_rows": as_rows}
    made.filters |= {"tel": telephone_link, "capital": capital}
    made.globals |= {
        "static": static,
        "url": url,
        "case_roles": CASE_ROLES,
        "working_roles": WORKING_ROLES,
        "may_add": may_add,
        "cited": cited,
        "device_key": device_key,
        "notices": notices,
        "problems": problems,
    }
    return made


def as_rows(table: str) -> Markup:
    """Return a table that is a list on a telephone: each cell has the name of its column with it."""
    heads = [_TAG.sub("", head) for head in _COLUMN.findall(table)]

    def named(row: re.Match[str]) -> str:
        names = iter(heads)
        return _CELL.sub(lambda cell: _with_name(cell[1], next(names, "")), row[0])

    before, body, after = str(table).partition("<tbody")
    before = before.replace('class="govuk-table"', 'class="govuk-table fp-rows"', 1)
    return Markup(before + body + _ROW.sub(named, after))  # noqa: S704 - what a template made is escaped already


def _with_name(tag: str, name: str) -> str:
    return f'<{tag} data-name="{name}"' if name and tag == "td" else f"<{tag}"


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of the page `name`; an empty text where this service has no such page."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def day(value: datetime.date | None) -> str:
    """Write a day, as “3 March 2026”."""
    return date_in_words(value) if value else ""


def clock(value: datetime.datetime) -> str:
    """Write a moment of today in London as “14:05”, and any other with its day."""
    return f"{timezone.localtime(value):%H:%M}" if london_day(value) == london_day(timezone.now()) else moment(value)


def moment(value: datetime.datetime | None) -> str:
    """Write a moment in London, as “3 March 2026, 14:05”."""
    return moment_in_words(value) if value else ""


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
        {"text": str(error), "href": f"#{form[name].auto_id}" if name in form.fields else "#main"}
        for form in forms
        if isinstance(form, BaseForm)
        for name, errors in form.errors.items()
        for error in errors
    ]
