"""Pages of the directory: whom to ring. Everybody reads it; those who answer for an entry keep it right."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access.clock import today
from fingerpost.access.models.people import Contact, Membership, Organisation, Role
from fingerpost.procedure.pack.services import services
from fingerpost.site import scope
from fingerpost.site.directory.due import due_contacts
from fingerpost.site.people import membership_of
from fingerpost.web.fields import Words


class ContactForm(Words, forms.ModelForm):  # type: ignore[type-arg]
    """An entry of the directory."""

    required_words: ClassVar[dict[str, str]] = {
        "purpose": "Enter what this contact is for",
        "confirm_every": "Enter after how many days the entry is to be confirmed",
    }

    class Meta:
        model = Contact
        fields = ("purpose", "phone", "email", "hours", "out_of_hours_phone", "out_of_hours", "confirm_every")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = self.fields["confirm_every"]
        assert isinstance(every, forms.IntegerField)  # noqa: S101 - for the type checker
        every.error_messages |= {"invalid": "Write the number of days in digits"}

    def clean_confirm_every(self) -> int:
        """See that the entry is confirmed again within a year."""
        days: int = self.cleaned_data["confirm_every"]
        if not 1 <= days <= 366:
            raise forms.ValidationError("Enter a number of days from 1 to 366")
        return days

    def clean(self) -> dict[str, Any]:
        """See that the entry says how to reach somebody."""
        data = super().clean() or {}
        if not any(data.get(way) for way in ("phone", "email", "out_of_hours_phone")):
            self.add_error("phone", "Enter a phone number or an e-mail address")
        return data


def organisations_kept_by(membership: Membership) -> QuerySet[Organisation]:
    """Return the organisations whose entries somebody answers for: all of an administrator's, a lead's own."""
    if membership.role == Role.ADMINISTRATOR:
        return scope.organisations(membership)
    if membership.role == Role.SAFEGUARDING_LEAD:
        return Organisation.objects.filter(pk=membership.organisation_id)
    return Organisation.objects.none()


def kept_by(membership: Membership) -> QuerySet[Contact]:
    """Return the entries that somebody answers for."""
    return Contact.objects.filter(organisation__in=organisations_kept_by(membership)).select_related("organisation")


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Show whom to ring, in and out of hours."""
    me = membership_of(request)
    mine = {contact.pk for contact in kept_by(me)}
    contacts = Contact.objects.select_related("organisation")
    return render(
        request,
        "directory/directory.html",
        {
            "contacts": contacts,
            "mine": mine,
            "due": due_contacts(kept_by(me), today()),
            "today": today(),
            "may_add": organisations_kept_by(me),
            "national": services(),
        },
    )


@require_POST
def confirm(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Record that an entry is still right."""
    contact = get_object_or_404(kept_by(membership_of(request)), pk=contact_id)
    contact.confirmed_on = today()
    contact.save(update_fields=["confirmed_on"])
    messages.success(request, f"Confirmed: {contact.purpose}.")
    return redirect("directory")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Change an entry. Whoever changes it has confirmed it."""
    contact = get_object_or_404(kept_by(membership_of(request)), pk=contact_id)
    form = ContactForm(request.POST or None, instance=contact)
    if form.is_valid():
        form.instance.confirmed_on = today()
        form.save()
        messages.success(request, "Saved.")
        return redirect("directory")
    return render(request, "directory/contact-form.html", {"form": form, "organisation": contact.organisation})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Add an entry for an organisation whose entries one answers for."""
    organisation: Organisation = get_object_or_404(organisations_kept_by(membership_of(request)), pk=organisation_id)
    form = ContactForm(request.POST or None, instance=Contact(organisation=organisation, confirmed_on=today()))
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("directory")
    return render(request, "directory/contact-form.html", {"form": form, "organisation": organisation})
