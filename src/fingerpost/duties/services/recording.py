"""Recording what became of a duty: done, waived, postponed, taken, handed over. Rows are added, nothing is changed.

Nothing here blocks what really happened: it can be recorded late, before the duty ever appeared, after it went away,
and although an embargo was in the way. It is shown as it was.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import concern_lock, context
from fingerpost.access.errors import refuse
from fingerpost.access.models import Concern, Membership
from fingerpost.access.one_person import are_one
from fingerpost.duties.models import Duty, DutyStep, DutyStepKind
from fingerpost.duties.rules import needs_second
from fingerpost.duties.services import decision_sync, duty_rows, duty_state_cache
from fingerpost.duties.services.access_grants import grant_access
from fingerpost.duties.services.duty_rows import DutyKey, DutyWithSteps, WantedDuties
from fingerpost.procedure.calendar import london_day
from fingerpost.procedure.errors import nearest
from fingerpost.procedure.explaining.requirements import Clearance
from fingerpost.record.services.decisions import CompartmentDecision


@transaction.atomic
def record_done(duty: Duty, what: str, who: str, on: date) -> DutyStep:
    """Record that a duty was done: what, by whom, and on which day it really was. Raises `AccessError`.

    For what is to be considered, `what` is what came of considering it.
    """
    return _record(duty, DutyStepKind.DONE, text=what, who=who, on=on)


@transaction.atomic
def record_done_unasked(
    concern: Concern, compartment: str, provision: str, about: UUID | None, what: str, who: str, on: date
) -> DutyStep:
    """Record that what a provision asks for was done though it does not apply, or not yet.

    Raises `AccessError`, also for a provision that the version does not have under which this is decided.
    """
    concern_lock.lock(concern.pk)
    key = DutyKey(provision, about)
    held = duty_rows.of(concern, compartment).get(key)
    if held is None:
        decided, _ = decision_sync.wanted_in(concern, compartment)
        known = decided.pack.provisions
        if provision not in known:
            what = f"there is no rule “{provision}” in {decided.pack.name}"
            raise refuse("provision", what, nearest(provision, known) or "Choose a rule of the procedure.")
        held = duty_rows.new(concern, compartment, key, decided.pack.name)
        duty_rows.add([held.duty])
    return record_done(held.duty, what, who, on)


@transaction.atomic
def waive(duty: Duty, reason: str, until: date | None = None) -> DutyStep:
    """Waive a duty by judgement, until a day or for good. Raises `AccessError`.

    What the chapter wants on the same day stays open until a second person has confirmed it.
    """
    return _record(duty, DutyStepKind.WAIVED, text=reason, until=until, asks_second=True)


@transaction.atomic
def postpone(duty: Duty, reason: str, until: date) -> DutyStep:
    """Put a duty off until a day, under the rule of `waive`. Raises `AccessError`."""
    return _record(duty, DutyStepKind.POSTPONED, text=reason, until=until, asks_second=True)


@transaction.atomic
def confirm(duty: Duty) -> DutyStep:
    """Confirm, as the second person, that a duty is waived or postponed. Raises `AccessError` for the first."""
    held, decided, wanted = _held(duty)
    proposed = held.now.proposed
    if proposed is None:
        raise refuse("duty", "nothing waits to be confirmed", "Look at the duty again: somebody may have done it.")
    first = Membership.objects.get(pk=proposed.by_id)
    if are_one(context.required().user_id, first.user_id):
        raise refuse("duty", "the same person cannot confirm it", "Ask a colleague who sees this concern.")
    return _add(held, decided, wanted, held.step(DutyStepKind.CONFIRMED, step=proposed))


@transaction.atomic
def take(duty: Duty) -> DutyStep:
    """Take a duty upon oneself. Raises `AccessError`."""
    return hand_over(duty, Membership.objects.get(pk=context.required().membership_id))


@transaction.atomic
def hand_over(duty: Duty, to: Membership) -> DutyStep:
    """Give a duty to somebody of the organisation whose queue it is in, who comes to work on the concern by that.

    Raises `AccessError` for somebody who is not there today, or who may not be let in.
    """
    if not to.holds_on(london_day(timezone.now())):
        raise refuse("duty", "this person is not there today", "Choose somebody who is.")
    held, decided, wanted = _held(duty)
    grant_access(duty.concern_id, duty.compartment, to)
    kind = DutyStepKind.TAKEN if to.pk == context.required().membership_id else DutyStepKind.HANDED_OVER
    return _add(held, decided, wanted, held.step(kind, to=to))


@transaction.atomic
def withdraw(step: DutyStep, reason: str) -> DutyStep:
    """Take back a step that somebody recorded in error: it stays, with the reason. Raises `AccessError`."""
    held, decided, wanted = _held(step.duty)
    may = {DutyStepKind.DONE, DutyStepKind.WAIVED, DutyStepKind.POSTPONED}
    gone = {one.step_id for one in held.steps if one.kind == DutyStepKind.WITHDRAWN}
    if step.kind not in may or step.pk in gone:
        raise refuse("duty", "this cannot be taken back", "Look at the duty again: somebody may have done it.")
    if step.kind == DutyStepKind.DONE and step.pack:
        raise refuse("duty", "the work itself says that it was done", "Take it back where that was recorded.")
    taken_back = _add(held, decided, wanted, held.step(DutyStepKind.WITHDRAWN, step=step, text=reason))
    if step.duty.work:
        # Casework may have carried it out by itself.
        decision_sync.apply_decision(step.duty.concern, step.duty.compartment, {}, timezone.now())
    return taken_back


def _record(duty: Duty, kind: DutyStepKind, *, asks_second: bool = False, **fields: Any) -> DutyStep:
    held, decided, wanted = _held(duty)
    second = asks_second and duty.work is None and needs_second(duty_state_cache.provision_of(duty, decided.pack))
    embargoed = (
        kind == DutyStepKind.DONE and duty_state_cache.clearance_for(wanted.get(DutyKey.of(duty))) is Clearance.WAIT
    )
    return _add(held, decided, wanted, held.step(kind, second=second, held=embargoed, **fields))


def _held(duty: Duty) -> tuple[DutyWithSteps, CompartmentDecision, WantedDuties]:
    """Take the concern's turn, and return a duty with the decision that it is under."""
    concern_lock.lock(duty.concern_id)
    decided, wanted = decision_sync.wanted_in(duty.concern, duty.compartment)
    return duty_rows.of(duty.concern, duty.compartment)[DutyKey.of(duty)], decided, wanted


def _add(held: DutyWithSteps, decided: CompartmentDecision, wanted: WantedDuties, step: DutyStep) -> DutyStep:
    duty_rows.add([step])
    duty = held.duty
    duty_state_cache.refresh(duty.concern, duty.compartment, decided, wanted, {DutyKey.of(duty): held})
    return step
