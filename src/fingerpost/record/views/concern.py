"""Recording a concern: one page, kept as a draft, and sent. What is left out can be added afterwards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, intake, permissions
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.record.forms.concern import ConcernForm
from fingerpost.record.services.concerns import record_concern, works_in
from fingerpost.record.services.procedures import in_force
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route


@permissions.roles(*WORKING_ROLES)
@keeps_drafts("A concern")
@require_http_methods(["GET", "POST"])
def new_concern(request: HttpRequest) -> HttpResponse:
    """Ask what somebody is worried about, and record it. Sent twice, it is recorded once."""
    draft = FormDraft(request)
    ticks = in_force(draft.now).ticks.values()
    form = draft.form(ConcernForm, now=draft.now, ticks=ticks, works_in=works_in())

    def record(sent: ConcernForm) -> str:
        return reverse(Route.CONCERN, args=[record_concern(**sent.told()).pk])

    return handle_post(draft, form, record, "It is recorded.") or render(
        request, "record/concern-form.html", {"form": form, "draft": draft, "goes_to": goes_to()}
    )


def goes_to() -> list[str]:
    """Return the names of those to whom a concern goes that whoever is acting records: not their own."""
    actor = context.required()
    there = intake.in_turn(actor.organisation_id, timezone.now())
    return list(dict.fromkeys(one.user.name for one in there if one.user_id != actor.user_id))
