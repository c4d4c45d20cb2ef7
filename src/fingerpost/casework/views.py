"""The page of a concern's casework."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.casework import overview


@permissions.sees_concern
@require_GET
def casework(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show the state of a concern's casework, subject by subject, and what can be begun."""
    concern, seen = concern_of(request)
    may_act = may_add(request)
    shown = {"concern": concern, "parts": overview.of_concern(concern, seen, today()), "may_act": may_act}
    return render(request, "casework/casework.html", shown)
