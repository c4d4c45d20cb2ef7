"""Making a risk assessment: each part is recorded as it was, and the duties that it carries out are done."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.errors import AccessError, refuse
from fingerpost.access.models import Concern
from fingerpost.access.models.case_data import CaseData
from fingerpost.access.models.people import OrganisationKind, Role
from fingerpost.access.queries import kind_of
from fingerpost.casework.models import (
    FoundBy,
    HeadingKnown,
    Interviewed,
    RiskAnswer,
    RiskAssessment,
    RiskInterview,
    RiskJudgement,
    RiskStep,
    RiskStepKind,
    Separately,
)
from fingerpost.casework.risk import queries, rules
from fingerpost.casework.steps import carry_out, happened_at, is_the_same_person, next_number
from fingerpost.procedure.errors import Problem
from fingerpost.procedure.language.tree import Value
from fingerpost.record.models import Appearance, PersonKind, Source
from fingerpost.record.services import events
from fingerpost.record.services.changes import change
from fingerpost.record.services.compartment_checks import require_in_compartment
from fingerpost.record.services.facts import assert_fact
from fingerpost.record.services.headings import written

_ASSESSING: Final = frozenset({Role.SOCIAL_WORKER, Role.TEAM_MANAGER})
_WHAT: Final = "risk assessment"

LACKS: Final = {
    "single_assessment": Problem(
        _WHAT,
        "no single assessment of this concern is recorded as started, and this is a part of it",
        "Record that the single assessment has started; then conclude this one. Nothing that you have written is lost.",
    ),
    "model": Problem(_WHAT, "the model that was used is not named", "Name it under “The model used”, then conclude."),
    "headings": Problem(
        _WHAT,
        "some headings have no answer",
        "Answer each of them. That something is sought, or not known and why, is an answer too.",
    ),
    "judgements": Problem(
        _WHAT,
        "not all of the three judgements are made",
        "Judge the risk, the vulnerability of each child, and the protection, each with reasons.",
    ),
}
"""What has to be there before the conclusion, in words, by what `rules.RiskCourse.lacks` has."""


@dataclass(frozen=True, slots=True, repr=False)
class HeadingInput:
    """What is said under a heading, of one child where it goes child by child."""

    heading: str
    status: HeadingKnown
    text: str = ""
    child: Appearance | None = None
    found_by: str = ""
    found_where: str = ""
    sought_from: str = ""
    sought_since: date | None = None
    effects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class JudgementInput:
    """A judgement: of what, how much, and why."""

    dimension: str
    level: str
    reasons: str
    child: Appearance | None = None


def may_assess() -> bool:
    """Whether the person acting makes risk assessments: social care's social workers and managers do."""
    actor = context.required()
    if actor.role not in _ASSESSING:
        return False
    return kind_of(actor.organisation_id) == OrganisationKind.SOCIAL_CARE


@transaction.atomic
def begin(concern: Concern, about: Appearance, at: datetime | None = None) -> RiskAssessment:
    """Open the risk assessment of an adult, and by that do the duty that asks for it.

    Raises `AccessError` for who makes none, or where one of the same adult is open; `RecordError` for somebody who is
    not in the common record.
    """
    _require_that_they_may()
    at = happened_at(at, _WHAT)
    if about.kind != PersonKind.ADULT:
        raise refuse(_WHAT, "it is about an adult", "Choose the adult whose risk is assessed.")
    require_in_compartment(concern, queries.COMMON_RECORD, about)
    with change(concern):
        for one in queries.of_concern(concern):
            if one.assessment.about_id == about.pk and one.course.state is rules.RiskState.OPEN:
                raise refuse(_WHAT, "there is an open one about this adult already", "Go on with that one.")
        made = RiskAssessment(concern=concern, about=about, began_at=at, by_id=context.required().membership_id)
        made.save()
    carry_out(concern, "risk_assessment", "A risk assessment was opened", at, about=about.pk)
    return made


def answer(
    assessment: RiskAssessment, said: HeadingInput, facts: Mapping[str, Value | None] | None = None
) -> RiskAnswer:
    """Record an answer under a heading, and state the facts that were given with it. Earlier answers stay.

    Raises `AccessError` for an answer that lacks what its status needs, and as `state` does.
    """
    _require_that_they_may()
    _require_that_it_says(said)
    with change(assessment.concern):
        made = RiskAnswer(
            **_numbered(RiskAnswer, assessment),
            heading=said.heading,
            child=said.child,
            status=said.status,
            text=said.text or None,
            found_by=said.found_by if said.status == HeadingKnown.KNOWN else "",
            found_where=said.found_where or None,
            sought_from=said.sought_from or None,
            sought_since=said.sought_since if said.status == HeadingKnown.SOUGHT else None,
            effects=json.dumps({key: value for key, value in said.effects.items() if value}) if said.effects else None,
        )
        made.save()
        state(assessment, facts or {})
    return made


def state(assessment: RiskAssessment, facts: Mapping[str, Value | None]) -> None:
    """State facts of the adult as this assessment found them; the concern is decided again at once.

    Raises `AccessError` for who makes none, and as `record.services.facts.assert_fact` does.
    """
    _require_that_they_may()
    with change(assessment.concern):
        for fact, value in facts.items():
            assert_fact(
                assessment.concern,
                fact,
                value,
                about=assessment.about,
                source=Source.CASEWORK,
                came_from=assessment.pk,
                reason="Found in the risk assessment",
            )


def judge(assessment: RiskAssessment, judged: Iterable[JudgementInput]) -> list[RiskJudgement]:
    """Record judgements. The rating of risk to the public is one apart, and changes none."""
    _require_that_they_may()
    made = []
    with change(assessment.concern):
        for one in judged:
            if not one.level:
                raise refuse(_WHAT, "a judgement has a level", "Say how much, or that it cannot be judged yet.")
            if not one.reasons.strip():
                raise refuse(_WHAT, "a judgement has reasons", "Write why you judge so.")
            row = RiskJudgement(
                **_numbered(RiskJudgement, assessment),
                dimension=one.dimension,
                child=one.child,
                level=one.level,
                reasons=one.reasons,
            )
            row.save()
            made.append(row)
    return made


def interview(
    assessment: RiskAssessment,
    whom: Interviewed,
    at: datetime,
    *,
    who: str,
    separately: Separately,
    text: str = "",
    headings: Iterable[str] = (),
) -> RiskInterview:
    """Record an interview, when it really was and in any order, and for which headings it is marked.

    Raises `RecordError` for tomorrow, or a heading that the procedure does not have.
    """
    _require_that_they_may()
    with change(assessment.concern):
        made = RiskInterview(
            **_numbered(RiskInterview, assessment),
            whom=whom,
            at=at,
            who=who,
            separately=separately,
            text=text or None,
            headings=written(assessment.concern, headings),
            event=events.record_event(assessment.concern, whom, at),
        )
        made.save()
    return made


def take_back(held: RiskInterview, *, reason: str) -> None:
    """Take back an interview that was noted in error: it stays, with the reason. Raises `RecordError` a second time."""
    _require_that_they_may()
    if not reason.strip():
        raise refuse("interview", "a reason is missing", "Write why it was noted in error.")
    events.take_back(held.event, reason=reason)


def name_model(assessment: RiskAssessment, model: str) -> RiskStep:
    """Name the assessment model that is used."""
    if not model.strip():
        raise refuse(_WHAT, "the model has no name", "Name the assessment model that you use.")
    return _step(assessment, RiskStepKind.MODEL_NAMED, model)


def conclude(assessment: RiskAssessment, text: str, at: datetime | None = None) -> RiskStep:
    """Conclude the assessment.

    Raises `AccessError`, saying all that has to be there first: the single assessment of which it is a part, the model,
    an answer under each heading, the three judgements.
    """
    if not text.strip():
        raise refuse(_WHAT, "the conclusion is missing", "Write what the assessment comes to.")
    with change(assessment.concern):
        now = _now(assessment)
        if now.state is not rules.RiskState.OPEN:
            raise refuse(_WHAT, "it is concluded already", "To change it, reopen it and say why.")
        if now.lacks:
            raise AccessError(LACKS[name] for name in now.lacks)
        return _step(assessment, RiskStepKind.CONCLUDED, text, at)


def agree(assessment: RiskAssessment, text: str = "", at: datetime | None = None) -> RiskStep:
    """Agree to the conclusion, as a team manager who did not write it. Raises `AccessError`."""
    if context.required().role != Role.TEAM_MANAGER:
        raise refuse(_WHAT, "a team manager agrees to it", "Ask the team manager to.")
    with change(assessment.concern):
        now = _now(assessment)
        if now.concluded is None or now.state is rules.RiskState.AGREED:
            raise refuse(_WHAT, "there is no conclusion that waits for agreement", "It has to be concluded first.")
        if is_the_same_person(now.concluded.by):  # type: ignore[attr-defined]
            raise refuse(_WHAT, "the person who concluded it cannot agree to it", "Ask another team manager to.")
        return _step(assessment, RiskStepKind.AGREED, text, at)


def reopen(assessment: RiskAssessment, reason: str, at: datetime | None = None) -> RiskStep:
    """Open a concluded assessment again. Raises `AccessError` where it is open, or no reason is given."""
    if not reason.strip():
        raise refuse(_WHAT, "a reason is missing", "Write why it is opened again.")
    with change(assessment.concern):
        if _now(assessment).concluded is None:
            raise refuse(_WHAT, "it is open", "Go on with it as it is.")
        return _step(assessment, RiskStepKind.REOPENED, reason, at)


def _now(assessment: RiskAssessment) -> rules.RiskCourse[RiskAnswer, RiskJudgement]:
    found = queries.of_id(assessment.concern, assessment.pk)
    if found is None:
        raise refuse(_WHAT, "there is no such assessment", "Check the address.")
    return found.course


def _step(assessment: RiskAssessment, kind: RiskStepKind, text: str, at: datetime | None = None) -> RiskStep:
    _require_that_they_may()
    at = happened_at(at, _WHAT)
    with change(assessment.concern):
        step = RiskStep(**_numbered(RiskStep, assessment), kind=kind, text=text or None, at=at)
        step.save()
    return step


def _numbered(model: type[CaseData], assessment: RiskAssessment) -> dict[str, Any]:
    """Return what every row of an assessment has. The caller has the concern's turn."""
    return {
        "assessment": assessment,
        "concern_id": assessment.concern_id,
        "compartment": assessment.compartment,
        "number": next_number(model, assessment=assessment),
        "by_id": context.required().membership_id,
        "recorded_at": timezone.now(),
    }


def _require_that_they_may() -> None:
    if not may_assess():
        raise refuse(_WHAT, "children’s social care makes it", "Tell the social worker what you know.")


def _require_that_it_says(said: HeadingInput) -> None:
    """Raise `AccessError`, naming everything that an answer of this status needs and does not say."""
    problems = []
    if said.status == HeadingKnown.KNOWN and not said.text.strip():
        problems.append(Problem("text", "what is known is missing", "Write it down, or say that it is not known."))
    if said.status == HeadingKnown.KNOWN and said.found_by not in FoundBy.values:
        problems.append(Problem("found_by", "the source is missing", "Say where it is from."))
    if said.status == HeadingKnown.NOT_KNOWN and not said.text.strip():
        problems.append(Problem("text", "the reason is missing", "Write why it is not known."))
    if said.status == HeadingKnown.SOUGHT and not said.sought_from.strip():
        problems.append(Problem("sought_from", "who you asked is missing", "Say who is asked for it."))
    if said.status == HeadingKnown.SOUGHT and said.sought_since is None:
        problems.append(Problem("sought_since", "the day is missing", "Say since when it is sought."))
    if problems:
        raise AccessError(problems)
