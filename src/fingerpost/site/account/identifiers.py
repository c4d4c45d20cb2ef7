"""What tells somebody apart from others of their name: given by themselves, and read by nobody else."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.access import acting_membership
from fingerpost.access.clock import today
from fingerpost.access.models import IdentifierKind
from fingerpost.access.services import identifiers as services
from fingerpost.site.people import signed_in_user
from fingerpost.web.fields import DayField, Words


class BornAndPhone(Words, forms.Form):
    """A date of birth and a telephone number, neither of which has to be given. `whose`: how the page calls them."""

    whose: ClassVar = "Your"

    born = DayField("date of birth", required=False, earliest=1900)
    phone = forms.CharField(required=False, max_length=50)

    def __init__(self, *args: Any, today: datetime.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_born(self) -> datetime.date | None:
        """See that the day has been."""
        born: datetime.date | None = self.cleaned_data["born"]
        if born is not None and born > self.today:
            raise forms.ValidationError(f"{self.whose} date of birth is in the past")
        return born

    def clean_phone(self) -> str:
        """See that it is a telephone number."""
        phone = str(self.cleaned_data["phone"]).strip()
        if phone and services.form_of(IdentifierKind.PHONE, phone) is None:
            raise forms.ValidationError("Write a telephone number, like 01632 960 001")
        return phone


class IdentifiersForm(BornAndPhone):
    """One's own, with where one lives; what is left empty is taken away."""

    address = forms.CharField(required=False, max_length=300)

    def clean_address(self) -> str:
        """See that it has a postcode, without which it is compared with nothing."""
        address = str(self.cleaned_data["address"]).strip()
        if address and services.form_of(IdentifierKind.ADDRESS, address) is None:
            raise forms.ValidationError("Write your address with its postcode, like 12 Fore Street, EX1 1AA")
        return address


@require_http_methods(["GET", "POST"])
def identifiers(request: HttpRequest) -> HttpResponse:
    """Show and change what tells somebody apart."""
    said = services.own()
    born = said.get(IdentifierKind.BORN)
    form = IdentifiersForm(
        request.POST or None,
        today=today(),
        initial={
            "born": datetime.date.fromisoformat(born) if born else None,
            "phone": said.get(IdentifierKind.PHONE, ""),
            "address": said.get(IdentifierKind.ADDRESS, ""),
        },
    )
    if form.is_valid():
        born = form.cleaned_data["born"]
        services.give(
            {
                IdentifierKind.BORN: born.isoformat() if born else "",
                IdentifierKind.PHONE: form.cleaned_data["phone"],
                IdentifierKind.ADDRESS: form.cleaned_data["address"],
            }
        )
        messages.success(request, "It is saved.")
        return redirect("account")
    memberships = acting_membership.memberships_on(signed_in_user(request), today()).exclude(staff_number="")
    return render(request, "account/identifiers.html", {"form": form, "memberships": memberships})
