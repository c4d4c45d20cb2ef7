"""What the pages that add to a concern have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import matter_of
from fingerpost.record.drafting import Drafting
from fingerpost.record.errors import RecordError
from fingerpost.web.fields import say
from fingerpost.web.routes import Route


@dataclass(frozen=True)
class Adding[Form: forms.Form]:
    """A page with a form that adds to a concern. `to`: the address that follows, the concern's own if left out."""

    form: type[Form]
    template: str
    record: Callable[[Form], object]
    said: str
    options: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    to: str = ""


def add[Form: forms.Form](request: HttpRequest, page: Adding[Form]) -> HttpResponse:
    """Show the form, keep its draft, and record what is sent: once, however often it comes.

    What cannot be recorded is said above the form, and nothing of it is lost.
    """
    matter, _ = matter_of(request)
    draft = Drafting(request)
    form = draft.form(page.form, **page.options)
    if draft.was_sent:
        return redirect(draft.was_sent)
    if draft.is_to_wait:
        return draft.put_by()
    if draft.is_sent and form.is_valid() and _is_recorded(page, form):
        to = page.to or reverse(Route.CONCERN, args=[matter.pk])
        draft.end(became=to)
        messages.success(request, page.said)
        return redirect(to)
    return render(request, page.template, {"matter": matter, "form": form, "draft": draft.kept(), **page.shown})


def _is_recorded[Form: forms.Form](page: Adding[Form], form: Form) -> bool:
    try:
        with transaction.atomic():
            page.record(form)
    except (AccessError, RecordError) as refused:
        say(form, refused)
        return False
    return True
