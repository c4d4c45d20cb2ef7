"""How people stand to each other: all relationships, the household and the siblings, adding and ending one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.middleware import concern_of
from fingerpost.record import previews
from fingerpost.record.forms.people import ReasonForm
from fingerpost.record.forms.relationships import RelationshipForm
from fingerpost.record.households import households
from fingerpost.record.models import PLACES
from fingerpost.record.people_presentation import PeopleOfConcern, ties
from fingerpost.record.services import derived_facts
from fingerpost.record.services import relationships as services
from fingerpost.record.services.conflicts import is_shut_out
from fingerpost.record.services.facts import pack_of
from fingerpost.web.routes import Route


@permissions.sees_concern
@require_GET
def relationships(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has it
    """Show how everybody stands to everybody, and each child's household and siblings."""
    concern, seen = concern_of(request)
    everybody = PeopleOfConcern(concern, seen)
    found = ties(concern, seen, everybody)
    context = {
        "concern": concern,
        "people": everybody,
        "ties": found,
        "households": households(everybody, [tie.relationship for tie in found]),
    }
    return render(request, "record/relationships.html", context)


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def new_relationship(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - as above
    """State how somebody stands to somebody; what would follow is shown before it is saved."""
    concern, seen = concern_of(request)
    everybody = PeopleOfConcern(concern, seen)
    form = RelationshipForm(
        request.POST or None, people=list(everybody), compartments=seen, initial={"one": request.GET.get("one", "")}
    )
    if not form.is_valid() or "change" in request.POST:
        context = {"concern": concern, "form": form, "people": everybody, "places": sorted(PLACES)}
        return render(request, "record/relationship-form.html", context)
    one, other = (everybody.get(ident) for ident in form.pair)
    leads_to = other.appearance if other else str(form.cleaned_data["place"])
    if one is None:
        raise Http404
    options = {"compartment": form.cleaned_data["compartment"], "reason": form.cleaned_data["reason"]}
    if "confirmed" not in request.POST:
        draft = services.drafted(one.appearance, form.kind_chosen, leads_to, **options)
        drafts = derived_facts.drafts(draft, pack_of(concern, form.cleaned_data["compartment"]))
        bringing = previews.of(concern, form.cleaned_data["compartment"], seen, everybody, drafts)
        if bringing:
            statement = f"{one.name} {form.kind_chosen.label} {other.name if other else leads_to}"
            return previews.show(request, [statement], bringing)
    made = services.relate(one.appearance, form.kind_chosen, leads_to, organisation=form.works_in, **options)
    if form.is_none_of_these:
        services.match_place(made, None)
    messages.success(request, "It is recorded.")
    if form.works_in is not None and is_shut_out(concern, form.works_in):
        text = "The people of that organisation no longer see this concern, but for those that this page names."
        messages.warning(request, text)
        return redirect(Route.CONFLICTS, concern.pk)
    return redirect("relationships", concern.pk)


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def end_relationship(request: HttpRequest, concern_id: UUID, relationship_id: UUID) -> HttpResponse:  # noqa: ARG001
    """State that it is so no longer, or never was."""
    concern, seen = concern_of(request)
    everybody = PeopleOfConcern(concern, seen)
    tie = next((one for one in ties(concern, seen, everybody) if one.relationship.pk == relationship_id), None)
    if tie is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid() and "change" not in request.POST:
        row = tie.relationship
        bringing = previews.of(concern, row.compartment, seen, everybody, derived_facts.withdrawals(row))
        if bringing and "confirmed" not in request.POST:
            return previews.show(request, [f"Not so any longer: {tie}"], bringing)
        services.end(tie.relationship, reason=form.cleaned_data["reason"])
        messages.success(
            request, "It is recorded that this is so no longer. What was recorded before stays to be read."
        )
        return redirect("relationships", concern.pk)
    context = {
        "concern": concern,
        "form": form,
        "title": "Is this so no longer?",
        "statement": str(tie),
        "back": ("relationships", concern.pk),
    }
    return render(request, "record/take-back.html", context)
