"""Closing a concern, reopening it, passing it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.record.forms.closing import CloseForm, ReopenForm, TransferForm
from fingerpost.record.models import ClosingOutcome
from fingerpost.record.services import closing
from fingerpost.record.services.notes import notes_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route


@permissions.works_on_concern
@keeps_drafts("Closing a concern")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Close a concern in one compartment. Whoever closes it has seen what others wrote until then."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(CloseForm, **_what_stands(concern, seen))

    def record(sent: CloseForm) -> str:
        data = sent.cleaned_data
        closing.close(
            concern,
            ClosingOutcome(data["outcome"]),
            why=data["why"],
            agreed_by=data["agreed_by"],
            compartment=data["compartment"],
        )
        return _page(concern)

    return handle_post(draft, form, record, "The concern is closed.") or render(
        request, "record/close.html", {"concern": concern, "form": form, "draft": draft}
    )


@permissions.works_on_concern
@keeps_drafts("Reopening a concern")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Open a closed concern again."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(ReopenForm, **_what_stands(concern, seen))

    def record(sent: ReopenForm) -> str:
        closing.reopen(concern, why=sent.cleaned_data["why"], compartment=sent.cleaned_data["compartment"])
        return _page(concern)

    return handle_post(draft, form, record, "The concern is open again.") or render(
        request, "record/reopen.html", {"concern": concern, "form": form, "draft": draft}
    )


@permissions.works_on_concern
@keeps_drafts("Passing a concern on")
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Pass a concern on to the child's new school or area."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(TransferForm, **_what_stands(concern, seen), organisation_id=context.required().organisation_id)

    def record(sent: TransferForm) -> str:
        data = sent.cleaned_data
        closing.transfer(concern, data["to"], why=data["why"], compartment=data["compartment"])
        return _page(concern)

    return handle_post(draft, form, record, "The concern is passed on.") or render(
        request, "record/transfer.html", {"concern": concern, "form": form, "draft": draft}
    )


def _page(concern: Concern) -> str:
    return reverse(Route.CONCERN, args=[concern.pk])


def _what_stands(concern: Concern, seen: frozenset[str]) -> dict[str, Any]:
    return {"compartments": seen, "standing": [*closing.turns_of(concern, seen), *notes_of(concern, seen)]}
