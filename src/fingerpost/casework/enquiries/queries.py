"""Enquiries, assessments and conferences of a concern, each with how far it is and by when it is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fingerpost.access.models import Compartment, Concern
from fingerpost.casework.enquiries import rules
from fingerpost.casework.enquiries.clocks import StageAwaited
from fingerpost.casework.enquiries.rules import StageStanding, StageState
from fingerpost.casework.models import FactorJudgement, Stage, StageKind, StageStep, StageStepKind
from fingerpost.procedure.calendar import WorkingDays, london_day
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.services.events import events_of
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.statements import recorded

COMMON = frozenset({Compartment.COMMON.value})


@dataclass(frozen=True, slots=True)
class StageSummary:
    """A stage, what became of it, and how far it is.

    `due`: the last day on which it is on time, None without one. `counted_from`: the moment from which it counts.
    """

    stage: Stage
    steps: tuple[StageStep, ...]
    judgements: tuple[FactorJudgement, ...]
    standing: StageStanding[StageStep]
    due: date | None
    counted_from: datetime | None

    @property
    def assessed(self) -> tuple[UUID, ...]:
        """The adults whose risk to the children is assessed."""
        return tuple(UUID(one) for one in self.stage.assessed)

    def is_overdue(self, today: date) -> bool:
        """Whether its day is over, and it is not."""
        over = self.standing.is_over or self.standing.state == StageState.HELD
        return self.due is not None and self.due < today and not over


def of_concern(concern: Concern, at: datetime | None = None) -> list[StageSummary]:
    """Return the stages of a concern that the person acting may see, as recorded by `at`, the oldest first.

    Six queries, however many there are.
    """
    stages = list(recorded(Stage.objects.visible(), concern, COMMON, at).select_related("concern", *_BY))
    if not stages:
        return []
    steps: dict[UUID, list[StageStep]] = defaultdict(list)
    for step in recorded(StageStep.objects.visible(), concern, COMMON, at).order_by("number").select_related(*_BY):
        steps[step.stage_id].append(step)
    judged: dict[UUID, list[FactorJudgement]] = defaultdict(list)
    for one in recorded(FactorJudgement.objects.visible(), concern, COMMON, at).select_related(*_BY):
        judged[one.stage_id].append(one)
    dates = _Dates(
        pack_of(concern), [one.at for one in events_of(concern, COMMON, at) if one.type == "strategy_meeting"]
    )
    opened = {one.pk: one.at for one in stages}
    return [
        StageSummary(
            one,
            tuple(steps[one.pk]),
            tuple(judged[one.pk]),
            rules.fold(one.kind, (UUID(person) for person in one.people), steps[one.pk]),
            *dates.of(one, opened),
        )
        for one in stages
    ]


def of_id(concern: Concern, stage_id: UUID) -> StageSummary | None:
    """Return one stage of a concern, or None when there is none that the person acting may see."""
    return next((one for one in of_concern(concern) if one.stage.pk == stage_id), None)


def enquiries(found: Iterable[StageSummary]) -> list[StageSummary]:
    """Return the Section 47 enquiries among these that were not recorded in error."""
    return [
        one for one in found if one.stage.kind == StageKind.ENQUIRY and one.standing.state is not StageState.IN_ERROR
    ]


def conferences(found: Iterable[StageSummary]) -> list[Stage]:
    """Return the conferences among these that were considered, and not recorded in error."""
    return [
        one.stage
        for one in found
        if one.stage.kind == StageKind.CONFERENCE and one.standing.state is not StageState.IN_ERROR
    ]


def conferences_held(concerns: Iterable[UUID]) -> dict[UUID, list[date]]:
    """Return on which days conferences were held in these concerns, as far as the person acting sees: one query."""
    held: dict[UUID, list[date]] = defaultdict(list)
    for step in StageStep.objects.visible().filter(concern__in=list(concerns), kind=StageStepKind.HELD):
        held[step.concern_id].append(london_day(step.at))
    return held


_BY = ("by__user", "by__organisation")


class _Dates:
    """By when the stages of one concern are due: as the pack says, or a clock."""

    def __init__(self, pack: Pack, meetings: list[datetime]) -> None:
        self._days = WorkingDays.of(pack.nation)
        due = [one.deadline.days for one in pack.carried_out_by("single_assessment") if one.deadline]
        self._assessment = due[0] if due else 0
        self._meetings = meetings

    def of(self, stage: Stage, opened: dict[UUID, datetime]) -> tuple[date | None, datetime | None]:
        """Return by when a stage is due, and from when that is counted."""
        if stage.kind == StageKind.ASSESSMENT and self._assessment:
            return self._days.after(london_day(stage.at), self._assessment), stage.at
        if stage.kind == StageKind.CONFERENCE:
            began = opened.get(stage.led_from_id, stage.at) if stage.led_from_id else stage.at
            meeting = rules.led_to(began, self._meetings)
            return (rules.due(StageAwaited.CONFERENCE, meeting, self._days), meeting) if meeting else (None, None)
        return None, None
