"""What a story of the demonstration tells of enquiries, assessments, conferences and written agreements."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from fingerpost.casework.agreements import queries as agreement_lists
from fingerpost.casework.agreements import services as agreements
from fingerpost.casework.enquiries import queries as stage_lists
from fingerpost.casework.enquiries import services as enquiries
from fingerpost.casework.models import AgreementStepKind, Judgement, Stage, StageKind, StageStepKind
from fingerpost.procedure.calendar import london_day

if TYPE_CHECKING:
    from fingerpost_demo.stories.telling import Telling

type Step = Mapping[str, Any]


def stage(telling: Telling, step: Step) -> None:
    """Open an enquiry, an assessment or a conference about `people`; `from`: the kind of the stage that led to it."""
    enquiries.open_stage(
        telling.concern,
        StageKind(step["stage"]),
        people=[telling.people[name] for name in step["people"]],
        assessed=[telling.people[name] for name in step.get("assessed", ())],
        text=step["text"],
        at=telling.at(step),
        led_from=_last(telling, step["from"]) if "from" in step else None,
    )


def became(telling: Telling, step: Step) -> None:
    """Record what became of the last stage of the kind `of`."""
    said = enquiries.StageStepInput(
        text=step.get("text", ""),
        outcome=step.get("outcome", ""),
        about=telling.people[step["about"]] if "about" in step else None,
        alone=step.get("alone"),
        day=_day(telling, step),
        who=step.get("who", ""),
        plain=step.get("plain", ""),
    )
    enquiries.record(_last(telling, step["of"]), StageStepKind(step["became"]), said, at=telling.at(step))


def judge(telling: Telling, step: Step) -> None:
    """Judge key factors of somebody in the last assessment: each with how, and on what that rests."""
    assessment = _last(telling, StageKind.ASSESSMENT)
    for provision, (judged, rests_on) in step["factors"].items():
        enquiries.judge(
            assessment,
            telling.people[step["judge"]],
            provision,
            Judgement(judged),
            rests_on=rests_on,
            waits_for_equipment=judged == Judgement.NOT_KNOWN,
            at=telling.at(step),
        )


def agree(telling: Telling, step: Step) -> None:
    """Draw up a written agreement with somebody: who is party to it, what is agreed, and why not more."""
    agreements.draw_up(
        telling.concern,
        telling.people[step["agree"]],
        text=step["text"],
        parties=[
            agreements.AgreementStepInput(text=part, about=telling.people[name])
            for name, part in step["parties"].items()
        ],
        terms=[
            agreements.AgreementStepInput(text=text, provision=provision, who=who)
            for provision, (text, who) in step["terms"].items()
        ],
        without=[
            agreements.AgreementStepInput(text=why, provision=provision) for provision, why in step["without"].items()
        ],
        at=telling.at(step),
    )


def agreement(telling: Telling, step: Step) -> None:
    """Record what became of the last agreement."""
    said = agreements.AgreementStepInput(
        text=step.get("text", ""),
        about=telling.people[step["about"]] if "about" in step else None,
        who=step.get("who", ""),
        done=step.get("what", ""),
        outcome=step.get("outcome", ""),
        day=_day(telling, step),
    )
    last = agreement_lists.of_concern(telling.concern)[-1].agreement
    agreements.record(last, AgreementStepKind(step["agreement"]), said, at=telling.at(step))


def _day(telling: Telling, step: Step) -> datetime.date | None:
    """Return the day that is `until` days from today; None where the step names none."""
    return london_day(telling.now) + datetime.timedelta(days=step["until"]) if "until" in step else None


def _last(telling: Telling, kind: str) -> Stage:
    return [one.stage for one in stage_lists.of_concern(telling.concern) if one.stage.kind == kind][-1]


ACTIONS: Final[dict[str, Callable[[Telling, Step], None]]] = {
    "stage": stage,
    "became": became,
    "judge": judge,
    "agree": agree,
    "agreement": agreement,
}
