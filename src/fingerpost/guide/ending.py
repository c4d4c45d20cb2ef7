"""Where the guide ends: the plan, and leaving without a trace."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

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
    return shown(request, visit, "plan", plan=the_plan(visit), contacts=contacts_for(visit, request))


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
