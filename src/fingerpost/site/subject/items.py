"""What is held in one concern, some rows at a time: what is given of each, and why not."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import audit, context, permissions
from fingerpost.access.errors import RefusedError
from fingerpost.access.middleware import concern_of
from fingerpost.casework.managing.permissions import manages
from fingerpost.procedure.errors import FingerpostError
from fingerpost.site.subject.forms import ItemsForm
from fingerpost.subject.grounds import GROUNDS
from fingerpost.subject.models import SubjectRequest
from fingerpost.subject.services import holdings, preparation, requests
from fingerpost.subject.services.holdings import HoldingConcern, HoldingRow
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts

MOST: Final = 10
"""So many rows a page has: what is decided is saved in parts."""


@permissions.sees_concern
@keeps_drafts("What is given to somebody who asks")
@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, concern_id: UUID, request_id: UUID, held_id: UUID, number: int) -> HttpResponse:
    """Show some of the rows that one concern has, from the one after `number`, and record what is decided of them."""
    start = number
    concern, _ = concern_of(request)
    one = requests.of_concern(concern)
    if one is None or one.request.pk != request_id:
        raise Http404
    if not manages(context.required()):
        raise PermissionDenied
    place = holdings.place(one.request, held_id)
    if place is None or start >= max(1, len(place.rows)):
        raise Http404
    audit.note_looked_at(place.concern.pk, {row.item.compartment for row in place.rows})
    rows = place.rows[start : start + MOST]
    draft = FormDraft(request)
    form = draft.form(ItemsForm, rows=rows)
    after = start + MOST if start + MOST < len(place.rows) else None

    def record(sent: ItemsForm) -> str | None:
        if not _decided(one.request, place, rows, sent):
            return None
        if after is not None:
            return reverse("subject_items", args=[concern_id, request_id, held_id, after])
        return reverse("subject_request", args=[concern_id, request_id])

    answer = handle_post(draft, form, record, "It is recorded.")
    if answer is not None:
        return answer
    shown = {
        "one": one,
        "concern": concern,
        "place": place,
        "form": form,
        "draft": draft,
        "start": start,
        "last": start + len(rows),
        "after": after,
        "before": max(0, start - MOST) if start else None,
        "grounds": GROUNDS,
    }
    return render(request, "subject/items.html", shown)


def _decided(request: SubjectRequest, place: HoldingConcern, rows: tuple[HoldingRow, ...], form: ItemsForm) -> bool:
    """Record every decision of a page, or say at each field what is wrong: then nothing of it is kept."""
    failed = False
    for row in rows:
        try:
            preparation.decide(request, place, [form.decided(row)])
        except RefusedError as error:
            failed = True
            _say(form, row, error)
    return not failed


def _say(form: ItemsForm, row: HoldingRow, error: FingerpostError) -> None:
    fields = {"ground": "ground", "passages": "words"}
    for problem in error.problems:
        form.add_error(f"{fields.get(problem.where, 'choice')}-{row.item.key}", problem.said)
