"""Closing a concern, reopening it, passing it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, declare
from fingerpost.access.middleware import matter_of
from fingerpost.access.models import Matter
from fingerpost.record.forms.closing import CloseForm, ReopenForm, TransferForm
from fingerpost.record.models import Outcome
from fingerpost.record.services import closing
from fingerpost.record.services.notes import notes_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route


@declare.works_on_matter
@keeps_drafts("Closing a concern")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Close a concern in one compartment. Whoever closes it has seen what others wrote until then."""
    matter, seen = matter_of(request)
    draft = FormDraft(request)
    form = draft.form(CloseForm, **_what_stands(matter, seen))

    def record(sent: CloseForm) -> str:
        data = sent.cleaned_data
        closing.close(
            matter,
            Outcome(data["outcome"]),
            why=data["why"],
            agreed_by=data["agreed_by"],
            compartment=data["compartment"],
        )
        return _page(matter)

    return handle_post(draft, form, record, "The concern is closed.") or render(
        request, "record/close.html", {"matter": matter, "form": form, "draft": draft}
    )


@declare.works_on_matter
@keeps_drafts("Reopening a concern")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Open a closed concern again."""
    matter, seen = matter_of(request)
    draft = FormDraft(request)
    form = draft.form(ReopenForm, **_what_stands(matter, seen))

    def record(sent: ReopenForm) -> str:
        closing.reopen(matter, why=sent.cleaned_data["why"], compartment=sent.cleaned_data["compartment"])
        return _page(matter)

    return handle_post(draft, form, record, "The concern is open again.") or render(
        request, "record/reopen.html", {"matter": matter, "form": form, "draft": draft}
    )


@declare.works_on_matter
@keeps_drafts("Passing a concern on")
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Pass a concern on to the child's new school or area."""
    matter, seen = matter_of(request)
    draft = FormDraft(request)
    form = draft.form(TransferForm, **_what_stands(matter, seen), organisation_id=context.required().organisation_id)

    def record(sent: TransferForm) -> str:
        data = sent.cleaned_data
        closing.transfer(matter, data["to"], why=data["why"], compartment=data["compartment"])
        return _page(matter)

    return handle_post(draft, form, record, "The concern is passed on.") or render(
        request, "record/transfer.html", {"matter": matter, "form": form, "draft": draft}
    )


def _page(matter: Matter) -> str:
    return reverse(Route.CONCERN, args=[matter.pk])


def _what_stands(matter: Matter, seen: frozenset[str]) -> dict[str, Any]:
    return {"compartments": seen, "standing": [*closing.turns_of(matter, seen), *notes_of(matter, seen)]}
