"""The page of a concern's casework."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fingerpost.access import declare
from fingerpost.access.clock import today
from fingerpost.access.middleware import matter_of, may_add
from fingerpost.casework import overview


@declare.sees_matter
@require_GET
def casework(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show how a concern's casework stands, subject by subject, and what can be begun."""
    matter, seen = matter_of(request)
    may_act = may_add(request)
    shown = {"matter": matter, "parts": overview.of_matter(matter, seen, today()), "may_act": may_act}
    return render(request, "casework/casework.html", shown)
