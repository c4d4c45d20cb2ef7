"""Opening an enquiry, an assessment or a conference; each with its steps; the key factors of an adult."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import permissions as access_permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.casework.enquiries import factors, overview, paper, permissions, queries, requested_duties, rules
from fingerpost.casework.enquiries import services as service
from fingerpost.casework.enquiries.forms import FactorsForm, OpeningForm, StageStepForm
from fingerpost.casework.enquiries.queries import StageSummary
from fingerpost.casework.enquiries.services import StageStepInput
from fingerpost.casework.enquiries.step_fields import choices_of
from fingerpost.casework.enquiries.step_form import Everybody, StepChoice, ordered, step_form
from fingerpost.casework.models import Stage, StageKind, StageStepKind
from fingerpost.record.services.facts import pack_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@access_permissions.works_on_concern
@keeps_drafts("An enquiry, assessment or conference")
@require_http_methods(["GET", "POST"])
def new_stage(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Open an enquiry or an assessment, or record that a conference was considered."""
    concern, _ = concern_of(request)
    everybody = Everybody(concern)
    enquiries = [one.stage for one in queries.enquiries(queries.of_concern(concern))]
    draft = FormDraft(request)
    begun: dict[str, Any] = {"kind": request.GET.get("kind", ""), "led_from": request.GET.get("from", "")}
    led_from = next((one for one in enquiries if str(one.pk) == begun["led_from"]), None)
    if led_from is not None:
        begun["people"] = led_from.people
    form = draft.form(
        OpeningForm,
        now=draft.now,
        everybody=everybody,
        enquiries=enquiries,
        initial={**OpeningForm.at(draft.now), **begun},
    )

    def record(sent: OpeningForm) -> str:
        return reverse("stage", args=[concern.pk, _open(concern, sent, everybody, enquiries).pk])

    answer = handle_post(draft, form, record, "It is recorded.")
    if answer is not None:
        return answer
    shown = {"concern": concern, "form": form, "draft": draft, "may_act": permissions.is_social_care()}
    return render(request, "casework/enquiries/open.html", shown)


@access_permissions.sees_concern
@keeps_drafts("A step of an enquiry, assessment or conference")
@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, concern_id: UUID, stage_id: UUID) -> HttpResponse:
    """Show an enquiry, an assessment or a conference and what became of it, and record what becomes of it next."""
    concern, _ = concern_of(request)
    found = queries.of_concern(concern)
    one = next((one for one in found if one.stage.pk == stage_id), None)
    if one is None:
        raise Http404
    everybody = Everybody(concern)
    choices = _offered(one, everybody)
    page: dict[str, object] = {"concern": concern, "one": one, "choices": choices}

    def record(sent: StageStepForm) -> str:
        kind = StageStepKind(sent.step.kind)
        service.record(one.stage, kind, sent.said(everybody), at=sent.cleaned_data["moment"])
        return reverse("stage", args=[concern_id, stage_id])

    if choices:
        draft = FormDraft(request)
        form = step_form(draft, StageStepForm, choices)
        answer = handle_post(draft, form, record, "It is recorded.")
        if answer is not None:
            return answer
        page |= {"form": form, "draft": draft}
    page |= {"considers": requested_duties.considers(one), "considered": requested_duties.considered(one, found)}
    page |= _shown(one, everybody)
    return render(request, "casework/enquiries/stage.html", page)


@access_permissions.works_on_concern
@keeps_drafts("Key factors")
@require_http_methods(["GET", "POST"])
def judge_factors(request: HttpRequest, concern_id: UUID, stage_id: UUID, appearance_id: UUID) -> HttpResponse:
    """Judge the key factors of one adult in an assessment."""
    concern, _ = concern_of(request)
    one = queries.of_id(concern, stage_id)
    people = Everybody(concern).people
    person = people.get(appearance_id)
    if one is None or person is None or appearance_id not in one.assessed:
        raise Http404
    draft = FormDraft(request)
    form = draft.form(
        FactorsForm,
        now=draft.now,
        factors=factors.of_pack(pack_of(concern)),
        standing=rules.newest_judgements(one.judgements),
        about=appearance_id,
        initial=FactorsForm.at(draft.now),
    )

    def record(sent: FactorsForm) -> str:
        service.judge_many(one.stage, person.appearance, sent.judged(), at=sent.cleaned_data["moment"])
        return reverse("stage", args=[concern_id, stage_id])

    answer = handle_post(draft, form, record, "The judgement is recorded, and the concern is decided again.")
    if answer is not None:
        return answer
    shown = {"concern": concern, "one": one, "person": person, "form": form, "draft": draft, "pack": pack_of(concern)}
    return render(request, "casework/enquiries/factors.html", {**shown, "may_act": permissions.is_social_care()})


def _offered(one: StageSummary, everybody: Everybody) -> dict[str, StepChoice]:
    """Return the steps that the person asking may record, those that make sense next before all others."""
    social_care, manages = permissions.is_social_care(), permissions.is_manager()
    may = [
        choice
        for choice in choices_of(one.stage.kind, everybody, waits=one.standing.proposal is not None)
        if rules.may_record(choice.kind, is_social_care=social_care, is_manager=manages)
    ]
    return ordered(may, rules.proposed(one.stage.kind, one.standing))


def _shown(one: StageSummary, everybody: Everybody) -> dict[str, object]:
    """Return what the page of a stage shows of it."""
    judged = rules.newest_judgements(one.judgements)
    named = factors.of_pack(pack_of(one.stage.concern)) if one.assessed else ()
    given = paper.may_be_given(one)
    held = given and paper.is_held(one, everybody.people)
    return {
        "today": today(),
        "people": everybody.people,
        "tags": overview.tags(one, today()),
        "next": overview.next_of(one),
        "held": held,
        "paper": paper.paper_of(one, everybody.people) if given and not held else None,
        "factors": [
            (adult, [(factor, judged.get((adult, factor.provision))) for factor in named]) for adult in one.assessed
        ],
        "is_social_care": permissions.is_social_care(),
    }


def _open(concern: Concern, form: OpeningForm, everybody: Everybody, enquiries: list[Stage]) -> Stage:
    data = form.cleaned_data
    opened = service.open_stage(
        concern,
        StageKind(data["kind"]),
        people=everybody.chosen(data["people"]),
        assessed=everybody.chosen(data["assessed"]),
        text=data["text"],
        at=data["moment"],
        led_from=next((one for one in enquiries if str(one.pk) == data["led_from"]), None),
    )
    if data["needed"]:
        said = StageStepInput(text=data["text"], outcome=data["needed"])
        service.record(opened, StageStepKind.NEEDED, said, at=data["moment"])
    return opened
