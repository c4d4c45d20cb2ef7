"""Pages of an administrator: people from a list, and links to copy where no message goes."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.access.clock import today
from fingerpost.access.models.people import Role
from fingerpost.site import scope
from fingerpost.site.administration import services, staff_list
from fingerpost.site.administration.staff_list import Outcome
from fingerpost.site.people import membership_of
from fingerpost.site.reauthentication import confirmed
from fingerpost.web.pasted import ListError, PastedField


class StaffListForm(forms.Form):
    """The pasted list, and how new people hear of it."""

    use_required_attribute = False
    people = PastedField(error_messages={"required": "Paste the list"})
    by_link = forms.BooleanField(required=False)


@require_http_methods(["GET", "POST"])
@confirmed
def staff_list_page(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Take a list of people, show what it would do, and do it once that is confirmed. The list is not kept."""
    me = membership_of(request)
    organisation = get_object_or_404(scope.organisations(me), pk=organisation_id)
    form = StaffListForm(request.POST or None)
    lines: list[staff_list.Line] = []
    if form.is_valid():
        try:
            rows = staff_list.read(form.cleaned_data["people"])
        except ListError as error:
            form.add_error("people", str(error))
        else:
            lines = staff_list.plan(rows, organisation, me, today())
    refused = [line for line in lines if line.outcome == Outcome.REFUSED]
    to_do = [line for line in lines if line.outcome in (Outcome.NEW, Outcome.CHANGED)]
    seen = staff_list.digest(lines)
    sent = request.POST.get("seen", "")
    if to_do and not refused and sent == seen:
        by_link = form.cleaned_data["by_link"]
        links = services.take_list(lines, organisation, me, request, by_link=by_link)
        if links:
            return render(request, "administration/links.html", {"links": links})
        messages.success(request, f"Saved: {len(to_do)}. {'' if by_link else 'Who is new is told by e-mail.'}".strip())
        return redirect("administration_organisation", organisation.pk)
    return render(
        request,
        "administration/staff-list.html",
        {
            "organisation": organisation,
            "form": form,
            "lines": lines,
            "counts": {one: sum(line.outcome == one for line in lines) for one in Outcome},
            "roles": dict(Role.choices),
            "may_be_done": bool(to_do) and not refused,
            "seen": seen,
            "changed_since": bool(sent) and sent != seen,
            "most": staff_list.MOST,
        },
    )


@require_POST
@confirmed
def show_link(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Show a new link with which somebody sets their first password, once."""
    me = membership_of(request)
    user = get_object_or_404(scope.users(me), pk=user_id)
    if not services.may_be_shown_link(user, me):
        raise PermissionDenied
    return render(request, "administration/links.html", {"links": [services.show_link(user, me, request)]})
