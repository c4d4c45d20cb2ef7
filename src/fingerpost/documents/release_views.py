"""The page of what is let go of a concern although an embargo holds it: asked for, agreed or refused, used once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.clock import today
from fingerpost.access.embargo import releases as embargo_releases
from fingerpost.access.embargo import rules
from fingerpost.access.embargo.recipients import Person, Relation
from fingerpost.access.embargo.releases import ReleaseSummary
from fingerpost.access.embargo.rules import ReleaseState
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Concern, Releasing
from fingerpost.documents import production, recipients
from fingerpost.documents.forms import ReleaseAnswerForm, ReleaseRequestForm, part_in_words
from fingerpost.documents.models import Format
from fingerpost.web.fields import say
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts

_SAID = {
    "agree": "You agreed. The person who asked for it can use it now, once.",
    "refuse": "You refused. Nothing goes.",
    "withdraw": "You took it back. Nothing goes.",
    "use": "It is recorded.",
}


@permissions.sees_concern
@keeps_drafts("Letting go what an embargo holds")
@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Show what was asked to be let go of a concern; ask for it, answer, and use it."""
    concern, seen = concern_of(request)
    if request.method == "POST" and not may_add(request):
        raise PermissionDenied
    if request.method == "POST" and "do" in request.POST:
        return _answered(request, concern, seen)
    draft = FormDraft(request)
    form = draft.form(
        ReleaseRequestForm, concern=concern, seen=seen, recipients=recipients.of_concern(concern, seen), today=today()
    )

    def record(sent: ReleaseRequestForm) -> str:
        embargo_releases.ask(concern.pk, sent.cleaned_data["part"], sent.asked_to_release)
        return request.path

    said = "It is asked for. Nothing goes before a second person has agreed."
    return handle_post(draft, form, record, said, by_field=True) or _page(
        request, concern, seen, {"form": form, "draft": draft}
    )


def _page(request: HttpRequest, concern: Concern, seen: frozenset[str], more: dict[str, Any]) -> HttpResponse:
    found = embargo_releases.of_concern(concern.pk, seen, timezone.now())
    shown = {
        "concern": concern,
        "may_act": may_add(request),
        "lines": [_line(one, acts=may_add(request)) for one in found],
        **more,
    }
    return render(request, "documents/releases.html", shown)


def _line(one: ReleaseSummary, *, acts: bool) -> dict[str, Any]:
    actor = context.required()
    state, is_own = one.standing.state, one.release.by.user_id == actor.user_id
    return {
        "one": one,
        "part": part_in_words(one.release.compartment),
        "may_answer": acts
        and state is ReleaseState.WAITING
        and rules.may_answer(actor.role, actor.user_id, one.release.by.user_id),
        "may_stop": acts
        and state is ReleaseState.AGREED
        and rules.may_answer(actor.role, actor.user_id, one.release.by.user_id),
        "may_withdraw": acts and is_own and state in (ReleaseState.WAITING, ReleaseState.AGREED),
        "may_use": acts and is_own and state is ReleaseState.AGREED,
        "is_document": one.release.what == Releasing.DOCUMENT,
    }


def _answered(request: HttpRequest, concern: Concern, seen: frozenset[str]) -> HttpResponse:
    """Do what somebody chose to do with one of the releases that they see."""
    form = ReleaseAnswerForm(request.POST)
    sent = form.is_valid()
    wanted = form.cleaned_data.get("release")
    found = embargo_releases.of_concern(concern.pk, seen, timezone.now())
    one = next((it for it in found if str(it.release.pk) == wanted), None)
    if one is None:
        raise Http404
    if sent:
        try:
            with transaction.atomic():
                address = _done(concern, one, form.cleaned_data)
        except AccessError as error:
            say(form, error)
        else:
            messages.success(request, _SAID[form.cleaned_data["do"]])
            return redirect(*address)
    asking = ReleaseRequestForm(
        concern=concern, seen=seen, recipients=recipients.of_concern(concern, seen), today=today()
    )
    return _page(request, concern, seen, {"form": asking, "draft": None, "answer": form, "answered": one.release.pk})


def _done(concern: Concern, one: ReleaseSummary, data: dict[str, Any]) -> tuple[Any, ...]:
    """Carry it out; return what is shown next. Raises `AccessError`."""
    release, text = one.release, data["text"]
    match data["do"]:
        case "agree" | "refuse" as said:
            embargo_releases.answer(release, agrees=said == "agree", text=text)
        case "withdraw":
            embargo_releases.withdraw(release, text)
        case _ if release.what == Releasing.DOCUMENT:
            kind, key, format_ = release.thing.split(":")
            person = Person.read(release.for_whom)
            is_other = person.relation is Relation.OTHER
            word = recipients.OUTSIDE if is_other else release.for_whom
            wanted = production.DocumentRequest(kind, key, Format(format_), release.compartment, word, release.whom)
            return ("document", concern.pk, production.ask(concern, wanted, release=release).pk)
        case _:
            embargo_releases.use(release, text=text)
    return ("releases", concern.pk)
