"""The page on which it is recorded whether another area or country should be told."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.middleware import concern_of
from fingerpost.casework.cross_border import services
from fingerpost.casework.cross_border.forms import ConsiderForm
from fingerpost.casework.cross_border.services import CrossBorderInput
from fingerpost.casework.models import Considered
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.people_names import names_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.works_on_concern
@keeps_drafts("Other areas and countries")
@require_http_methods(["GET", "POST"])
def cross_border(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show what was considered, and record another consideration."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(
        ConsiderForm, concern=concern, compartments=seen, now=draft.now, initial=ConsiderForm.at(draft.now)
    )

    def record(sent: ConsiderForm) -> str:
        data = sent.cleaned_data
        told = CrossBorderInput(data["person"], Considered(data["result"]), data["whom"], data["why"], data["moment"])
        services.consider(concern, told, compartment=data["compartment"])
        return reverse("cross_border", args=[concern_id])

    answer = handle_post(draft, form, record, "It is recorded.")
    if answer is not None:
        return answer
    there = services.of_concern(concern, seen)
    names = names_of({one.about_id for one in there}, seen)
    page = {
        "concern": concern,
        "form": form,
        "draft": draft,
        "considered": [(one, names[one.about_id]) for one in there],
        "provisions": [one.id for one in pack_of(concern).carried_out_by(services.ACT)],
    }
    return render(request, "casework/cross_border/cross-border.html", page)
