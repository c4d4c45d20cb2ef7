"""From the guide into the record: what was answered is not typed again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.models import Concern
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.guide.visit import Visit, forget
from fingerpost.guide.words import what_was_said
from fingerpost.procedure.calendar import LONDON
from fingerpost.record.forms.concern import ConcernForm
from fingerpost.record.models import DetailKind, PersonKind, Setting
from fingerpost.record.services.concerns import SETTING, record_concern, works_in
from fingerpost.record.services.events import record_event
from fingerpost.record.services.facts import FactAnswer, assert_many
from fingerpost.record.services.people import add_appearance
from fingerpost.record.views.concern import goes_to
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route

_REASON = "Answered in the guide, before the concern was recorded."


@permissions.roles(*WORKING_ROLES)
@keeps_drafts("A concern, with answers from the guide")
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Ask for what the guide does not ask, and record the concern with its people, answers and events."""
    visit, draft = Visit(request), FormDraft(request)
    form = draft.form(ConcernForm, now=draft.now, initial=_initial(visit), works_in=_works_in(visit))
    made: list[Concern] = []

    def record_it(sent: ConcernForm) -> str:
        made.append(recorded(visit, sent.told()))
        return reverse(Route.CONCERN, args=[made[0].pk])

    answer = handle_post(draft, form, record_it, "It is recorded.")
    if answer is not None:
        if made:
            forget(answer)
        return answer
    said = what_was_said(visit) if visit.answers else []
    return render(request, "guide/record.html", {"form": form, "draft": draft, "said": said, "goes_to": goes_to()})


@transaction.atomic
def recorded(visit: Visit, told: dict[str, Any]) -> Concern:
    """Record a concern with everything that was answered. What is not known is not stated, and so stays unknown.

    Who may be told is left out: that is a decision, with an authority of its own, and is recorded as one. Raises
    FingerpostError when an answer does not fit the version of the procedure that holds for the concern. The name that
    is told is the first child's.
    """
    more = told["told"]
    first = next((person.id for person in visit.case.people if person.kind == "child"), None)
    concern = record_concern(**told | {"told": replace(more, child="") if first else more})
    people = {
        person.id: add_appearance(
            concern,
            PersonKind(person.kind),
            details=[
                *([(DetailKind.NAME, more.child)] if more.child and person.id == first else []),
                *([(DetailKind.BORN, person.born.isoformat())] if person.born else []),
            ],
        )
        for person in visit.case.people
    }
    answers = [FactAnswer(fact, value) for fact, value in visit.case.facts.items() if fact != SETTING]
    answers += [
        FactAnswer(fact, value, people[person.id])
        for person in visit.case.people
        for fact, value in person.facts.items()
    ]
    assert_many(concern, answers, reason=_REASON)
    for event in visit.case.events:
        if event.to is None:
            about = people[event.person] if event.person else None
            record_event(concern, event.type, event.at, about=about, reason=_REASON)
    return concern


def _works_in(visit: Visit) -> Setting | None:
    """Return where whoever records works: as they said in the guide, or as their account knows it."""
    said = visit.case.facts.get(SETTING)
    return Setting(str(said)) if said else works_in()


def _initial(visit: Visit) -> dict[str, Any]:
    aware = visit.given.aware_at.astimezone(LONDON)
    forms = [tick.form for tick in visit.asking.ticked(visit.given) if tick.form] if visit.answers else []
    return {
        "day": aware.date(),
        "clock": aware.time(),
        "forms_of_abuse": list(dict.fromkeys(forms)),
    }
