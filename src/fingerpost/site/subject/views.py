"""The requests that one sees; recording one; a request's page with each step that can be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import audit, context, permissions
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of
from fingerpost.access.models.people import Role
from fingerpost.casework.managing.permissions import MANAGERS, manages
from fingerpost.documents import production
from fingerpost.procedure.calendar import date_in_words
from fingerpost.record.models import Appearance
from fingerpost.record.services.people_names import names_of
from fingerpost.site.subject.forms import (
    PrepareForm,
    RequestCheckForm,
    RequestForm,
    RequestPeopleForm,
    RequestStepForm,
    SentForm,
)
from fingerpost.subject import paper
from fingerpost.subject.errors import SubjectError
from fingerpost.subject.grounds import BY_ID
from fingerpost.subject.models import HeldAs, RequestStepKind
from fingerpost.subject.rules import HeldItem
from fingerpost.subject.services import holdings, preparation
from fingerpost.subject.services import requests as subject_requests
from fingerpost.subject.services.requests import RequestSummary
from fingerpost.web.fields import say
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.roles(*MANAGERS, Role.AUDITOR)
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests that whoever asks may see."""
    audit.note_looked_at_a_page()
    shown = {"requests": subject_requests.visible(), "today": today(), "manages": manages(context.required())}
    return render(request, "subject/requests.html", shown)


@permissions.roles(*MANAGERS)
@keeps_drafts("A request for what is held on somebody")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a request, and record it."""
    draft = FormDraft(request)
    form = draft.form(RequestForm, today=today())

    def record(sent: RequestForm) -> str:
        made = subject_requests.record(sent.asked, tell_intake=sent.cleaned_data["tell_intake"] == "yes")
        return reverse("subject_request", args=[made.concern_id, made.pk])

    return handle_post(draft, form, record, "The request is recorded.") or render(
        request, "subject/new.html", {"form": form, "draft": draft}
    )


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest, concern_id: UUID, request_id: UUID) -> HttpResponse:
    """Show a request, how far it is, and what can be done next; `?do=` is one step, with its form."""
    concern, _ = concern_of(request)
    one = subject_requests.of_concern(concern)
    if one is None or one.request.pk != request_id:
        raise Http404
    do = request.GET.get("do", "")
    if do or request.method == "POST":
        if not manages(context.required()):
            raise PermissionDenied
        if do not in _STEPS:
            raise Http404
        return _STEPS[do](request, one)
    places = holdings.places(one.request) if manages(context.required()) else []
    for place in places:
        audit.note_looked_at(place.concern.pk, {row.item.compartment for row in place.rows})
    names = names_of(appearance.pk for place in places for appearance in place.people)
    mine = context.required().membership_id
    last = one.stands.last
    shown = {
        "one": one,
        "concern": concern,
        "today": today(),
        "places": places,
        "born": _born(one),
        "names": names,
        "undecided": sum(place.undecided for place in places),
        "manages": manages(context.required()),
        "last": last,
        "last_row": preparation.prepared_row(one, last) if last else None,
        "is_mine_to_check": last is not None and last.waits and last.step.checker == mine,
        "documents": _documents(one),
    }
    return render(request, "subject/request.html", shown)


def _born(one: RequestSummary) -> str:
    day = date.fromisoformat(str(one.request.born)) if one.request.born else None
    return date_in_words(day) if day else ""


def _documents(one: RequestSummary) -> list[dict[str, Any]]:
    found = preparation.documents(one)
    ended = production.ended_of(found)
    return [{"production": it, "ended": ended.get(it.pk)} for it in found]


def _record(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    form = RequestStepForm(request.POST or None, today=today())

    def keep(data: Mapping[str, Any]) -> None:
        subject_requests.step(one.request, RequestStepKind(data["kind"]), data["on"], data["text"])
        if data["kind"] == RequestStepKind.WITHDRAWN:
            preparation.release(one)

    return _asked(request, one, form, "record", "Record what happened", keep)


def _prepare(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    form = PrepareForm(request.POST or None, today=today(), people=preparation.checkers(today()))

    def keep(data: Mapping[str, Any]) -> None:
        preparation.prepare(one, data["checker"], data["text"], data["on"])

    return _asked(request, one, form, "prepare", "Give it to somebody else to check", keep)


def _sent(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    form = SentForm(request.POST or None, today=today())

    def keep(data: Mapping[str, Any]) -> None:
        preparation.sent(one, data["text"], data["on"])

    return _asked(request, one, form, "sent", "Record that it was sent", keep)


def _check(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    form = RequestCheckForm(request.POST or None, today=today())

    def keep(data: Mapping[str, Any]) -> None:
        preparation.check(one, data["text"], data["on"], back=data["outcome"] == "back")

    return _asked(request, one, form, "check", "Check the prepared answer", keep, _to_check(one))


def _to_check(one: RequestSummary) -> dict[str, Any]:
    """Return every decision that was prepared, by concern, with what goes; or why it cannot be shown."""
    last = one.stands.last
    if last is None:
        return {"groups": [], "problem": "Nothing is prepared."}
    try:
        rows = preparation.as_prepared(one, last)
    except SubjectError as error:
        return {"groups": [], "problem": ". ".join(filter(None, (error.problems[0].what, error.problems[0].right)))}
    going = {row.pk for row in paper.may_go(one, rows)}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        audit.note_looked_at(row.concern_id, [row.compartment])
        ground = BY_ID.get(row.ground)
        shown = {"row": row, "item": HeldItem.read(str(row.item)), "goes": row.pk in going, "ground": ground}
        found.setdefault(row.concern.reference, []).append(shown)
    return {"groups": sorted(found.items()), "prepared": preparation.prepared_row(one, last)}


def _asked(
    request: HttpRequest,
    one: RequestSummary,
    form: Any,
    do: str,
    title: str,
    keep: Callable[[Mapping[str, Any]], None],
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                keep(form.cleaned_data)
        except (SubjectError, AccessError) as error:
            say(form, error, by_field=True)
        else:
            messages.success(request, "It is recorded.")
            return redirect("subject_request", one.concern.pk, one.request.pk)
    shown = {"one": one, "form": form, "do": do, "title": title, "concern": one.concern, **(more or {})}
    return render(request, "subject/step.html", shown)


def _who(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    """Look for the person when asked to, and record who it is. Looking is noted, so it is asked for by a form."""
    is_chosen = "confirm" in request.POST and bool(request.POST.getlist("people"))
    found: list[Appearance] = []
    if is_chosen:  # nobody is looked for a second time
        found = holdings.seen(request.POST.getlist("people"))
    elif request.method == "POST":
        found = holdings.candidates(one.request)
    names = names_of(it.pk for it in found)
    form = RequestPeopleForm(request.POST if "confirm" in request.POST else None, people=found, names=names)
    if is_chosen and form.is_valid():
        holdings.say(one.request, form.cleaned_data["people"], HeldAs.THEM)
        messages.success(request, "It is recorded who it is.")
        return redirect("subject_request", one.concern.pk, one.request.pk)
    shown = {"one": one, "form": form, "concern": one.concern, "looked": request.method == "POST", "found": found}
    return render(request, "subject/who.html", shown)


def _not_them(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    people = holdings.confirmed(one.request)
    form = RequestPeopleForm(request.POST or None, people=people, names=names_of(it.pk for it in people))

    def keep(data: Mapping[str, Any]) -> None:
        holdings.say(one.request, data["people"], HeldAs.TAKEN_BACK)

    return _asked(request, one, form, "not_them", "Say that somebody is not them after all", keep)


def _make(request: HttpRequest, one: RequestSummary) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    try:
        made = preparation.make(one)
    except (SubjectError, AccessError) as error:
        messages.warning(request, " ".join(problem.said for problem in error.problems))
        return redirect("subject_request", one.concern.pk, one.request.pk)
    return redirect("document", one.concern.pk, made.pk)


_STEPS: Final[Mapping[str, Callable[[HttpRequest, RequestSummary], HttpResponse]]] = {
    "record": _record,
    "who": _who,
    "not_them": _not_them,
    "prepare": _prepare,
    "check": _check,
    "make": _make,
    "sent": _sent,
}
