"""What is held in one concern, some rows at a time: what is given of each, and why not."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, declare, noting
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import matter_of
from fingerpost.casework.managing.who import manages
from fingerpost.procedure.errors import FingerpostError
from fingerpost.record import drafting
from fingerpost.record.drafting import Drafting
from fingerpost.site.subject.forms import ItemsForm
from fingerpost.subject.errors import SubjectError
from fingerpost.subject.grounds import GROUNDS
from fingerpost.subject.models import SubjectRequest
from fingerpost.subject.services import asking, holding, preparing
from fingerpost.subject.services.holding import Place, Row

MOST: Final = 10
"""So many rows a page has: what is decided is saved in parts."""


@declare.sees_matter
@drafting.keeps("What is given to somebody who asks")
@require_http_methods(["GET", "POST"])
def items(request: HttpRequest, matter_id: UUID, request_id: UUID, concern_id: UUID, number: int) -> HttpResponse:
    """Show some of the rows that one concern has, from the one after `number`, and record what is decided of them."""
    start = number
    matter, _ = matter_of(request)
    one = asking.of_matter(matter)
    if one is None or one.request.pk != request_id:
        raise Http404
    if not manages(context.required()):
        raise PermissionDenied
    place = holding.place(one.request, concern_id)
    if place is None or start >= max(1, len(place.rows)):
        raise Http404
    noting.looked_at(place.matter.pk, {row.item.compartment for row in place.rows})
    rows = place.rows[start : start + MOST]
    draft = Drafting(request)
    form = draft.form(ItemsForm, rows=rows)
    if draft.was_sent:
        return redirect(draft.was_sent)
    if draft.is_to_wait:
        return draft.put_by()
    after = start + MOST if start + MOST < len(place.rows) else None
    if draft.is_sent and form.is_valid() and _decided(one.request, place, rows, form):
        page = reverse("subject_request", args=[matter_id, request_id])
        if after is not None:
            page = reverse("subject_items", args=[matter_id, request_id, concern_id, after])
        draft.end(became=page)
        messages.success(request, "It is recorded.")
        return redirect(page)
    shown = {
        "one": one,
        "matter": matter,
        "place": place,
        "form": form,
        "draft": draft.kept(),
        "start": start,
        "last": start + len(rows),
        "after": after,
        "before": max(0, start - MOST) if start else None,
        "grounds": GROUNDS,
    }
    return render(request, "subject/items.html", shown)


def _decided(request: SubjectRequest, place: Place, rows: tuple[Row, ...], form: ItemsForm) -> bool:
    """Record every decision of a page, or say at each field what is wrong, and record none."""
    failed = False
    with transaction.atomic():
        for row in rows:
            try:
                preparing.decide(request, place, [form.decided(row)])
            except (SubjectError, AccessError) as error:
                failed = True
                _say(form, row, error)
        if failed:
            transaction.set_rollback(True)
    return not failed


def _say(form: ItemsForm, row: Row, error: FingerpostError) -> None:
    fields = {"ground": "ground", "passages": "words"}
    for problem in error.problems:
        form.add_error(f"{fields.get(problem.where, 'choice')}-{row.item.key}", problem.said)
