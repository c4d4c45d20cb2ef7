"""One's own drafts: all of them, saving one while it is typed, and discarding one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access import permissions
from fingerpost.access.models import Concern
from fingerpost.keys.errors import NotWordsError
from fingerpost.web import drafts
from fingerpost.web.form_post import path_of, read, title_of
from fingerpost.web.models import Draft

_BEGINNING = 80  # characters


@permissions.works_with_cases
@require_GET
def all_drafts(request: HttpRequest) -> HttpResponse:
    """List one's own drafts with what they are of, how they begin, and when they were saved."""
    mine = list(drafts.mine())
    about = {draft.pk: _concern_of(draft) for draft in mine}
    concerns = Concern.objects.visible().filter(pk__in=[concern_id for concern_id in about.values() if concern_id])
    references = {str(concern.pk): concern.reference for concern in concerns}
    rows = [
        {
            "draft": draft,
            "title": title_of(draft.path) or "A page that is no longer there",
            "reference": references.get(about[draft.pk]),
            "is_reachable": title_of(draft.path) and about[draft.pk] in {"", *references},
            "beginning": _beginning(draft),
            "age": _age((timezone.localdate() - timezone.localdate(draft.saved_at)).days),
        }
        for draft in mine
    ]
    return render(request, "drafts/drafts.html", {"rows": rows})


@permissions.works_with_cases
@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is in a form at this moment, and answer with what the page says of it; 422 if it is no words."""
    showing, changes, text = read(request.POST, path_of(request.POST))
    try:
        draft = drafts.save(showing, changes, text, now=timezone.now())
    except NotWordsError as refused:
        return JsonResponse({"said": f"Not saved. {refused.told}"}, status=422)
    said = f"Draft saved at {timezone.localtime(draft.saved_at):%H:%M}."
    return JsonResponse({"said": said, "resume": f"{draft.path}?draft={draft.pk}" if draft.ended_at is None else ""})


@permissions.works_with_cases
@require_http_methods(["GET", "POST"])
def discard_draft(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask whether to delete a draft, and delete it."""
    draft = drafts.held(draft_id) if request.method == "POST" else drafts.mine().filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    if request.method == "POST":
        drafts.finish(draft, now=timezone.now())
        messages.success(request, "The draft is deleted.")
        return redirect("drafts")
    page = {"draft": draft, "title": title_of(draft.path), "words": _words(draft)}
    return render(request, "drafts/discard.html", page)


def _concern_of(draft: Draft) -> str:
    """Return the id of the concern that a draft's form is about; an empty text for none."""
    is_there = bool(title_of(draft.path))
    return str(resolve(draft.path).kwargs.get("concern_id", "")) if is_there else ""


def _words(draft: Draft) -> list[str]:
    """Return what was written into the draft, the longest first: words before the boxes that were ticked."""
    answers = [answer.strip() for _, given in QueryDict(draft.text).lists() for answer in given]
    return sorted((answer for answer in answers if " " in answer), key=len, reverse=True)


def _beginning(draft: Draft) -> str:
    words = next(iter(_words(draft)), "")
    return words if len(words) <= _BEGINNING else words[:_BEGINNING].rsplit(" ", 1)[0] + " …"


def _age(days: int) -> str:
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
