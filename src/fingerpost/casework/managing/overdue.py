"""Every overdue duty that one may see, and why it is: as many queries however many concerns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from fingerpost.access import context
from fingerpost.access.models import Absence
from fingerpost.casework.managing.rules import Late, LateReason, Pause, Why, reasons
from fingerpost.duties.models import DutyState, DutyStep, DutyStepKind
from fingerpost.duties.rules import fold
from fingerpost.duties.sentences import person
from fingerpost.duties.services import worklist
from fingerpost.duties.services.whose import with_somebody
from fingerpost.keys import services as keys
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.explaining.requirements import Clearance

OWN: Final = "own"
OTHERS: Final = "others"
QUEUE: Final = "queue"
MOST: Final = 25
"""How many a page shows."""
_EXPLAINED: Final = (Why.PUT_OFF, Why.SECOND, Why.HELD)
_BEGINS: Final = (DutyStepKind.APPEARED, DutyStepKind.RETURNED)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A duty that is overdue, by how many calendar days, and why."""

    state: DutyState
    days: int
    reasons: tuple[LateReason, ...]

    @property
    def is_unsaid(self) -> bool:
        """Whether no reason is recorded."""
        return any(reason.why is Why.UNSAID for reason in self.reasons)

    @property
    def asks(self) -> bool:
        """Whether to ask why it still waits: nobody has put it off, and no embargo holds it."""
        return not any(reason.why in _EXPLAINED for reason in self.reasons)


def page(day: date, whose: str, holder: str, start: int = 0) -> tuple[list[Overdue], int]:
    """Return overdue duties from the `start`-th on, the oldest first, and how many there are. Five queries.

    `whose`: of one's own organisation, or of `OTHERS`. `holder`: a membership's id, `QUEUE` for those that nobody is
    there for, or empty for all.
    """
    here = Q(organisation=context.required().organisation_id)
    rows = worklist.open_on(day).filter(~here if whose == OTHERS else here, is_offered=False, due__lt=day)
    if holder == QUEUE:
        rows = rows.exclude(with_somebody(day))
    elif holder:
        rows = rows.filter(with_somebody(day), holder=holder)
    shown = rows.annotate(is_there=with_somebody(day)).order_by("due", "duty__recorded_at", "pk")
    related = ("duty", "concern", "organisation", "holder__user", "holder__organisation")
    states = list(shown.select_related(*related)[start : start + MOST])
    keys.fetch(state.concern_id for state in states)
    steps, away = _steps(states), _absences(states, day)
    found = [
        Overdue(
            state,
            (day - state.due).days if state.due else 0,
            tuple(reasons(_late(state, steps[state.duty_id], away.get(state.holder_id)))),
        )
        for state in states
    ]
    return found, rows.count()


def _late(state: DutyState, steps: list[DutyStep], absence: Absence | None) -> Late:
    now = fold(steps)
    began = next((step for step in reversed(steps) if step.kind in _BEGINS), None)
    appeared = london_day(began.at) if began else None
    known = london_day(now.learned_at) if now.learned_at else None
    return Late(
        due=state.due or date.max,
        queue=str(state.organisation),
        appeared=appeared,
        known=known if known != appeared else None,
        pause=_pause(now.pause),
        proposed=_pause(now.proposed),
        clearance=Clearance(state.clearance),
        holder=str(state.holder.user) if state.holder else "",
        has_left=not state.is_there,  # type: ignore[attr-defined]
        away_until=absence.ends if absence else None,
        cover=str(absence.covered_by.user) if absence else "",
    )


def _pause(step: DutyStep | None) -> Pause | None:
    if step is None:
        return None
    return Pause(person(step.by), step.kind == DutyStepKind.WAIVED, step.until, str(step.text or ""))


def _steps(states: list[DutyState]) -> dict[UUID, list[DutyStep]]:
    found: dict[UUID, list[DutyStep]] = defaultdict(list)
    rows = DutyStep.objects.visible().filter(duty__in=[state.duty_id for state in states]).order_by("number")
    for step in rows.select_related("by__user", "by__organisation"):
        found[step.duty_id].append(step)
    return found


def _absences(states: list[DutyState], day: date) -> dict[UUID | None, Absence]:
    held = {state.holder_id for state in states if state.holder_id}
    rows = Absence.objects.on(day).filter(membership__in=held)
    return {one.membership_id: one for one in rows.select_related("covered_by__user").order_by("-starts", "pk")}
