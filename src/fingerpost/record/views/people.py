"""The people of a concern: all of them, one of them, and adding to what is known."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.compartments import SOURCES
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.record import previews
from fingerpost.record.forms.people import BornForm, DetailForm, MorePartsForm, PersonForm, ReasonForm, SexForm
from fingerpost.record.models import DetailKind, PartTaken, PersonKind, PupilList
from fingerpost.record.people_presentation import DetailShown, PeopleOfConcern, PersonShown, in_words, ties
from fingerpost.record.services import derived_facts, duplicate_people, pupils
from fingerpost.record.services import people as services
from fingerpost.record.services.changes import change
from fingerpost.record.services.facts import pack_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.sees_concern
@require_GET
def people(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show everybody in a concern."""
    concern, seen = concern_of(request)
    everybody = PeopleOfConcern(concern, seen)
    return render(
        request,
        "record/people.html",
        {"concern": concern, "people": everybody, "ties": ties(concern, seen, everybody)},
    )


@permissions.works_on_concern
@keeps_drafts("Somebody in a concern")
@require_http_methods(["GET", "POST"])
def new_person(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - as above
    """Add somebody to a concern."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    kept = pupils.kept()
    if kept and "pupil" in request.POST:
        form = PersonForm(compartments=seen, today=today(), initial=_chosen(kept, request.POST["pupil"]))
        context = {"concern": concern, "form": form, "draft": draft, "list": kept}
        return render(request, "record/person-form.html", context)
    form = draft.form(PersonForm, compartments=seen, today=today())

    def record(sent: PersonForm) -> str:
        added = services.add_appearance(
            concern,
            PersonKind(sent.cleaned_data["kind"]),
            sent.chosen,
            sent.details,
            compartment=sent.cleaned_data["compartment"],
        )
        return reverse("same_people" if duplicate_people.candidates(added) else "person", args=[concern.pk, added.pk])

    return handle_post(draft, form, record, "They are in the concern now.") or render(
        request, "record/person-form.html", {"concern": concern, "form": form, "draft": draft, "list": kept}
    )


def _chosen(kept: PupilList, number: str) -> dict[str, Any]:
    """Return what the form begins with where a child was chosen from the list; nothing if the list was changed."""
    one = next((one for one in pupils.pupils_of(kept) if str(one.number) == number), None)
    return {"kind": PersonKind.CHILD, "name": one.name, "born": one.born} if one else {}


@permissions.sees_concern
@require_GET
def person(request: HttpRequest, concern_id: UUID, appearance_id: UUID) -> HttpResponse:  # noqa: ARG001 - as above
    """Show one person: who they are, what they have to do with the concern, and how they stand to others."""
    concern, seen, everybody, shown = _found(request, appearance_id)
    own = [
        tie
        for tie in ties(concern, seen, everybody)
        if appearance_id in (tie.relationship.one_id, tie.relationship.other_id)
    ]
    context = {"concern": concern, "person": shown, "ties": own, "kinds": DetailKind, "in_words": in_words}
    return render(request, "record/person.html", context)


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def new_detail(request: HttpRequest, concern_id: UUID, appearance_id: UUID, kind: str) -> HttpResponse:  # noqa: ARG001
    """Add a detail of this kind to somebody."""
    if kind not in DetailKind:
        raise Http404
    return _detail(request, appearance_id, DetailKind(kind), None)


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def correct_detail(
    request: HttpRequest,
    concern_id: UUID,  # noqa: ARG001 - as above
    appearance_id: UUID,
    detail_id: UUID,
) -> HttpResponse:
    """Put another detail in the place of one that was wrong; both stay."""
    _, _, _, shown = _found(request, appearance_id)
    found = next((one for one in shown.details if one.detail.pk == detail_id), None)
    if found is None:
        raise Http404
    return _detail(request, appearance_id, DetailKind(found.detail.kind), found)


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def new_parts(request: HttpRequest, concern_id: UUID, appearance_id: UUID) -> HttpResponse:  # noqa: ARG001 - as above
    """Add to what somebody has to do with the concern."""
    concern, seen, everybody, shown = _found(request, appearance_id)
    form = MorePartsForm(
        request.POST or None,
        compartments=_places(seen, shown),
        kind=PersonKind(shown.appearance.kind),
        has={taken.part for taken in shown.parts},
    )
    if form.is_valid() and "change" not in request.POST:
        where = form.cleaned_data["compartment"]
        taken = [services.drafted(shown.appearance, part, compartment=where) for part in form.chosen]
        facts = [fact for one in taken for fact in derived_facts.drafts(one, pack_of(concern, where))]
        bringing = previews.of(concern, where, seen, everybody, facts, taken)
        if bringing and "confirmed" not in request.POST:
            return previews.show(request, [f"{shown.name}: {part.label}" for part in form.chosen], bringing)
        with change(concern, where):
            for part in form.chosen:
                services.take_part(shown.appearance, part, compartment=where)
        messages.success(request, "It is recorded.")
        return redirect("person", concern.pk, appearance_id)
    return render(request, "record/parts-form.html", {"concern": concern, "person": shown, "form": form})


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def leave_part(
    request: HttpRequest,
    concern_id: UUID,  # noqa: ARG001 - as above
    appearance_id: UUID,
    part_id: UUID,
) -> HttpResponse:
    """Take back that somebody has a part in the concern."""
    concern, seen, everybody, shown = _found(request, appearance_id)
    taken: PartTaken | None = next((one for one in shown.parts if one.pk == part_id), None)
    if taken is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    statement = f"{shown.name}: {taken.get_part_display()}"
    if form.is_valid() and "change" not in request.POST:
        left = services.drafted_leaving(taken, reason=form.cleaned_data["reason"])
        bringing = previews.of(concern, taken.compartment, seen, everybody, derived_facts.withdrawals(taken), [left])
        if bringing and "confirmed" not in request.POST:
            return previews.show(request, [f"Not so: {statement}"], bringing)
        services.leave_part(taken, reason=form.cleaned_data["reason"])
        messages.success(request, "It is taken back. What was recorded before stays to be read.")
        return redirect("person", concern.pk, appearance_id)
    context = {
        "concern": concern,
        "form": form,
        "title": "Take this back?",
        "statement": statement,
        "back": ("person", concern.pk, appearance_id),
    }
    return render(request, "record/take-back.html", context)


def _detail(request: HttpRequest, appearance_id: UUID, kind: DetailKind, replaces: DetailShown | None) -> HttpResponse:
    concern, seen, _, shown = _found(request, appearance_id)
    places = [replaces.detail.compartment] if replaces else _places(seen, shown)
    form: DetailForm
    if kind == DetailKind.BORN:
        form = BornForm(request.POST or None, compartments=places, label=kind.label, today=today())
    elif kind == DetailKind.SEX:
        form = SexForm(request.POST or None, compartments=places, label=kind.label)
    else:
        form = DetailForm(request.POST or None, compartments=places, label=kind.label)
    if form.is_valid():
        added = services.add_detail(
            shown.appearance,
            kind,
            form.text,
            replaces=replaces.detail if replaces else None,
            compartment=form.cleaned_data["compartment"],
        )
        duplicate_people.candidates(added.appearance)
        messages.success(request, "It is recorded.")
        return redirect("person", concern.pk, appearance_id)
    context = {"concern": concern, "person": shown, "form": form, "kind": kind, "replaces": replaces}
    return render(request, "record/detail-form.html", context)


def _found(request: HttpRequest, appearance_id: UUID) -> tuple[Concern, frozenset[str], PeopleOfConcern, PersonShown]:
    """Return the concern, what is seen of it, everybody and the one. Raises Http404 where nobody seen has this id."""
    concern, seen = concern_of(request)
    everybody = PeopleOfConcern(concern, seen)
    shown = everybody.get(appearance_id)
    if shown is None:
        raise Http404
    return concern, seen, everybody, shown


def _places(seen: frozenset[str], shown: PersonShown) -> list[str]:
    """Return the parts of the record in which something may be said of somebody."""
    return [name for name in seen if shown.appearance.compartment in SOURCES[name]]
