"""The meetings of a concern: all of them, one to be called, one as it is, and what is recorded of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Compartment, Concern, User
from fingerpost.access.models.people import Role
from fingerpost.casework.meetings import (
    decisions,
    meeting_duties,
    overview,
    page_recording,
    queries,
    rules,
    services,
    topics,
)
from fingerpost.casework.meetings.forms import CallForm, UrgentForm
from fingerpost.casework.meetings.minutes import lacks_of, minutes
from fingerpost.casework.meetings.page_form import ROWS, MinutesForm
from fingerpost.casework.models import MeetingForm, MeetingKind
from fingerpost.record.services.facts import pack_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.sees_concern
@keeps_drafts("Urgent action before a meeting")
@require_http_methods(["GET", "POST"])
def of_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """List a concern's meetings and what was done before any, and record such."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    form = draft.form(
        UrgentForm, now=draft.now, places=_places(seen), initial={**UrgentForm.at(draft.now), "compartment": "common"}
    )

    def record(sent: UrgentForm) -> str:
        data = sent.cleaned_data
        urgent = services.Urgent(data["action"], data["why"], data["who"], data["moment"], data["compartment"])
        services.act_urgently(concern, urgent)
        return reverse("concern_meetings", args=[concern_id])

    answer = handle_post(draft, form, record, "The urgent action is recorded.", by_field=True)
    if answer is not None:
        return answer
    shown = {
        "concern": concern,
        "form": form,
        "draft": draft,
        "pack": pack_of(concern),
        "lines": [overview.line(one, today()) for one in queries.of_concern(concern)],
        "urgent": queries.urgent(concern),
        "may_act": may_add(request),
        "may_call": any(services.they_record(kind) for kind in MeetingKind),
    }
    return render(request, "casework/meetings/meetings.html", shown)


@permissions.works_on_concern
@keeps_drafts("Calling a meeting")
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Call a meeting: the duties that ask for one are offered, and named by it."""
    concern, seen = concern_of(request)
    duties = meeting_duties.open_duties(concern, seen, today())
    kinds = _kinds(seen)
    places = [place for place in _places(seen) if any(place[0] in rules.places_of(kind) for kind, _ in kinds)]
    draft = FormDraft(request)
    own = [one for one in duties if rules.calls(one.provision, kinds[0][0])] if len(kinds) == 1 else []
    form = draft.form(
        CallForm,
        kinds=kinds,
        places=places,
        duties=duties,
        initial={
            "form": MeetingForm.MEETING,
            "chair": _chair(request, kinds),
            "duties": [str(one.duty.pk) for one in own],
            "day": min((max(one.day, today()) for one in own if one.day), default=None),
        },
    )

    def record(sent: CallForm) -> str:
        data = sent.cleaned_data
        called = services.MeetingInput(
            MeetingKind(data["kind"]),
            data["planned_at"],
            data["chair"],
            MeetingForm(data["form"]),
            data["reason"],
            data["chosen"],
            data["why"],
            data["place"],
            compartment=data["compartment"],
        )
        return reverse("meeting", args=[concern_id, services.call(concern, called).pk])

    answer = handle_post(draft, form, record, "The meeting is called.", by_field=True)
    if answer is not None:
        return answer
    may = any(services.they_record(kind) for kind, _ in kinds)
    shown = {
        "concern": concern,
        "pack": pack_of(concern),
        "form": form,
        "draft": draft,
        "kinds": kinds,
        "places": places,
    }
    shown["may"] = may
    return render(request, "casework/meetings/call.html", shown)


@permissions.sees_concern
@require_GET
def meeting(request: HttpRequest, concern_id: UUID, meeting_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Show a meeting as it is: who was there, what was answered and decided, and what it still lacks."""
    concern, seen = concern_of(request)
    one = _found(concern, meeting_id)
    written = minutes(one)
    duties = meeting_duties.of_meeting(one.meeting, seen, today())
    shown: dict[str, Any] = {
        "concern": concern,
        "one": one,
        "pack": pack_of(concern, one.meeting.compartment),
        "minutes": written,
        "tag": overview.TAGS[one.status],
        "duties": duties.asked,
        "actions": [(said, duties.agreed.get(row.pk)) for said, row in zip(written.actions, one.actions, strict=True)],
        "quorum": [(agency, _names(one, agency)) for agency in rules.QUORUM],
        "lacks": lacks_of(one),
        "topics": topics.TOPICS,
        "may_act": may_add(request) and services.they_record(one.meeting.kind),
        "is_held": bool(decisions.adults_held(one.meeting)),
    }
    return render(request, "casework/meetings/meeting.html", shown)


@permissions.works_on_concern
@keeps_drafts("The minutes of a meeting")
@require_http_methods(["GET", "POST"])
def minute(request: HttpRequest, concern_id: UUID, meeting_id: UUID) -> HttpResponse:
    """Minute a meeting on one page: saved as often as somebody likes, and concluded once it lacks nothing."""
    concern, seen = concern_of(request)
    one = _found(concern, meeting_id)
    draft = FormDraft(request)
    asked = topics.of(one, seen, draft.now)
    form = draft.form(MinutesForm, page=page_recording.options_of(asked), is_sent=draft.is_sent)

    def record(sent: MinutesForm) -> str:
        page_recording.record(asked, sent)
        if "conclude" not in request.POST:
            messages.success(request, "It is recorded.")
            return reverse("minute_meeting", args=[concern_id, meeting_id])
        if page_recording.conclude(asked):
            messages.success(request, "The meeting is concluded.")
            return reverse("meeting", args=[concern_id, meeting_id])
        messages.error(request, "It is recorded, and not concluded: something is still missing.")
        return reverse("minute_meeting", args=[concern_id, meeting_id])

    answer = handle_post(draft, form, record, by_field=True)
    if answer is not None:
        return answer
    shown = {"concern": concern, "one": one, "form": form, "draft": draft, "rows": list(ROWS), "people": asked.people}
    shown |= {"pack": asked.pack, "lacks": lacks_of(one)}
    return render(request, "casework/meetings/minutes.html", shown)


@permissions.works_on_concern
@keeps_drafts("A meeting")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, concern_id: UUID, meeting_id: UUID, topic: str) -> HttpResponse:
    """Record one thing of a meeting."""
    concern, seen = concern_of(request)
    one = _found(concern, meeting_id)
    chosen = topics.TOPICS.get(topic)
    if chosen is None:
        raise Http404
    draft = FormDraft(request)
    asked = topics.of(one, seen, draft.now)
    form = draft.form(chosen.form, **chosen.options(asked))

    def record(sent: Any) -> str:
        chosen.record(asked, sent)
        return reverse("meeting", args=[concern_id, meeting_id])

    answer = handle_post(draft, form, record, chosen.said, by_field=True)
    if answer is not None:
        return answer
    shown = {"concern": concern, "one": one, "form": form, "draft": draft, "topic": topic, "title": chosen.title}
    return render(request, "casework/meetings/record.html", {**shown, "pack": asked.pack})


def _found(concern: Concern, meeting_id: UUID) -> queries.MeetingSummary:
    one = queries.of_id(concern, meeting_id)
    if one is None:
        raise Http404
    return one


def _chair(request: HttpRequest, kinds: list[tuple[str, str]]) -> str:
    """Return who chairs it: the designated officer, where it is theirs that is called (2.2-lado-meeting)."""
    is_theirs = [kind for kind, _ in kinds] == [MeetingKind.DESIGNATED_OFFICER]
    if not (is_theirs and context.required().role == Role.DESIGNATED_OFFICER and isinstance(request.user, User)):
        return ""
    return f"{request.user.name}, designated officer"


def _kinds(seen: frozenset[str]) -> list[tuple[str, str]]:
    """Return the kinds of meeting that somebody may see; only those that they record, if there are any."""
    there = [kind for kind in MeetingKind if seen & {*rules.places_of(kind)}]
    own = [kind for kind in there if services.they_record(kind)] or there
    return [(kind.value, kind.label) for kind in own]


def _places(seen: frozenset[str]) -> list[tuple[str, str]]:
    return [(part_.value, part_.label) for part_ in Compartment if part_ in seen]


def _names(one: queries.MeetingSummary, agency: str) -> str:
    people = one.now.attended(one.people, agency)
    return "; ".join(person.who for person in one.people if person in people)
