"""Beginning a risk assessment, the assessment with how it stands, and one heading at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import declare
from fingerpost.access.clock import today
from fingerpost.access.middleware import matter_of
from fingerpost.access.models import Matter
from fingerpost.casework.models import Known, RiskAssessment
from fingerpost.casework.risk import lists, showing, suggesting
from fingerpost.casework.risk import recording as service
from fingerpost.casework.risk.clocks import CLOCKS, Awaited
from fingerpost.casework.risk.forms import BeginForm, HeadingForm
from fingerpost.casework.risk.lists import Listed
from fingerpost.casework.risk.recording import Said
from fingerpost.casework.risk.showing import HeadingShown
from fingerpost.procedure.errors import FingerpostError
from fingerpost.procedure.explaining.rules import section_of
from fingerpost.procedure.pack.model import Pack
from fingerpost.record import drafting
from fingerpost.record.drafting import Drafting
from fingerpost.record.models import Appearance
from fingerpost.web.fields import say
from fingerpost.web.routes import Route


@declare.works_on_matter
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, matter_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Open the risk assessment of an adult."""
    matter, _ = matter_of(request)
    draft = Drafting(request)
    may = service.may_assess()
    adults = lists.adults(matter)
    form = draft.form(BeginForm, now=draft.now, adults=adults, initial=BeginForm.at(draft.now))
    if may and draft.is_sent and form.is_valid():
        about = Appearance.objects.visible().get(matter=matter, pk=form.cleaned_data["about"])
        if (made := _attempt(form, service.begin, matter, about, form.cleaned_data["moment"])) is not None:
            messages.success(request, "The risk assessment is opened.")
            return redirect("risk_assessment", matter.pk, made.pk)
    shown = {"matter": matter, "form": form, "adults": adults, "may_assess": may}
    return render(request, "casework/risk/begin.html", shown)


@declare.sees_matter
@require_GET
def assessment(request: HttpRequest, matter_id: UUID, risk_assessment_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Show a risk assessment: how far it is, what is judged, who was interviewed, and each heading."""
    matter, one = of_address(request, risk_assessment_id)
    shown = common(matter, one) | {
        "headings": showing.headings_of(one),
        "principles": showing.principles_of(one.around.pack),
        "judgements": list(showing.judgements_of(one)),
        "wanted": [wanted for wanted in one.wanted() if wanted.done is None],
        "level": showing.level_in_words,
        "lacks": [service.LACKS[name] for name in one.course.lacks],
    }
    return render(request, "casework/risk/assessment.html", shown)


@declare.works_on_matter
@drafting.keeps("A heading of a risk assessment")
@require_http_methods(["GET", "POST"])
def heading(request: HttpRequest, matter_id: UUID, risk_assessment_id: UUID, heading: str) -> HttpResponse:  # noqa: ARG001
    """Answer one heading, of one child where it goes child by child; and go on to the next."""
    matter, one = of_address(request, risk_assessment_id)
    may_write()
    every = showing.headings_of(one)
    there = next((index for index, shown in enumerate(every) if shown.path == heading), None)
    if there is None:
        raise Http404
    now, answered = every[there], [shown for shown in every if not shown.entry.why_not]
    draft = Drafting(request)
    facts = suggesting.beside(now.entry.heading, one.around.pack)
    form = draft.form(HeadingForm, today=today(), facts=facts, initial=HeadingForm.of(now.latest, today()))
    if draft.was_sent:
        return redirect(draft.was_sent)
    if draft.is_to_wait:
        return draft.put_by()
    before = next((shown for shown in reversed(every[:there]) if shown in answered), None)
    after = next((shown for shown in every[there + 1 :] if shown in answered), None)
    if draft.is_sent and form.is_valid() and _attempt(form, _answer, one.assessment, now, form) is not None:
        page = _address(one, after if "next" in request.POST else None)
        draft.end(became=page)
        messages.success(request, "Your answer is recorded.")
        return redirect(page)
    shown = common(matter, one) | {
        "form": form,
        "draft": draft.kept(),
        "heading": now,
        "earlier": one.before(now.entry.key),
        "before": before,
        "after": after,
    }
    return render(request, "casework/risk/heading.html", shown)


def of_address(request: HttpRequest, assessment_id: UUID) -> tuple[Matter, Listed]:
    """Return the concern and the assessment that an address names. Raises Http404."""
    matter, _ = matter_of(request)
    one = lists.of_id(matter, assessment_id)
    if one is None:
        raise Http404
    return matter, one


def common(matter: Matter, one: Listed) -> dict[str, Any]:
    """Return what each page of an assessment shows. No query more than the assessment's own, but for who may write."""
    pack = one.around.pack
    return {
        "matter": matter,
        "one": one,
        "course": one.course,
        "pack": pack,
        "today": today(),
        "clock_source": CLOCKS[Awaited.SOUGHT].source,
        "sought_days": CLOCKS[Awaited.SOUGHT].working_days,
        "manual": _manual(pack),
        "may_assess": service.may_assess(),
        "facts": {fact: value for (about, fact), value in one.around.facts.items() if about == one.assessment.about_id},
    }


def _manual(pack: Pack) -> str:
    """Return the address of the section in which the headings stand."""
    return reverse(Route.MANUAL_SECTION, args=[pack.id, pack.version, section_of(pack, lists.headings(pack)[0])])


def may_write() -> None:
    """Raise PermissionDenied for whoever makes no risk assessments."""
    if not service.may_assess():
        raise PermissionDenied


def _attempt(form: Form, do: Any, *arguments: Any) -> Any:
    """Return what a service made; None where it refused, which the form then says."""
    try:
        return do(*arguments)
    except FingerpostError as error:
        say(form, error)
        return None


def _answer(assessment: RiskAssessment, shown: HeadingShown, form: HeadingForm) -> Any:
    data = form.cleaned_data
    child = shown.entry.child
    # What belongs to another status may still stand in the form, where nobody sees it: it is not said.
    words = {
        Known.KNOWN: {name: data[name] for name in ("text", "found_by", "found_where")},
        Known.SOUGHT: {name: data[name] for name in ("sought_from", "sought_since")},
        Known.NOT_KNOWN: {"text": data["reason"]},
    }[Known(data["status"])]
    said = Said(
        heading=shown.entry.heading,
        status=Known(data["status"]),
        child=Appearance.objects.visible().get(matter=assessment.matter_id, pk=child) if child else None,
        effects=form.effects(),
        **words,
    )
    return service.answer(assessment, said, form.stated())


def _address(one: Listed, shown: HeadingShown | None) -> str:
    here = [one.assessment.matter_id, one.assessment.pk]
    return reverse("risk_heading", args=[*here, shown.path]) if shown else reverse("risk_assessment", args=here)
