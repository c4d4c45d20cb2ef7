"""What can be added to a concern, on one page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fingerpost.access import permissions
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.record.forms.notes import NOTE_PAGES
from fingerpost.record.services.closing import closing_of, turns_of


@permissions.sees_concern
@require_GET
def additions(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """List the pages that add to a concern. In some compartment it may be open, and in another closed."""
    concern, seen = concern_of(request)
    turns = turns_of(concern, seen)
    closed = {part for part in seen if closing_of([taken for taken in turns if taken.compartment == part])}
    shown = {
        "concern": concern,
        "note_pages": NOTE_PAGES.values(),
        "may_add": may_add(request),
        "is_closed": bool(closed),
        "is_open": closed != seen,
    }
    return render(request, "record/add.html", shown)
