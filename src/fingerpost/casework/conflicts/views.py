"""The page of a concern's conflicts: who is shut out and why, what is asked, and saying that one is close oneself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Concern, Exclusion
from fingerpost.casework.conflicts import queries, services
from fingerpost.casework.conflicts.forms import ConflictAnswerForm, DeclareForm, KeepForm, PlaceForm
from fingerpost.casework.conflicts.rules import is_late
from fingerpost.record.models import ConflictAnswer, ConflictFound, Relationship
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.relationships import match_place
from fingerpost.web.fields import say
from fingerpost.web.routes import Route

_OF_AN_EXCLUSION = (ConflictAnswer.STAYS, ConflictAnswer.UNDONE)
_OF_A_NAMESAKE = (ConflictAnswer.SAME, ConflictAnswer.OTHER)

type Does = Callable[[dict[str, Any]], object]


class _Page:
    """What the page shows to the person who asks, with the form of each thing that can be answered.

    `doing` has what can be sent, by the name of its button: a form, if there is one, and what it does.
    """

    def __init__(self, request: HttpRequest, concern: Concern, seen: frozenset[str]) -> None:
        self.sent = request.POST.get("sent", "") if request.method == "POST" else ""
        self.posted = request.POST
        self.may_act = may_add(request)
        self.doing: dict[str, tuple[forms.Form | None, Does]] = {}
        people = PeopleOfConcern(concern, seen)
        self.shown = [(one, self._answering(one), self._keeping(one)) for one in queries.shown(concern)]
        self.asked = [(one, self._saying(one)) for one in queries.asked(concern, people)]
        self.placed = [(one, self._placing(one)) for one in queries.placed(concern, seen, people)]
        self.still_open = queries.still_open(concern) if "common" in seen else []
        actor = context.required()
        there = queries.colleagues_of(actor.organisation_id).exclude(user=actor.user_id)
        self.declaring = DeclareForm(self._data("declare"), prefix="declare", colleagues=there)
        if self.may_act:
            self.doing["declare"] = (self.declaring, partial(_declare, concern))

    def _data(self, name: str) -> Any:
        return self.posted if self.sent == name else None

    def _answering(self, one: queries.ExclusionShown) -> ConflictAnswerForm | None:
        if one.is_over or not self.may_act:
            return None
        name = f"answer-{one.exclusion.pk}"
        answers = [said for said in _OF_AN_EXCLUSION if said == ConflictAnswer.STAYS or one.may_undo]
        form = ConflictAnswerForm(self._data(name), prefix=name, answers=answers)
        self.doing[name] = (form, partial(_answer, one.exclusion))
        return form

    def _keeping(self, one: queries.ExclusionShown) -> KeepForm | None:
        organisation = one.exclusion.organisation_id
        if organisation is None or one.is_over or not (self.may_act and one.may_undo):
            return None
        name = f"keep-{one.exclusion.pk}"
        form = KeepForm(self._data(name), prefix=name, there=queries.colleagues_of(organisation))
        self.doing[name] = (form, partial(_keep, one.exclusion))
        for it in one.kept:
            if it.membership_id is not None:
                button = f"nolonger-{one.exclusion.pk}-{it.membership_id}"
                self.doing[button] = (None, partial(_no_longer, one.exclusion, it.membership_id))
        return form

    def _saying(self, one: queries.ConflictQuestion) -> ConflictAnswerForm | None:
        if not self.may_act or one.answers:
            return None
        name = f"say-{one.conflict.pk}"
        form = ConflictAnswerForm(self._data(name), prefix=name, answers=_OF_A_NAMESAKE)
        self.doing[name] = (form, partial(_say, one.conflict))
        return form

    def _placing(self, one: queries.PlaceMatchShown) -> PlaceForm | None:
        if not self.may_act:
            return None
        name = f"place-{one.relationship.pk}"
        form = PlaceForm(self._data(name), prefix=name, likely=one.likely)
        self.doing[name] = (form, partial(_place, one.relationship, form))
        return form


def _answer(exclusion: Exclusion, data: dict[str, Any]) -> object:
    return services.answer(exclusion, ConflictAnswer(data["answer"]), data["why"])


def _keep(exclusion: Exclusion, data: dict[str, Any]) -> object:
    return services.keep(exclusion, data["who"], data["why"])


def _no_longer(exclusion: Exclusion, membership_id: UUID, _data: dict[str, Any]) -> object:
    return services.keep_no_longer(exclusion, membership_id)


def _say(conflict: ConflictFound, data: dict[str, Any]) -> object:
    return services.say(conflict, ConflictAnswer(data["answer"]), data["why"])


def _place(relationship: Relationship, form: PlaceForm, _data: dict[str, Any]) -> object:
    return match_place(relationship, form.chosen)


def _declare(concern: Concern, data: dict[str, Any]) -> object:
    return services.declare(concern, data["why"], data["successor"])


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show who is shut out of the parts of a concern that the reader sees, and record what they answer."""
    concern, seen = concern_of(request)
    page = _Page(request, concern, seen)
    form: forms.Form | None = None
    if page.sent:
        if page.sent not in page.doing:
            raise Http404
        form, does = page.doing[page.sent]
        if (form is None or form.is_valid()) and _is_done(form, does):
            if page.sent == "declare":
                messages.success(request, "You no longer see that concern. Somebody else has it.")
                return redirect(Route.HOME)
            if not Concern.objects.visible().filter(pk=concern_id).exists():
                messages.success(request, "It is recorded. You no longer see that concern.")
                return redirect(Route.HOME)
            messages.success(request, "It is recorded.")
            return redirect("concern_conflicts", concern_id)
    shown = {"concern": concern, "conflicts": page, "form": form, "now": timezone.now(), "is_late": is_late}
    return render(request, "casework/conflicts/conflicts.html", shown)


def _is_done(form: forms.Form | None, does: Does) -> bool:
    if form is None:
        does({})
        return True
    try:
        does(form.cleaned_data)
    except AccessError as error:
        say(form, error)
        return False
    return True
