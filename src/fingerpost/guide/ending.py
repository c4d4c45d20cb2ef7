"""Where the guide ends: the plan, and leaving without a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from fingerpost.access.models.people import Membership
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.guide import papers
from fingerpost.guide.contacts import contacts_for
from fingerpost.guide.planning import the_plan
from fingerpost.guide.views import anybody, shown, with_answers
from fingerpost.guide.visit import Visit, forget

NEUTRAL = "https://www.bbc.co.uk/weather"
"""Where somebody is taken who has to leave at once."""


@anybody
@require_GET
@with_answers
def plan(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the whole plan, with reasons, and whom to contact."""
    membership: Membership | None = getattr(request, "membership", None)
    return shown(
        request,
        visit,
        "plan",
        plan=the_plan(visit),
        contacts=contacts_for(visit, request),
        may_record=membership is None or membership.role in WORKING_ROLES,
    )


@anybody
@require_GET
@with_answers
def plan_pdf(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hand out the plan as a PDF."""
    return _file(papers.pdf(visit, contacts_for(visit, request)), "application/pdf", "plan.pdf")


@anybody
@require_GET
@with_answers
def plan_calendar(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Hand out the days of the plan as a calendar file."""
    return _file(papers.calendar(visit), "text/calendar; charset=utf-8", "plan.ics")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@anybody
@require_GET
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Take the answers out of the browser, and go to a site that says nothing of this one.

    No page is kept by the browser (`no-store`), so there is nothing else to clear, and clearing more would take time.
    """
    response = redirect(NEUTRAL)
    forget(response)
    return response


@anybody
@require_POST
def start_again(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view has a request
    """Take the answers out of the browser, and begin anew."""
    response = redirect("guide")
    forget(response)
    response["Clear-Site-Data"] = '"cache"'
    return response
