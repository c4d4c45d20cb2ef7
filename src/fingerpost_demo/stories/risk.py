"""Tells what a story has of a risk assessment: opened, answered heading by heading, judged, with its interviews."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fingerpost.casework.models import HeadingKnown, Interviewed, RiskAssessment, Separately
from fingerpost.casework.risk import services as risk
from fingerpost.casework.risk.services import HeadingInput, JudgementInput

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Step, Telling


def assess(telling: Telling, step: Step) -> None:
    """Open the risk assessment of the adult who is named, unless it is open, and record the parts that the step has."""
    about = telling.people[step["assess"]]
    found = RiskAssessment.objects.visible().filter(concern=telling.concern, about=about).first()
    assessment = found or risk.begin(telling.concern, about, telling.at(step))
    if "model" in step:
        risk.name_model(assessment, step["model"])
    for answer in step.get("answers", ()):
        risk.answer(assessment, _said(telling, step, answer))
    for whom, words in step.get("interviews", {}).items():
        apart = Separately.YES
        risk.interview(assessment, Interviewed(whom), telling.at(step), who=words, separately=apart)
    risk.judge(assessment, [_judged(telling, judged) for judged in step.get("judge", ())])
    if "facts" in step:
        risk.state(assessment, step["facts"])


def _said(telling: Telling, step: Step, answer: Mapping[str, Any]) -> HeadingInput:
    status = next(kind for kind in HeadingKnown if kind in answer)
    is_sought = status is HeadingKnown.SOUGHT
    return HeadingInput(
        heading=answer["heading"],
        status=status,
        text="" if is_sought else answer[status],
        child=telling.people[answer["child"]] if "child" in answer else None,
        found_by=answer.get("from", "enquiries"),
        sought_from=answer[status] if is_sought else "",
        sought_since=telling.at(step).date() if is_sought else None,
        effects=answer.get("effects", {}),
    )


def _judged(telling: Telling, judged: Mapping[str, Any]) -> JudgementInput:
    child = telling.people[judged["child"]] if "child" in judged else None
    return JudgementInput(judged["of"], judged["level"], judged["why"], child)
