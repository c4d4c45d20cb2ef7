"""Whom somebody is related to or works with: said beforehand by themselves, and read by nobody else."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.services import declarations
from fingerpost.site.account.identifiers import BornAndPhone


class DeclaredForm(BornAndPhone):
    """Somebody by name, and by what namesakes do not share: a date of birth, a telephone number, or both."""

    whose = "Their"
    field_order = ("name", "born", "phone")

    name = forms.CharField(max_length=200)

    required_words: ClassVar = {"name": "Write their name"}

    def clean(self) -> dict[str, Any]:
        """See that there is more than a name."""
        data = super().clean() or {}
        if not self.errors and not data.get("born") and not data.get("phone"):
            self.add_error("born", "Give a date of birth or a telephone number: many people have the same name")
        return data


@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest) -> HttpResponse:
    """Show whom somebody declared, take one more, or take one back."""
    gone = request.POST.get("take_back", "")
    if gone:
        return _take_back(request, gone)
    form = DeclaredForm(request.POST or None, today=today())
    if form.is_valid():
        born = form.cleaned_data["born"]
        declarations.declare(form.cleaned_data["name"], born.isoformat() if born else "", form.cleaned_data["phone"])
        messages.success(request, "It is saved. Nobody else can read it.")
        return redirect("account_conflicts")
    rows = [
        {"row": row, "born": datetime.date.fromisoformat(str(row.born)) if row.born else None}
        for row in declarations.own()
    ]
    return render(request, "account/conflicts.html", {"form": form, "declared": rows})


def _take_back(request: HttpRequest, gone: str) -> HttpResponse:
    try:
        declarations.take_back(UUID(gone))
    except (ValueError, AccessError):
        raise Http404 from None
    messages.success(request, "It is taken back.")
    return redirect("account_conflicts")
