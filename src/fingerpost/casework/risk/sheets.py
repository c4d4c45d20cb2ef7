"""The other sheets of a risk assessment: the model, the interviews, the factors, the judgements, the conclusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.models.people import Role
from fingerpost.casework.models import Interviewed, RiskStepKind, Separately
from fingerpost.casework.risk import presentation, queries, rules, suggestions
from fingerpost.casework.risk import services as service
from fingerpost.casework.risk.forms import ConclusionForm, FactsForm, InterviewForm, JudgementsForm, ModelForm
from fingerpost.casework.risk.queries import RiskSummary
from fingerpost.casework.risk.services import JudgementInput
from fingerpost.casework.risk.views import common, may_write, of_address
from fingerpost.procedure.errors import FingerpostError
from fingerpost.record.models import Appearance
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the form that it shows, and what is done with what was sent."""

    form: Callable[[FormDraft, RiskSummary], Any]
    record: Callable[[RiskSummary, Any], object]


def _interviews(draft: FormDraft, one: RiskSummary) -> InterviewForm:
    concern = one.assessment.concern
    return draft.form(InterviewForm, now=draft.now, concern=concern, initial=InterviewForm.at(draft.now))


def _judgements(draft: FormDraft, one: RiskSummary) -> JudgementsForm:
    children = {child: one.name(child) for child in one.told.must_be_judged}
    judged = dict(one.course.judged)
    if one.course.public is not None:
        judged[rules.PUBLIC, ""] = one.course.public
    return draft.form(JudgementsForm, children=children, judged=judged)


def _conclusion(draft: FormDraft, one: RiskSummary) -> ConclusionForm:
    return draft.form(ConclusionForm, now=draft.now, kinds=_kinds(one), initial=ConclusionForm.at(draft.now))


def _kinds(one: RiskSummary) -> list[RiskStepKind]:
    if one.course.state is rules.RiskState.OPEN:
        return [RiskStepKind.CONCLUDED]
    agrees = one.course.state is rules.RiskState.CONCLUDED and context.required().role == Role.TEAM_MANAGER
    return [*([RiskStepKind.AGREED] if agrees else []), RiskStepKind.REOPENED]


def _hold(one: RiskSummary, form: InterviewForm) -> object:
    data = form.cleaned_data
    apart = Separately(data["separately"])
    words = {name: data[name] for name in ("who", "text", "headings")}
    return service.interview(one.assessment, Interviewed(data["whom"]), data["moment"], separately=apart, **words)


def _judge(one: RiskSummary, form: JudgementsForm) -> object:
    children = Appearance.objects.visible().filter(concern=one.assessment.concern_id, compartment__in=queries.COMMON)
    by_id = {str(child.pk): child for child in children}
    judged = [JudgementInput(key[0], level, reasons, by_id.get(key[1])) for key, level, reasons in form.changed()]
    return service.judge(one.assessment, judged)


def _conclude(one: RiskSummary, form: ConclusionForm) -> object:
    data = form.cleaned_data
    do = {
        RiskStepKind.CONCLUDED: service.conclude,
        RiskStepKind.AGREED: service.agree,
        RiskStepKind.REOPENED: service.reopen,
    }[RiskStepKind(data["kind"])]
    return do(one.assessment, data["text"], data["moment"])


SHEETS: Final = {
    "model": Sheet(
        lambda draft, _: draft.form(ModelForm),
        lambda one, form: service.name_model(one.assessment, form.cleaned_data["model"]),
    ),
    "interviews": Sheet(_interviews, _hold),
    "factors": Sheet(
        lambda draft, one: draft.form(FactsForm, facts=suggestions.factors(one.around.pack)),
        lambda one, form: service.state(one.assessment, form.stated()),
    ),
    "judgements": Sheet(_judgements, _judge),
    "conclusion": Sheet(_conclusion, _conclude),
}
"""The sheets, by how an address names them. Each has a template of its own."""


@permissions.works_on_concern
@keeps_drafts("A part of a risk assessment")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, concern_id: UUID, risk_assessment_id: UUID, sheet: str) -> HttpResponse:  # noqa: ARG001
    """Show one sheet of a risk assessment and record what is sent with it."""
    concern, one = of_address(request, risk_assessment_id)
    may_write()
    if sheet not in SHEETS:
        raise Http404
    page = reverse("risk_assessment", args=[concern.pk, one.assessment.pk])
    draft = FormDraft(request)
    if "take_back" in request.POST:
        return _taken_back(request, one, page)
    form = SHEETS[sheet].form(draft, one)

    def record(sent: Form) -> str:
        SHEETS[sheet].record(one, sent)
        return page

    answer = handle_post(draft, form, record, "It is recorded.")
    if answer is not None:
        return answer
    shown = common(concern, one) | {
        "form": form,
        "draft": draft,
        "held": sheet == "interviews" and presentation.must_not_be_told(one),
        "lacks": [service.LACKS[name] for name in one.course.lacks],
    }
    return render(request, f"casework/risk/{sheet}.html", shown)


def _taken_back(request: HttpRequest, one: RiskSummary, page: str) -> HttpResponse:
    """Take back an interview that was noted in error; one without a reason is left, and the page says so."""
    held = next((row for row in one.interviews if str(row.pk) == request.POST["take_back"]), None)
    if held is None:
        raise Http404
    try:
        service.take_back(held, reason=request.POST.get("why", ""))
    except FingerpostError:
        messages.error(request, "It was not taken back: write why it was noted in error.")
        return redirect(f"{request.path}")
    messages.success(request, "It is taken back.")
    return redirect(page)
