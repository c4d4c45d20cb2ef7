"""A concern's pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import require_GET

from fingerpost.access import contents, declare
from fingerpost.access.models import Compartment
from fingerpost.site.concern import shell, summary
from fingerpost.site.concern.people import drawing, line, people_of
from fingerpost.site.concern.shell import Reading


@declare.sees_matter
@require_GET
@shell.page("concern/summary.html")
def matter(reading: Reading, _request: HttpRequest) -> dict[str, Any]:
    """Show a concern in short, and what was told of it."""
    people = people_of(reading)
    decided = summary.decisions(reading)
    open_ = summary.due(reading)
    held = contents.of_matter(reading.matter, reading.seen, reading.at)
    return {
        "people": [line(person, reading.day) for person in people],
        "what": summary.what(reading),
        "overdue": [one for one in open_ if one.is_overdue],
        "due": [one for one in open_ if not one.is_overdue and not one.is_offered],
        "offered": [one for one in open_ if one.is_offered],
        "not_to_do": summary.not_to_do(decided.values(), people),
        "not_to_tell": summary.not_to_tell(reading, people),
        "waiting": summary.waiting(reading, open_),
        "parts": [
            {"name": part.label, "contents": [content for content in held if content.compartment == part]}
            for part in Compartment
            if any(content.compartment == part for content in held)
        ],
    }


@declare.sees_matter
@require_GET
@shell.page("concern/people.html")
def people(reading: Reading, _request: HttpRequest) -> dict[str, Any]:
    """Show the household and the relationships as a picture, and as a table."""
    everybody = people_of(reading)
    return {
        "people": [(person, line(person, reading.day)) for person in everybody],
        "picture": drawing(reading, everybody),
    }
