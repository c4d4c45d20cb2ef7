"""Beginning a risk assessment, the assessment with how far it is, and one heading at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import permissions
from fingerpost.access.clock import today
from fingerpost.access.errors import RefusedError
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.casework.models import HeadingKnown, RiskAssessment
from fingerpost.casework.risk import marked, presentation, queries, suggestions
from fingerpost.casework.risk import services as service
from fingerpost.casework.risk.clocks import CLOCKS, RiskAwaited
from fingerpost.casework.risk.forms import BeginAssessmentForm, HeadingForm
from fingerpost.casework.risk.presentation import HeadingShown
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.casework.risk.services import HeadingInput
from fingerpost.procedure.explaining.rules import section_of
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.models import Appearance
from fingerpost.record.services.headings import headings_of
from fingerpost.web.fields import say
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts
from fingerpost.web.routes import Route


@permissions.works_on_concern
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Open the risk assessment of an adult."""
    concern, _ = concern_of(request)
    may, now = service.may_assess(), timezone.now()
    adults = queries.adults(concern)
    form = BeginAssessmentForm(
        request.POST if request.method == "POST" else None, now=now, adults=adults, initial=BeginAssessmentForm.at(now)
    )
    if may and form.is_valid():
        about = Appearance.objects.visible().get(concern=concern, pk=form.cleaned_data["about"])
        try:
            made = service.begin(concern, about, form.cleaned_data["moment"])
        except RefusedError as refused:
            say(form, refused)
        else:
            messages.success(request, "The risk assessment is opened.")
            return redirect("risk_assessment", concern.pk, made.pk)
    shown = {"concern": concern, "form": form, "adults": adults, "may_assess": may}
    return render(request, "casework/risk/begin.html", shown)


@permissions.sees_concern
@require_GET
def assessment(request: HttpRequest, concern_id: UUID, risk_assessment_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Show a risk assessment: how far it is, what is judged, who was interviewed, and each heading."""
    concern, one = of_address(request, risk_assessment_id)
    shown = common(concern, one) | {
        "headings": presentation.headings_of(one),
        "principles": presentation.principles_of(one.around.pack),
        "judgements": list(presentation.judgements_of(one)),
        "wanted": [wanted for wanted in one.wanted() if wanted.done is None],
        "level": presentation.level_in_words,
        "lacks": [service.LACKS[name] for name in one.course.lacks],
    }
    return render(request, "casework/risk/assessment.html", shown)


@permissions.works_on_concern
@keeps_drafts("A heading of a risk assessment")
@require_http_methods(["GET", "POST"])
def heading(request: HttpRequest, concern_id: UUID, risk_assessment_id: UUID, heading: str) -> HttpResponse:  # noqa: ARG001
    """Answer one heading, of one child where it goes child by child; and go on to the next."""
    concern, one = of_address(request, risk_assessment_id)
    may_write()
    every = presentation.headings_of(one)
    there = next((index for index, shown in enumerate(every) if shown.path == heading), None)
    if there is None:
        raise Http404
    now, answered = every[there], [shown for shown in every if not shown.entry.why_not]
    draft = FormDraft(request)
    facts = suggestions.beside(now.entry.heading, one.around.pack)
    form = draft.form(HeadingForm, today=today(), facts=facts, initial=HeadingForm.of(now.latest, today()))
    before = next((shown for shown in reversed(every[:there]) if shown in answered), None)
    after = next((shown for shown in every[there + 1 :] if shown in answered), None)

    def record(sent: HeadingForm) -> str:
        _answer(one.assessment, now, sent)
        return _address(one, after if "next" in request.POST else None)

    answer = handle_post(draft, form, record, "Your answer is recorded.")
    if answer is not None:
        return answer
    shown = common(concern, one) | {
        "form": form,
        "draft": draft,
        "heading": now,
        "earlier": one.before(now.entry.key),
        "marked": marked.for_heading(one, now.entry, concern_of(request)[1]),
        "before": before,
        "after": after,
    }
    return render(request, "casework/risk/heading.html", shown)


def of_address(request: HttpRequest, assessment_id: UUID) -> tuple[Concern, RiskSummary]:
    """Return the concern and the assessment that an address names. Raises Http404."""
    concern, _ = concern_of(request)
    one = queries.of_id(concern, assessment_id)
    if one is None:
        raise Http404
    return concern, one


def common(concern: Concern, one: RiskSummary) -> dict[str, Any]:
    """Return what each page of an assessment shows. No query more than the assessment's own, but for who may write."""
    pack = one.around.pack
    return {
        "concern": concern,
        "one": one,
        "course": one.course,
        "pack": pack,
        "today": today(),
        "clock_source": CLOCKS[RiskAwaited.SOUGHT].source,
        "sought_days": CLOCKS[RiskAwaited.SOUGHT].working_days,
        "manual": _manual(pack),
        "may_assess": service.may_assess(),
        "facts": {fact: value for (about, fact), value in one.around.facts.items() if about == one.assessment.about_id},
    }


def _manual(pack: Pack) -> str:
    """Return the address of the section that has the headings."""
    return reverse(Route.MANUAL_SECTION, args=[pack.id, pack.version, section_of(pack, headings_of(pack)[0])])


def may_write() -> None:
    """Raise PermissionDenied for those who make no risk assessments."""
    if not service.may_assess():
        raise PermissionDenied


def _answer(assessment: RiskAssessment, shown: HeadingShown, form: HeadingForm) -> Any:
    data = form.cleaned_data
    child = shown.entry.child
    # What belongs to another status may still be in the form, where nobody sees it: it is not said.
    words = {
        HeadingKnown.KNOWN: {name: data[name] for name in ("text", "found_by", "found_where")},
        HeadingKnown.SOUGHT: {name: data[name] for name in ("sought_from", "sought_since")},
        HeadingKnown.NOT_KNOWN: {"text": data["reason"]},
    }[HeadingKnown(data["status"])]
    said = HeadingInput(
        heading=shown.entry.heading,
        status=HeadingKnown(data["status"]),
        child=Appearance.objects.visible().get(concern=assessment.concern_id, pk=child) if child else None,
        effects=form.effects(),
        **words,
    )
    return service.answer(assessment, said, form.stated())


def _address(one: RiskSummary, shown: HeadingShown | None) -> str:
    here = [one.assessment.concern_id, one.assessment.pk]
    return reverse("risk_heading", args=[*here, shown.path]) if shown else reverse("risk_assessment", args=here)
