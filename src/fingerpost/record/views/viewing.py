"""Recording a viewing decision."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import declare
from fingerpost.access.middleware import matter_of
from fingerpost.record import drafting
from fingerpost.record.forms.viewing import ViewingForm
from fingerpost.record.services import viewing
from fingerpost.record.services.facts import pack_of
from fingerpost.record.views.adding import Adding, add


@declare.works_on_matter
@drafting.keeps("A viewing decision")
@require_http_methods(["GET", "POST"])
def new_viewing(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Record a decision to view that was made, and show those that are there."""
    matter, seen = matter_of(request)

    def record(form: ViewingForm) -> None:
        data = {name: form.cleaned_data[name] for name in ("decided_by", "viewed_by", "place", "present", "why")}
        viewing.record_viewing(
            matter, viewed_at=form.cleaned_data["moment"], compartment=form.cleaned_data["compartment"], **data
        )

    page = Adding(
        ViewingForm,
        "record/viewing.html",
        record,
        "The viewing decision is recorded.",
        options={"compartments": seen, "now": timezone.now()},
        shown={
            "there": viewing.viewings_of(matter, seen),
            "provisions": [rule.id for rule in pack_of(matter).carried_out_by(viewing.ACT)],
        },
    )
    return add(request, page)
