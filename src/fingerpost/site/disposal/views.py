"""What is due for disposal; how long a concern is kept, and every step towards its disposal; what is left of one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import audit as looks
from fingerpost.access import context, permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.managing.permissions import MANAGERS, manages
from fingerpost.disposal import audit
from fingerpost.disposal.errors import DisposalError
from fingerpost.disposal.rules import WAITING
from fingerpost.disposal.schedule import RetentionScope, schedule
from fingerpost.disposal.services import listing, recording, status, tombstones
from fingerpost.disposal.services.status import DisposalStatus
from fingerpost.site.disposal.forms import HoldForm, HoldReleaseForm, SureForm, WhyForm
from fingerpost.site.reauthentication import confirmed
from fingerpost.web.fields import say


@permissions.roles(*MANAGERS)
@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """Show which concerns are due for disposal, which are held, and what is left of those that are gone."""
    looks.note_looked_at_a_page()
    shown = {
        "lists": listing.lists(today()),
        "rules": schedule().rules,
        "preservations": [one for one in schedule().preservations if one.holds(today())],
        "tombstones": tombstones.readable(),
        "waiting": WAITING.days,
    }
    return render(request, "disposal/due.html", shown)


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing to do on a concern's page: what it is called (`{it}`: of what), what is asked, what is recorded, and
    what is said then.

    `manager`: only who manages; `sure`: who they are is asked once more, and what is destroyed is listed.
    """

    title: str
    button: str
    form: Callable[..., forms.Form]
    record: Callable[[Concern, dict[str, Any]], object]
    done: str
    manager: bool = True
    sure: bool = False
    lists: bool = False


def _hold(concern: Concern, data: dict[str, Any]) -> object:
    return recording.hold(concern, **data)


def _release(_concern: Concern, data: dict[str, Any]) -> object:
    return recording.release(data["hold"], why=data["why"])


_STEPS: Final = {
    "hold": _Step(
        "Place a legal hold",
        "Place the hold",
        HoldForm,
        _hold,
        "It is kept until the hold ends.",
        manager=False,
    ),
    "release": _Step(
        "Release a legal hold", "Release the hold", HoldReleaseForm, _release, "The hold is released.", sure=True
    ),
    "propose": _Step(
        "Propose to dispose of this {it}",
        "Propose it",
        SureForm,
        lambda concern, data: recording.propose(concern, why=data["why"]),
        "It is proposed. Another person who manages has to confirm it.",
        sure=True,
        lists=True,
    ),
    "confirm": _Step(
        "Confirm that this {it} is disposed of",
        "Confirm it",
        SureForm,
        lambda concern, data: recording.confirm(concern, why=data["why"]),
        f"It is confirmed. For {WAITING.days} days it can be taken back.",
        sure=True,
        lists=True,
    ),
    "withdraw": _Step(
        "Take back what was proposed",
        "Take it back",
        WhyForm,
        lambda concern, data: recording.withdraw(concern, why=data["why"]),
        "It is taken back. Nothing is destroyed.",
    ),
}


@permissions.sees_concern
@require_http_methods(["GET", "POST"])
def disposal(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Show until when a concern is kept and why, and what is in the way; `?do=` is one step, with its form."""
    chosen = request.GET.get("do", "")
    if chosen:
        step = _STEPS.get(chosen)
        if step is None:
            raise Http404
        return (_sure if step.sure else _take)(request, step)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET"])
    concern, seen = concern_of(request)
    day = today()
    stands = status.of_concern(concern, day)
    shown = {
        "concern": concern,
        "stands": stands,
        "due": stands.reckoned.is_due(day),
        "proposals": [_proposal(stands, row) for row in stands.proposals],
        "holds": _holds(stands),
        "preserved": [one for one in schedule().preservations if one.holds(day) and _is_of(one.over, stands)],
        "may": _may(stands, seen, adds=may_add(request)),
        "waiting": WAITING.days,
        "it": _called(stands),
    }
    return render(request, "disposal/concern.html", shown)


def _take(request: HttpRequest, step: _Step) -> HttpResponse:
    """Ask for one step, and record it."""
    concern, seen = concern_of(request)
    actor = context.required()
    if not may_add(request) or (step.manager and not manages(actor)):
        raise PermissionDenied
    stands = status.of_concern(concern, today())
    form = step.form(request.POST if request.method == "POST" else None, **_options(request, step, stands, seen))
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "sure"}
        try:
            step.record(concern, data)
        except DisposalError as error:
            say(form, error)
        else:
            messages.success(request, step.done)
            return redirect("disposal", concern.pk)
    listed = [(Compartment(part).label, listing.counted(concern, part)) for part in sorted(seen)] if step.lists else []
    shown = {
        "concern": concern,
        "form": form,
        "step": step,
        "title": step.title.format(it=_called(stands)),
        "it": _called(stands),
        "stands": stands,
        "listed": listed,
        "waiting": WAITING.days,
    }
    return render(request, "disposal/step.html", shown)


def _called(stands: DisposalStatus) -> str:
    """Return what it is that is kept: a concern, or somebody's request for what is held on them."""
    return "request" if stands.known.is_request else "concern"


_sure = confirmed(_take)


def _options(request: HttpRequest, step: _Step, stands: DisposalStatus, seen: frozenset[str]) -> dict[str, Any]:
    if step.form is HoldForm:
        return {"seen": seen, "today": today()}
    if step.form is HoldReleaseForm:
        return {"holds": stands.holds, "initial": {"hold": request.GET.get("hold", "")}}
    return {}


def _proposal(stands: DisposalStatus, row: Any) -> dict[str, Any]:
    folded = stands.folded[row.pk]
    return {
        "row": row,
        "part": Compartment(row.compartment).label,
        "answers": [answer for answer in stands.answers if answer.proposal_id == row.pk],
        "withdrawn": folded.withdrawn,
        "ripe": folded.ripe_at(),
    }


def _holds(stands: DisposalStatus) -> list[dict[str, Any]]:
    held = {one.id: one for one in status.held_of(stands.holds, stands.releases)}
    released = {one.hold_id: one for one in stands.releases}
    return [
        {"row": row, "stands": held[row.pk].holds(today()), "release": released.get(row.pk)} for row in stands.holds
    ]


def _is_of(over: frozenset[str], stands: DisposalStatus) -> bool:
    return any(one.rule.id in over for one in stands.reckoned.kept)


def _may(stands: DisposalStatus, seen: frozenset[str], *, adds: bool) -> dict[str, bool]:
    """Return which steps whoever is acting can take now, so that nobody is led to a form that refuses them."""
    actor = context.required()
    manager = adds and manages(actor)
    waiting = [one for one in stands.standing if stands.folded[one.pk].second is None]
    proposed = {one.compartment for one in stands.standing}
    free = not stands.obstacles
    return {
        "hold": adds,
        "release": manager,
        "propose": manager and free and bool(seen - proposed),
        "confirm": manager and free and any(one.recorded_by.user_id != actor.user_id for one in waiting),
        "withdraw": manager and bool(stands.standing),
    }


def left(request: HttpRequest, concern_id: UUID) -> HttpResponse | None:
    """Return the page that says what became of a concern, to whoever saw it in the moment before; None to others."""
    found = tombstones.readable(concern_id)
    if not found:
        return None
    audit.told(concern_id, [one.compartment for one in found])
    parts = [{"row": one, "part": Compartment(one.compartment).label, "rule": _rule(one.rule)} for one in found]
    asked = any(one["rule"] is not None and one["rule"].applies == RetentionScope.REQUEST for one in parts)
    shown = {"first": found[0], "parts": parts, "it": "request" if asked else "concern"}
    return render(request, "disposal/tombstone.html", shown, status=410)


def _rule(id_: str) -> Any:
    return {rule.id: rule for rule in schedule().rules}.get(id_)
