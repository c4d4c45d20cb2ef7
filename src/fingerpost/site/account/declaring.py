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

from fingerpost.access.errors import AccessError
from fingerpost.access.fields import DayField, Words, today
from fingerpost.access.models import IdentifierKind
from fingerpost.access.services import declaring
from fingerpost.access.services.identifiers import form_of


class DeclaredForm(Words, forms.Form):
    """Somebody by name, and by what namesakes do not share: a date of birth, a telephone number, or both."""

    name = forms.CharField(max_length=200)
    born = DayField("date of birth", required=False, earliest=1900)
    phone = forms.CharField(required=False, max_length=50)

    required_words: ClassVar = {"name": "Write their name"}

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_born(self) -> datetime.date | None:
        """See that the day has been."""
        born: datetime.date | None = self.cleaned_data["born"]
        if born is not None and born > self.today:
            raise forms.ValidationError("Their date of birth is in the past")
        return born

    def clean_phone(self) -> str:
        """See that it is a telephone number."""
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and form_of(IdentifierKind.PHONE, phone) is None:
            raise forms.ValidationError("Write a telephone number, like 01632 960 001")
        return phone

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
        declaring.declare(form.cleaned_data["name"], born.isoformat() if born else "", form.cleaned_data["phone"])
        messages.success(request, "It is saved. Nobody else can read it.")
        return redirect("account_conflicts")
    rows = [
        {"row": row, "born": datetime.date.fromisoformat(str(row.born)) if row.born else None}
        for row in declaring.own()
    ]
    return render(request, "account/conflicts.html", {"form": form, "declared": rows})


def _take_back(request: HttpRequest, gone: str) -> HttpResponse:
    try:
        declaring.take_back(UUID(gone))
    except (ValueError, AccessError):
        raise Http404 from None
    messages.success(request, "It is taken back.")
    return redirect("account_conflicts")
