"""Recording a concern: one page of questions, kept as a draft, and one on which the answers are checked."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.record.forms.concern import ConcernForm
from fingerpost.record.services.concerns import record_concern
from fingerpost.web import drafts
from fingerpost.web.form_post import FormDraft, id_in, keeps_drafts
from fingerpost.web.models import Draft
from fingerpost.web.routes import Route

_may_record = permissions.roles(*WORKING_ROLES)


@_may_record
@keeps_drafts("A concern")
@require_http_methods(["GET", "POST"])
def new_concern(request: HttpRequest) -> HttpResponse:
    """Ask what somebody is worried about."""
    draft = FormDraft(request)
    form = draft.form(ConcernForm, now=draft.now)
    answer = draft.early_answer()
    if answer is not None:
        return answer
    draft.keep()
    if draft.is_sent and form.is_valid():
        return _to_check(draft.showing.draft_id)
    return render(request, "record/concern-form.html", {"form": form, "draft": draft})


@_may_record
@require_http_methods(["GET", "POST"])
def check_concern(request: HttpRequest) -> HttpResponse:
    """Show the answers once more, and record the concern. Sent twice, it is recorded once."""
    draft_id = id_in(request.POST or request.GET)
    draft = drafts.held(draft_id) if request.method == "POST" else drafts.mine().filter(pk=draft_id).first()
    if draft is None or draft.path != reverse("new_concern"):
        return redirect(drafts.became(draft_id) or "drafts")
    form = ConcernForm(QueryDict(draft.text), now=timezone.now())
    if not form.is_valid():
        return redirect(_to_change(draft))
    if request.method == "POST":
        if request.POST.get("revision") == str(draft.revision):
            return _recorded(request, draft, form)
        messages.info(request, "Something was changed meanwhile, in another window. Check the answers again.")
        return _to_check(draft.pk)
    context = {"draft": draft, "answers": form.answers(), "change": _to_change(draft)}
    return render(request, "record/concern-check.html", context)


def _recorded(request: HttpRequest, draft: Draft, form: ConcernForm) -> HttpResponse:
    concern = record_concern(**form.told())
    page = reverse(Route.CONCERN, args=[concern.pk])
    drafts.finish(draft, became=page, now=timezone.now())
    messages.success(request, f"The concern is recorded. Its reference is {concern.reference}.")
    return redirect(page)


def _to_check(draft_id: uuid.UUID) -> HttpResponse:
    return redirect(f"{reverse('check_concern')}?{urlencode({'draft': str(draft_id)})}")


def _to_change(draft: Draft) -> str:
    return f"{draft.path}?{urlencode({'draft': str(draft.pk)})}"
