"""The matters that somebody may see."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fingerpost.access import declare
from fingerpost.access.models import Matter

PER_PAGE = 50


@declare.works_with_cases
@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """List the matters that may be seen, the newest first. Nothing tells how many others there are."""
    page = Paginator(Matter.objects.visible().order_by("-created_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "matters/list.html", {"page": page})
