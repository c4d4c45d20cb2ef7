"""Giving a concern that came to an organisation to somebody there, in one step."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.access import intake, permissions
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.rules import KIND_OF
from fingerpost.duties.forms import HandOverForm, colleagues
from fingerpost.duties.services import access_grants, handover, worklist
from fingerpost.duties.services.whose import Whose
from fingerpost.site import mail
from fingerpost.site.people import membership_of
from fingerpost.web.routes import Route


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def allocate(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Ask who is to have a concern, and give it to them with what nobody there has yet: by who takes in there."""
    concern, seen = concern_of(request)
    me = membership_of(request)
    if not intake.takes_in(me):
        raise PermissionDenied
    own = next((part for part, kind in KIND_OF.items() if kind == me.organisation.kind and part in seen), "")
    compartment = own or Compartment.COMMON
    shut_out = access_grants.shut_out_of(concern.pk, compartment)
    choices = colleagues(me.organisation_id, today()).exclude(user__in=shut_out)
    form = HandOverForm(request.POST or None, choices=choices)
    if form.is_valid():
        membership: Membership = form.cleaned_data["to"]
        try:
            _give(concern, compartment, membership)
        except AccessError as error:
            for problem in error.problems:
                messages.warning(request, f"Nobody was given it: {problem.what}. {problem.right}")
        else:
            messages.success(request, f"{membership.user.name} has {concern.reference} now.")
        return redirect(Route.HOME)
    return render(request, "concern/allocate.html", {"concern": concern, "form": form})


@transaction.atomic
def _give(concern: Concern, compartment: str, membership: Membership) -> None:
    """Let somebody work on a concern, with the duties there that nobody has, and let them be told that something waits.

    Raises `AccessError` for somebody who is shut out.
    """
    access_grants.grant_access(concern.pk, compartment, membership)
    left = worklist.of(Whose.UNASSIGNED, today()).filter(concern=concern).select_related("duty")
    handover.hand_over([state.duty for state in left], membership)
    mail.tell(membership.user, mail.Template.SOMETHING_WAITS)
