"""Taking a duty, and handing one or all of them over to a colleague."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.access import context
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.duties.forms import HandOverForm, colleagues
from fingerpost.duties.services import access_grants, handover, recording, worklist
from fingerpost.duties.views import acts, found, recorded
from fingerpost.web.routes import Route


@acts
@require_POST
def take(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Take a duty upon oneself."""
    chosen = found(duty_id).duty
    return recorded(request, chosen, lambda: recording.take(chosen), "It is yours now.")


@acts
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Hand one duty over to a colleague."""
    shown = found(duty_id)
    shut_out = access_grants.shut_out_of(shown.duty.concern_id, shown.duty.compartment)
    choices = colleagues(context.required().organisation_id, today()).exclude(user__in=shut_out)
    form = HandOverForm(request.POST or None, choices=choices)
    if form.is_valid():
        to = form.cleaned_data["to"]
        said = f"{to.user.name} has it now."
        return recorded(request, shown.duty, lambda: recording.hand_over(shown.duty, to), said)
    return render(request, "duties/hand-over.html", {"shown": shown, "form": form})


@acts
@require_http_methods(["GET", "POST"])
def hand_over_all(request: HttpRequest) -> HttpResponse:
    """Hand over to a colleague all that one holds, or, for a manager, all that a colleague in the team holds."""
    actor = context.required()
    choices = colleagues(actor.organisation_id, today())
    whose = handover.whose_may_be_handed_over(actor, choices)
    chosen = next((one for one in whose if str(one.pk) == request.GET.get("from")), whose[0])
    held = list(worklist.duties_of_holder(chosen))
    worklist.open_words(held)
    form = HandOverForm(request.POST or None, choices=choices.exclude(pk=chosen.pk))
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            steps = handover.hand_over((state.duty for state in held), to)
        except AccessError as error:
            for problem in error.problems:
                messages.warning(request, f"Nothing was handed over: {problem.what}. {problem.right}")
        else:
            messages.success(request, f"{to.user.name} has what was handed over: {len(steps)}.")
        return redirect(Route.HOME)
    return render(
        request,
        "duties/hand-over-all.html",
        {"form": form, "held": held, "chosen": chosen, "whose": whose, "today": today()},
    )
