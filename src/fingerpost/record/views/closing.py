"""Closing a concern, reopening it, passing it on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, declare
from fingerpost.access.middleware import matter_of
from fingerpost.access.models import Matter
from fingerpost.record import drafting
from fingerpost.record.forms.closing import CloseForm, ReopenForm, TransferForm
from fingerpost.record.models import Outcome
from fingerpost.record.services import closing
from fingerpost.record.services.notes import notes_of
from fingerpost.record.views.adding import Adding, add


@declare.works_on_matter
@drafting.keeps("Closing a concern")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Close a concern in one compartment. Whoever closes it has seen what others wrote until then."""
    matter, seen = matter_of(request)

    def record(form: CloseForm) -> None:
        data = form.cleaned_data
        closing.close(
            matter,
            Outcome(data["outcome"]),
            why=data["why"],
            agreed_by=data["agreed_by"],
            compartment=data["compartment"],
        )

    options = _what_stands(matter, seen)
    return add(request, Adding(CloseForm, "record/close.html", record, "The concern is closed.", options))


@declare.works_on_matter
@drafting.keeps("Reopening a concern")
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Open a closed concern again."""
    matter, seen = matter_of(request)

    def record(form: ReopenForm) -> None:
        closing.reopen(matter, why=form.cleaned_data["why"], compartment=form.cleaned_data["compartment"])

    options = _what_stands(matter, seen)
    return add(request, Adding(ReopenForm, "record/reopen.html", record, "The concern is open again.", options))


@declare.works_on_matter
@drafting.keeps("Passing a concern on")
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Pass a concern on to the child's new school or area."""
    matter, seen = matter_of(request)

    def record(form: TransferForm) -> None:
        data = form.cleaned_data
        closing.transfer(matter, data["to"], why=data["why"], compartment=data["compartment"])

    options = {**_what_stands(matter, seen), "organisation_id": context.required().organisation_id}
    return add(request, Adding(TransferForm, "record/transfer.html", record, "The concern is passed on.", options))


def _what_stands(matter: Matter, seen: frozenset[str]) -> dict[str, Any]:
    return {"compartments": seen, "standing": [*closing.turns_of(matter, seen), *notes_of(matter, seen)]}
