"""The page on which somebody asks to read a concern in an emergency, and a concern's page of such looks."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions, rules
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import GlassOutcome
from fingerpost.access.services import emergencies
from fingerpost.record import audit
from fingerpost.site.emergencies import opening
from fingerpost.site.emergencies.forms import EmergencyForm, ReviewForm
from fingerpost.web.fields import say

TRY = "emergency"
HOURS = int(rules.EMERGENCY_LASTS.total_seconds() // 3600)


@permissions.roles(*rules.WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a reference and a reason, and open the common record of that concern for some hours.

    Every try is noted with its words, sealed. Where nothing was opened, the same is said whatever the reason.
    """
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    shown = {"form": form, "hours": HOURS, "review_within": emergencies.REVIEW_WITHIN.days}
    if not (form.is_bound and form.is_valid()):
        return render(request, "emergencies/ask.html", shown)
    asked = form.cleaned_data
    audit.searched({"reference": asked["reference"], "reason": asked["reason"]}, TRY)
    if not consume(request, action=TRY):
        return render(request, "emergencies/ask.html", {**shown, "tried_too_often": True}, status=429)
    concern = opening.open_concern(asked["reference"], asked["reason"])
    if concern is None:
        return render(request, "emergencies/ask.html", {**shown, "nothing_opened": True})
    return redirect("concern", concern.pk)


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def of_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show who looked at a concern in an emergency, and record what the review of a look comes to."""
    concern, _ = concern_of(request)
    looks = emergencies.of_concern(concern)
    waiting = next((one for one in reversed(looks) if one.is_open and one.may_review), None)
    form = None
    if request.method == "POST" and not may_add(request):
        raise PermissionDenied
    if waiting is not None:
        form = ReviewForm(request.POST if request.method == "POST" else None, initial={"look": waiting.look.pk})
        if form.is_bound and form.is_valid() and _is_recorded(form, waiting):
            messages.success(request, "The review is recorded.")
            return redirect("emergency_looks", concern.pk)
    shown = {"concern": concern, "looks": looks, "waiting": waiting, "form": form, "today": today(), "hours": HOURS}
    return render(request, "emergencies/of-concern.html", shown)


def _is_recorded(form: ReviewForm, waiting: emergencies.Reviewed) -> bool:
    said = form.cleaned_data
    if said["look"] != str(waiting.look.pk):
        form.add_error("outcome", "Somebody else has reviewed that look meanwhile. This is the next one: read it first")
        return False
    try:
        with transaction.atomic():
            outcome = GlassOutcome(said["outcome"])
            emergencies.review(waiting.look, outcome, words=said["words"], passed_to=said["passed_to"])
    except AccessError as refused:
        say(form, refused, by_field=True)
        return False
    return True
