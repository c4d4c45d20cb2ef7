"""Referring a concern, the referral with what became of it, and those that wait."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from fingerpost.access import context, permissions
from fingerpost.access.clock import today
from fingerpost.access.middleware import concern_of, may_add
from fingerpost.access.models import Concern, Organisation
from fingerpost.access.models.people import Role
from fingerpost.casework.enquiries.step_form import StepChoice, step_form
from fingerpost.casework.models import Addressee, Referral, ReferralStep, ReferralStepKind, Way
from fingerpost.casework.referrals import carried_out, passages, queries, rules, strands
from fingerpost.casework.referrals import services as service
from fingerpost.casework.referrals.forms import OUTSIDE, ChoosingForm, ReferralForm, ReferralStepForm
from fingerpost.casework.referrals.queries import ReferralSummary
from fingerpost.casework.referrals.services import More, ReferralInput
from fingerpost.casework.referrals.step_fields import choices_of
from fingerpost.duties import presentation
from fingerpost.duties.presentation import DutyShown
from fingerpost.web.form_post import FormDraft, handle_post, keeps_drafts


@permissions.works_with_cases
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """List the referrals that wait: those to answer, and those that have no answer."""
    day = today()
    answered = queries.listed(queries.answered(timezone.now() - queries.LATELY)[: queries.MOST])
    shown = {"to_answer": queries.to_answer(), "unanswered": queries.unanswered(), "answered": answered, "today": day}
    return render(request, "casework/referrals/waiting.html", shown)


@permissions.sees_concern
@require_GET
def of_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """List the referrals of a concern."""
    concern, _ = concern_of(request)
    shown = {
        "concern": concern,
        "referrals": queries.with_strands(concern),
        "today": today(),
        "may_act": may_add(request),
    }
    return render(request, "casework/referrals/concern.html", shown)


@permissions.works_on_concern
@require_GET
def choose(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Ask who a concern is referred to; with `change` in the address, what of the record goes with it too."""
    concern, _ = concern_of(request)
    to = _addressee(request.GET.get("to"))
    is_asked_what = bool({"change", "said"} & request.GET.keys())
    offered = passages.passages(concern, to) if is_asked_what else []
    form = ChoosingForm(
        request.GET if "change" not in request.GET and {"to", "go"} & request.GET.keys() else None,
        passages=offered,
        initial={"to": to, "say": _taken(request, offered)},
    )
    if form.is_bound and form.is_valid():
        return redirect(f"{reverse('new_referral', args=[concern_id])}?{request.GET.urlencode()}")
    shown = {"concern": concern, "form": form, "is_asked_what": is_asked_what}
    return render(request, "casework/referrals/choose.html", shown)


@permissions.works_on_concern
@keeps_drafts("A referral")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, concern_id: UUID) -> HttpResponse:  # noqa: ARG001 - the middleware has looked it up
    """Show what goes out, to be checked and changed, and send it."""
    concern, seen = concern_of(request)
    draft = FormDraft(request)
    to = _addressee(draft.answer("to") or request.GET.get("to"))
    if to is None:
        form = ChoosingForm(request.GET, passages=[])
        return render(request, "casework/referrals/choose.html", {"concern": concern, "form": form})
    offered = passages.passages(concern, to)
    taken = _taken(request, offered)
    day = today()
    facts = strands.offered(concern) if to == Addressee.DESIGNATED_OFFICER else []
    duties, still_to_do = carried_out.divided(presentation.of_concern(concern, seen, day), to)
    written = draft.form(
        ReferralForm,
        now=draft.now,
        recipients=service.recipients(to),
        duties=duties,
        facts=facts,
        initial={
            **ReferralForm.at(draft.now),
            "text": passages.written(offered, taken),
            "duties": [str(one.duty.pk) for one in duties],
            "facts": [one.key for one in facts if one.is_needed],
            "way": Way.HERE,
        },
    )

    def record(sent: ReferralForm) -> str:
        made = _send(concern, to, sent, duties, facts)
        # What is said on the next page waits in the session, in clear: no words of the concern.
        messages.success(request, f"The referral to {made.organisation or 'somebody outside this service'} is made.")
        return reverse("referral", args=[made.concern_id, made.pk])

    answer = handle_post(draft, written, record)
    if answer is not None:
        return answer
    shown = {"concern": concern, "form": written, "draft": draft, "to": to, "duties": duties, "facts": facts}
    shown |= {"offered": offered, "taken": taken, "still_to_do": still_to_do}
    return render(request, "casework/referrals/write.html", shown)


@permissions.sees_concern
@keeps_drafts("What became of a referral")
@require_http_methods(["GET", "POST"])
def referral(request: HttpRequest, concern_id: UUID, referral_id: UUID) -> HttpResponse:
    """Show a referral and what became of it, and record what becomes of it next."""
    concern, _ = concern_of(request)
    one = queries.of_id(concern, referral_id)
    if one is None:
        raise Http404
    choices = {choice.kind: choice for choice in _offered(one)}
    shown: dict[str, object] = {"concern": concern, "one": one, "choices": choices}

    def record(sent: ReferralStepForm) -> str:
        _record(one, sent)
        return reverse("referral", args=[concern_id, referral_id])

    if choices and may_add(request):
        draft = FormDraft(request)
        form = step_form(draft, ReferralStepForm, choices)
        answer = handle_post(draft, form, record, "It is recorded.")
        if answer is not None:
            return answer
        shown |= {"form": form, "draft": draft}
    shown |= {"today": today(), "may_act": may_add(request)}
    shown["is_apart"] = strands.is_office(one.referral.organisation)
    shown["sources"] = strands.source_of(concern)
    return render(request, "casework/referrals/referral.html", shown)


def _taken(request: HttpRequest, offered: list[passages.RecordPassage]) -> list[str]:
    """Return the keys of what the address says goes with it; where it says nothing, of what the recipient needs."""
    if "said" in request.GET or "say" in request.GET:
        return request.GET.getlist("say")
    return [one.key for one in offered if one.is_needed]


def _addressee(chosen: str | None) -> Addressee | None:
    return Addressee(chosen) if chosen in Addressee.values else None


def _send(
    concern: Concern, to: Addressee, form: ReferralForm, duties: list[DutyShown], facts: list[strands.Offered]
) -> Referral:
    data = form.cleaned_data
    organisation = None if data["recipient"] == OUTSIDE else Organisation.objects.get(pk=data["recipient"])
    sent = ReferralInput(
        to, organisation, data["outside"], Way(data["way"]), data["asks"], data["text"], data["moment"]
    )
    done = [one.duty for one in duties if str(one.duty.pk) in data["duties"]]
    return service.send(concern, sent, done, [one.fact for one in facts if one.key in data["facts"]])


def _offered(one: ReferralSummary) -> Iterator[StepChoice]:
    """Return what may be recorded of a referral by the person asking, what makes sense next first."""
    is_manager = context.required().role == Role.TEAM_MANAGER
    is_outside = one.referral.organisation_id is None
    may = [
        kind
        for kind in ReferralStepKind
        if rules.may_record(kind, one.side, is_outside=is_outside, is_manager=is_manager)
    ]
    likely = rules.proposed(one.course, one.steps)
    kinds = sorted(may, key=lambda kind: likely.index(kind) if kind in likely else len(likely))
    to = None if is_outside else service.recipients(Addressee(one.referral.to))
    return choices_of(kinds, _open_checks(one), rules.next_stage(one.steps), to)


def _open_checks(one: ReferralSummary) -> list[ReferralStep]:
    return [check.asked for check in one.checks if check.by is None and check.asked is not None]


def _record(one: ReferralSummary, form: ReferralStepForm) -> None:
    data, kind = form.cleaned_data, form.kind
    text, moment = data.get("text", ""), data["moment"]
    answers = next((check for check in _open_checks(one) if str(check.pk) == form.which), None)
    stage = form.which if kind == ReferralStepKind.ESCALATED else ""
    if kind == ReferralStepKind.PASSED_ON and data.get("to"):
        service.pass_on(one.referral, Organisation.objects.get(pk=data["to"]), reason=text, at=moment)
    else:
        more = More(data.get("whom", ""), data.get("until"), stage, answers)
        service.record_step(one.referral, kind, text=text, siblings=data.get("siblings", ""), at=moment, more=more)
