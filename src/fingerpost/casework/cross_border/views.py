"""The page on which it is recorded whether another area or country should be told."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import declare
from fingerpost.access.middleware import matter_of
from fingerpost.casework.cross_border import recording
from fingerpost.casework.cross_border.forms import ConsiderForm
from fingerpost.casework.cross_border.recording import Told
from fingerpost.casework.models import Considered, CrossBorder
from fingerpost.record import drafting
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.naming import names_of
from fingerpost.record.views.adding import Adding, add


@declare.works_on_matter
@drafting.keeps("Other areas and countries")
@require_http_methods(["GET", "POST"])
def cross_border(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Show what was considered, and record another consideration."""
    matter, seen = matter_of(request)
    now = timezone.now()
    there = recording.of_matter(matter, seen)
    names = names_of({one.about_id for one in there}, seen)

    def record(form: ConsiderForm) -> CrossBorder:
        data = form.cleaned_data
        told = Told(data["person"], Considered(data["result"]), data["whom"], data["why"], data["moment"])
        return recording.consider(matter, told, compartment=data["compartment"])

    page = Adding(
        ConsiderForm,
        "casework/cross_border/cross-border.html",
        record,
        "It is recorded.",
        options={"matter": matter, "compartments": seen, "now": now, "initial": ConsiderForm.at(now)},
        shown={
            "considered": [(one, names[one.about_id]) for one in there],
            "provisions": [one.id for one in pack_of(matter).carried_out_by(recording.ACT)],
        },
        to=reverse("cross_border", args=[matter_id]),
    )
    return add(request, page)
