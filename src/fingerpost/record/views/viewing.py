"""Recording a viewing decision."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.middleware import concern_of
from fingerpost.record.forms.viewing import ViewingForm
from fingerpost.record.services import viewing
from fingerpost.record.services.facts import pack_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route


@permissions.works_on_concern
@keeps_drafts("A viewing decision")
@require_http_methods(["GET", "POST"])
def new_viewing(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Record a decision to view that was made, and show those that are there."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(ViewingForm, compartments=seen, now=draft.now)

    def record(sent: ViewingForm) -> str:
        data = {name: sent.cleaned_data[name] for name in ("decided_by", "viewed_by", "place", "present", "why")}
        viewing.record_viewing(
            concern, viewed_at=sent.cleaned_data["moment"], compartment=sent.cleaned_data["compartment"], **data
        )
        return reverse(Route.CONCERN, args=[concern.pk])

    answer = handle_post(draft, form, record, "The viewing decision is recorded.")
    if answer is not None:
        return answer
    rules = [rule.id for rule in pack_of(concern).carried_out_by(viewing.ACT)]
    shown = {"there": viewing.viewings_of(concern, seen), "provisions": rules}
    return render(request, "record/viewing.html", {"concern": concern, "form": form, "draft": draft, **shown})
