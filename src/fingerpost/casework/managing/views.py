"""The page of those who manage, in parts; samples of concerns, and what was found in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import audit, context, permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Membership
from fingerpost.casework.managing import caseload, charts, notices, overdue, samples, timeliness, watch_lists
from fingerpost.casework.managing.caseload import Load
from fingerpost.casework.managing.forms import DrawForm, OverdueForm, PeriodForm, SampleAnswerForm
from fingerpost.casework.managing.permissions import MANAGERS, READERS, manages
from fingerpost.casework.managing.questions import questions
from fingerpost.casework.managing.rules import TimelinessKept, in_days
from fingerpost.duties.forms import colleagues
from fingerpost.duties.services import worklist
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts

_BACK: Final = timedelta(days=90)


@permissions.roles(*MANAGERS)
@require_GET
def managing(request: HttpRequest) -> HttpResponse:
    """Show one part of what managers look at: who carries what, what is late, what is on time, what waits."""
    audit.note_looked_at_a_page()
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in _PARTS else "caseload"
    _, shows = _PARTS[chosen]
    tabs = [(name, title, name == chosen) for name, (title, _) in _PARTS.items()]
    day = today()
    shown = {"tabs": tabs, "chosen": chosen, "title": _PARTS[chosen][0], "today": day, **shows(request, day)}
    shown["told"] = notices.of_day(day)
    return render(request, f"casework/managing/{chosen}.html", shown)


def _caseload(_request: HttpRequest, day: date) -> dict[str, Any]:
    loads = caseload.loads(day, timezone.now() - _BACK)
    bars = [(_name(load), load.duties - load.overdue, load.overdue) for load in loads]
    return {"loads": loads, "chart": charts.chart(bars), "away": [load for load in loads if load.absences]}


def _name(load: Load) -> str:
    return str(load.member.user) if load.member else "The queue"


def _overdue(request: HttpRequest, day: date) -> dict[str, Any]:
    members = colleagues(context.required().organisation_id, day)
    form = OverdueForm(_sent(request, "whose", "holder"), members=members)
    whose, holder = form.asked
    start = _number(request.GET.get("from", ""))
    found, number = overdue.page(day, whose, holder, start)
    kept = urlencode({"show": "overdue", "whose": whose, "holder": holder})
    return {
        "form": form,
        "rows": found,
        "number": number,
        "query": kept,
        "earlier": max(0, start - overdue.MOST) if start else None,
        "later": start + overdue.MOST if number > start + overdue.MOST else None,
    }


def _timeliness(request: HttpRequest, day: date) -> dict[str, Any]:
    form = PeriodForm(_sent(request, "first_0", "last_0"), today=day)
    period = form.period
    found = timeliness.of_duties(period, day)
    bars = [(f"Week of {_day(monday)}", summed.in_time, summed.late) for monday, summed in found.by_week]
    return {
        "form": form,
        "period": period,
        "found": found,
        "chart": charts.chart(bars),
        "clocks": timeliness.of_referrals(period, day),
        "kept": TimelinessKept,
        "in_days": in_days,
        "organisation": _organisation(),
    }


def _referrals(_request: HttpRequest, day: date) -> dict[str, Any]:
    return {"waiting": timeliness.unanswered(day)}


def _watched(_request: HttpRequest, day: date) -> dict[str, Any]:
    return {"lists": watch_lists.on(day), "done_though_held": worklist.done_though_held(timezone.now() - _BACK)}


_PARTS: Final[Mapping[str, tuple[str, Callable[[HttpRequest, date], dict[str, Any]]]]] = {
    "caseload": ("Caseload", _caseload),
    "overdue": ("Overdue", _overdue),
    "timeliness": ("Timeliness", _timeliness),
    "referrals": ("Referrals", _referrals),
    "watched": ("To look at", _watched),
}


@permissions.roles(*READERS)
@require_http_methods(["GET", "POST"])
def dip_samples(request: HttpRequest) -> HttpResponse:
    """Show the samples, and draw another one."""
    audit.note_looked_at_a_page()
    may_draw = manages(context.required())
    sent = request.POST if request.method == "POST" else None
    if sent is not None and not may_draw:
        raise PermissionDenied
    form = DrawForm(sent, today=today(), initial={"number": 5})
    if form.is_valid():
        sample = samples.draw(form.period, form.cleaned_data["number"], form.cleaned_data["seed"])
        if sample is not None:
            messages.success(request, "The sample is drawn.")
            return redirect("dip_sample", sample)
        form.add_error(None, "You see no concern that was recorded on these days. Choose other days.")
    shown = {"form": form, "samples": samples.drawn(), "usual": form.usual, "may_draw": may_draw}
    return render(request, "casework/managing/samples.html", shown)


@permissions.roles(*READERS)
@require_GET
def dip_sample(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """Show what was found in the concerns of a sample that the reader may see."""
    audit.note_looked_at_a_page()
    looked = samples.of_sample(sample_id)
    if not looked:
        raise Http404
    shown = {
        "looked": looked,
        "one": looked[0].sampled,
        "questions": questions(),
        "counts": samples.by_question(looked),
        "actions": [(one, action) for one in looked for action in one.actions],
        "today": today(),
    }
    return render(request, "casework/managing/sample.html", shown)


@permissions.sees_concern
@keeps_drafts("A dip sample")
@require_http_methods(["GET", "POST"])
def dip_answer(request: HttpRequest, concern_id: UUID, sampled_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Show what was found in one concern of a sample; a manager answers its questions."""
    concern, _ = concern_of(request)
    sampled = samples.of_id(concern, sampled_id)
    if sampled is None:
        raise Http404
    looked = samples.looked_at(sampled)
    shown: dict[str, Any] = {"concern": concern, "looked": looked, "questions": questions(), "today": today()}
    if not manages(context.required()):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "casework/managing/findings.html", shown)
    draft = FormDraft(request)
    form = draft.form(SampleAnswerForm, looked=looked)

    def record(sent: SampleAnswerForm) -> str:
        data = sent.cleaned_data
        samples.record(sampled, sent.given, agreed=data["agreed"], due=data["due"], carried_out=sent.done)
        return reverse("dip_sample", args=[sampled.sample])

    return handle_post(draft, form, record, "What you found is recorded.") or render(
        request, "casework/managing/answer.html", {**shown, "form": form, "draft": draft}
    )


def _sent(request: HttpRequest, *names: str) -> Any:
    """Return what a form was sent with, or None where none of its fields were."""
    return request.GET if any(name in request.GET for name in names) else None


def _organisation() -> str:
    member = Membership.objects.select_related("organisation").get(pk=context.required().membership_id)
    return str(member.organisation)


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
