"""The matters that somebody may see, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from fingerpost.access import contents, declare
from fingerpost.access.middleware import matter_of
from fingerpost.access.models import Compartment, Involvement, Matter
from fingerpost.access.queries import current

PER_PAGE = 50


@declare.works_with_cases
@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """List the matters that may be seen, the newest first. Nothing tells how many others there are."""
    page = Paginator(Matter.objects.visible().order_by("-created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "matters/list.html", {"page": page})


@declare.sees_matter
@require_GET
def matter(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show one matter: who is involved, and what each compartment holds that may be shown."""
    found, seen = matter_of(request)
    involved = (
        Involvement.objects.visible()
        .filter(current(timezone.now()), matter=found)
        .select_related("organisation", "membership__user")
        .order_by("starts", "pk")
    )
    held = contents.of_matter(found, seen)
    parts = [
        {
            "name": compartment.label,
            "involved": [it for it in involved if it.compartment == compartment],
            "contents": [content for content in held if content.compartment == compartment],
        }
        for compartment in Compartment
        if compartment in seen
    ]
    return render(request, "matters/one.html", {"matter": found, "parts": parts})
