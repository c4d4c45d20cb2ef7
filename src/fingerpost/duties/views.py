"""A concern's duties, one of them, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fingerpost.access import audit, context, looking, permissions, queries
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import User
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.duties import action_pages, presentation
from fingerpost.duties.action_pages import ActionPage
from fingerpost.duties.forms import ConsideredForm, DoneForm, DutyToldForm, PostponeForm, WaiveForm, WithdrawForm
from fingerpost.duties.models import Duty, DutyStep
from fingerpost.duties.presentation import DutyShown
from fingerpost.duties.rules import REFERRAL
from fingerpost.duties.services import recording
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.rules import section_of
from fingerpost.record.as_of import moment_in

acts = permissions.roles(*WORKING_ROLES)


@permissions.sees_concern
@require_GET
def of_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show all duties of a concern, as known on the day of the address: what is open first, then what is not."""
    concern, seen = concern_of(request)
    now = timezone.now()
    at = moment_in(request, now)
    shown = presentation.of_concern(concern, seen, london_day(at or now), at)
    return render(
        request,
        "duties/concern.html",
        {
            "concern": concern,
            "at": at,
            "open": [one for one in shown if one.is_open],
            "closed": [one for one in shown if not one.is_open],
        },
    )


@permissions.works_with_cases
@require_GET
def duty(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Show one duty."""
    shown = found(duty_id)
    section = section_of(shown.pack, shown.provision)
    told = {"shown": shown, "may": may(shown), "section": section, "page": _page_of(shown)}
    return render(request, "duties/duty.html", told)


@acts
@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Record that a duty was done, or that something was considered."""
    shown = found(duty_id)
    kind = DutyToldForm if shown.works_on_it else ConsideredForm if shown.is_offered else DoneForm
    name = request.user.name if isinstance(request.user, User) else ""
    form = kind(request.POST or None, today=today(), initial={"who": name, "on": today()})
    if form.is_valid():
        return recorded(request, shown.duty, lambda: recording.record_done(shown.duty, **form.done()), "Recorded.")
    return render(request, "duties/done.html", {"shown": shown, "form": form})


@acts
@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Waive a duty, for a time or for good."""
    return _pause(request, duty_id, WaiveForm, recording.waive, "duties/waive.html")


@acts
@require_http_methods(["GET", "POST"])
def postpone(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Put a duty off."""
    return _pause(request, duty_id, PostponeForm, recording.postpone, "duties/postpone.html")


@acts
@require_POST
def confirm(request: HttpRequest, duty_id: UUID) -> HttpResponse:
    """Confirm, as the second person, that a duty is waived or put off."""
    chosen = found(duty_id).duty
    return recorded(request, chosen, lambda: recording.confirm(chosen), "You have confirmed it.")


@acts
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, duty_id: UUID, step_id: UUID) -> HttpResponse:
    """Take back an entry that was made in error."""
    shown = found(duty_id)
    step, sentence = next(((step, said) for step, said in shown.steps if step.pk == step_id), (None, ""))
    if step is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        return recorded(request, shown.duty, lambda: recording.withdraw(step, **form.cleaned_data), "It is taken back.")
    return render(request, "duties/withdraw.html", {"shown": shown, "sentence": sentence, "form": form})


def found(duty_id: UUID) -> DutyShown:
    """Return a duty that whoever is acting may see, and note that they looked. Raises Http404."""
    row = Duty.objects.visible().select_related("concern").filter(pk=duty_id).first()
    if row is None:
        raise Http404
    audit.note_looked_at(row.concern_id, [row.compartment])
    looking.at(partial(queries.rows_at_hand, row.concern_id))
    return presentation.of_duty(row, today())


def may(shown: DutyShown) -> dict[str, bool]:
    """Return what whoever is acting can do with a duty, as the page offers it."""
    actor = context.required()
    works = queries.may_write(actor, (shown.duty.concern_id, shown.duty.compartment))
    first = shown.proposed.by.user_id if shown.proposed else None
    return {
        "act": works,
        "refer": works
        and shown.is_open
        and not shown.works_on_it
        and (shown.is_carried_out_by(REFERRAL) or bool(shown.is_with)),
        "take": works and shown.is_open and (shown.holder is None or shown.holder.pk != actor.membership_id),
        "confirm": works and first is not None and first != actor.user_id,
    }


def recorded(request: HttpRequest, duty: Duty, record: Callable[[], DutyStep], said: str) -> HttpResponse:
    """Record something and say so, or say why it cannot be; either way the duty's page comes next."""
    try:
        record()
    except AccessError as error:
        for problem in error.problems:
            messages.warning(request, f"Nothing was recorded: {problem.what}. {problem.right}")
    else:
        messages.success(request, said)
    return redirect("duty", duty.pk)


def _page_of(shown: DutyShown) -> ActionPage | None:
    """Return the page of the concern on which it is carried out, where those who have to do it can get there."""
    if shown.duty.work is not None or not shown.is_open or shown.is_with:
        return None
    return action_pages.page_of(shown.provision)


def _pause(
    request: HttpRequest,
    duty_id: UUID,
    kind: type[WaiveForm | PostponeForm],
    record: Callable[..., DutyStep],
    page: str,
) -> HttpResponse:
    shown = found(duty_id)
    form: Any = kind(request.POST or None, today=today())
    second = shown.needs_second
    if form.is_valid():
        said = "It is recorded. The duty stays open until a second person has confirmed it." if second else "Recorded."
        return recorded(request, shown.duty, lambda: record(shown.duty, **form.cleaned_data), said)
    return render(request, page, {"shown": shown, "form": form, "needs_second": second})
