"""Drawing up a written agreement, and the agreement with what became of it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fingerpost.access import context
from fingerpost.access import permissions as access_permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of
from fingerpost.access.models import Concern
from fingerpost.access.rules import WORKING_ROLES
from fingerpost.casework.agreements import agreed_matters, overview, paper, queries, requested_duties, rules
from fingerpost.casework.agreements import services as service
from fingerpost.casework.agreements.clocks import LONG_DAYS, LONG_SOURCE
from fingerpost.casework.agreements.forms import AgreementStepForm, DrawingUpForm
from fingerpost.casework.agreements.queries import AgreementSummary
from fingerpost.casework.agreements.step_fields import choices_of
from fingerpost.casework.enquiries import permissions
from fingerpost.casework.enquiries import queries as stages
from fingerpost.casework.enquiries.queries import conferences_held
from fingerpost.casework.enquiries.step_form import Everybody, StepChoice, ordered, step_form
from fingerpost.casework.models import Agreement, AgreementStepKind
from fingerpost.record.services.facts import pack_of
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@access_permissions.works_on_concern
@keeps_drafts("A written agreement")
@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - looked up already
    """Draw up a written agreement."""
    concern, _ = concern_of(request)
    everybody = Everybody(concern)
    draft = FormDraft(request)
    form = draft.form(
        DrawingUpForm,
        now=draft.now,
        everybody=everybody,
        agreed_matters=agreed_matters.of_pack(pack_of(concern)),
        initial=DrawingUpForm.at(draft.now),
    )

    def record(sent: DrawingUpForm) -> str:
        return reverse("agreement", args=[concern.pk, _draw_up(concern, sent, everybody).pk])

    answer = handle_post(draft, form, record, "The agreement is recorded. It is not in force yet.")
    if answer is not None:
        return answer
    shown = {"concern": concern, "form": form, "draft": draft, "may_act": permissions.is_social_care()}
    return render(request, "casework/agreements/draw-up.html", shown)


@access_permissions.sees_concern
@keeps_drafts("A step of a written agreement")
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, concern_id: UUID, agreement_id: UUID) -> HttpResponse:
    """Show an agreement and what became of it, and record what becomes of it next."""
    concern, _ = concern_of(request)
    one = queries.of_id(concern, agreement_id)
    if one is None:
        raise Http404
    everybody = Everybody(concern)
    named = agreed_matters.of_pack(pack_of(concern))
    choices = _offered(one, everybody, named)
    page: dict[str, object] = {"concern": concern, "one": one, "choices": choices}

    def record(sent: AgreementStepForm) -> str:
        kind = AgreementStepKind(sent.step.kind)
        service.record(one.agreement, kind, sent.said(everybody), at=sent.cleaned_data["moment"])
        return reverse("agreement", args=[concern_id, agreement_id])

    if choices:
        draft = FormDraft(request)
        form = step_form(draft, AgreementStepForm, choices)
        answer = handle_post(draft, form, record, "It is recorded.")
        if answer is not None:
            return answer
        page |= {"form": form, "draft": draft}
    return render(request, "casework/agreements/agreement.html", page | _shown(one, everybody, named))


def _offered(
    one: AgreementSummary, everybody: Everybody, named: tuple[agreed_matters.AgreedMatter, ...]
) -> dict[str, StepChoice]:
    if context.required().role not in WORKING_ROLES:
        return {}
    social_care = permissions.is_social_care()
    may = [
        choice for choice in choices_of(everybody, named) if rules.may_record(choice.kind, is_social_care=social_care)
    ]
    return ordered(may, rules.proposed(one.standing))


def _shown(
    one: AgreementSummary, everybody: Everybody, named: tuple[agreed_matters.AgreedMatter, ...]
) -> dict[str, object]:
    """Return what the page of an agreement shows of it."""
    held = paper.is_held(one, everybody.people)
    concern = one.agreement.concern
    conferences = conferences_held([concern.pk]).get(concern.pk, ())
    asked = one.standing.conferences
    return {
        "today": today(),
        "people": everybody.people,
        "matters": {agreed.provision: agreed.text for agreed in named},
        "unsaid": one.standing.unsaid(agreed.provision for agreed in named),
        "pack": pack_of(concern),
        "tags": overview.tags(one, today()),
        "next": overview.next_of(one),
        "held": held,
        "paper": paper.paper_of(one, everybody.people, named) if paper.may_be_given(one) and not held else None,
        "to_consider": requested_duties.to_consider(concern.pk)
        if asked and not rules.answered_by(asked[-1], stages.conferences(stages.of_concern(concern)))
        else "",
        "is_social_care": permissions.is_social_care(),
        "runs_long": rules.runs_long(one.standing, today(), conferences),
        "long": (LONG_DAYS, LONG_SOURCE),
    }


def _draw_up(concern: Concern, form: DrawingUpForm, everybody: Everybody) -> Agreement:
    data = form.cleaned_data
    return service.draw_up(
        concern,
        everybody.chosen([data["about"]])[0],
        text=data["text"],
        parties=form.said_of_parties(),
        terms=form.said_of_terms(),
        without=form.said_of_nothing(),
        at=data["moment"],
    )
