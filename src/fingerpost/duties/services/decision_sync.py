"""The difference between a new decision and the old one, carried into the duties of its compartment.

So is what casework asks for in that compartment beyond the decision (`duties.requested_duties`). It is done in the
transaction of the change. Done twice it changes nothing. What somebody cannot see they cannot carry: a fact of the
common record may bring the police a duty, and then `tasks.catch_up` does it in the name of those who see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import concern_lock, presence
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Concern
from fingerpost.duties import requested_duties, tasks
from fingerpost.duties.models import Duty, DutyStep, DutyStepKind, source_of
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.duties.services import access_grants, duty_rows, duty_state_cache, reasons
from fingerpost.duties.services.duty_rows import DutyKey, DutyWithSteps, WantedDuties
from fingerpost.keys.services import keys_at_hand
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.pack.model import Pack
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services.changes import DecidedAnew
from fingerpost.record.services.decisions import CompartmentDecision, decision_of, nothing_told
from fingerpost.record.services.procedures import versions

COMMON_ASKS: Final = "The common record asks for it now, where all can see it."


def asked_for(decided: CompartmentDecision) -> dict[DutyKey, Outcome]:
    """Return what a decision asks somebody to do: the outcomes that apply and that can be done."""
    return {
        DutyKey(outcome.provision, None if outcome.about == reasons.CONCERN else decided.names[outcome.about]): outcome
        for outcome in decided.decision.outcomes
        if outcome.status == "applies" and decided.pack.provisions[outcome.provision].is_to_be_done
    }


@keys_at_hand()
def wanted_in(
    concern: Concern,
    compartment: str,
    decisions: Mapping[str, CompartmentDecision] | None = None,
    at: datetime | None = None,
) -> tuple[CompartmentDecision, WantedDuties]:
    """Return the decision of a compartment, and what it alone asks for. `decisions`: those that were made already.

    The decision of the police is made from the common record too. What that asks for by itself is there, for all
    to see, and not a second time. With it comes what casework asks for there, also where nobody has told anything yet.
    Raises `AccessError` unless whoever is acting sees all that the decision is made from.
    """
    made = decisions or {}
    decided = made.get(compartment) or _decision(concern, compartment, at)
    outcomes = asked_for(decided)
    source = source_of(compartment)
    if source != compartment:
        common = asked_for(made.get(source) or _decision(concern, source, at))
        outcomes = {key: outcome for key, outcome in outcomes.items() if key not in common}
    work = requested_duties.of_concern(concern, compartment, at).values()
    once = {DutyKey(one.provision, one.about) for one in work if one.is_the_rules}
    outcomes = {key: outcome for key, outcome in outcomes.items() if key not in once}
    return decided, {**outcomes, **{DutyKey(one.provision, one.about, one.work): one for one in work}}


def decided_anew(anew: DecidedAnew) -> None:
    """Carry each decision into its duties, and what casework asks for; leave to the worker what cannot be seen."""
    now = timezone.now()
    seen = [*anew.decisions, *anew.untold]
    for compartment in seen:
        apply_decision(anew.concern, compartment, anew.decisions, now)
    if any(SOURCES[name] & anew.changed and name not in seen for name in tasks.ACROSS):
        tasks.catch_up.enqueue(str(anew.concern.pk))


@transaction.atomic(savepoint=False)
def apply_decision(
    concern: Concern, compartment: str, decisions: Mapping[str, CompartmentDecision], now: datetime
) -> None:
    """Carry a decision into the duties of its compartment: new ones, ones that came back, ones that no longer follow.

    Whoever calls has the concern's turn (`access.concern_lock`).
    """
    decided, wanted = wanted_in(concern, compartment, decisions)
    access_grants.grant_named_access(concern, compartment, wanted)
    held = duty_rows.of(concern, compartment)
    met = {key: _new(concern, compartment, key, decided, wanted[key]) for key in wanted.keys() - held.keys()}
    held |= met
    come = [key for key in wanted if not held[key].now.applies]
    gone = [key for key, one in held.items() if key not in wanted and one.now.applies]
    by_decision = any(key.work is None for key in [*come, *gone])
    told = reasons.told(concern, compartment) if by_decision else None
    elsewhere = asked_for(decided).keys()
    steps = [_came(held[key], wanted[key], decided, told, now) for key in come]
    steps += [_went(held[key], decided, told, now, is_common=key in elsewhere) for key in gone]
    for key, asked in wanted.items():
        if isinstance(asked, RequestedDuty):
            steps += _carried_out(held[key], asked, decided.pack.name, now)
    duty_rows.add([one.duty for one in met.values()])
    duty_rows.add(steps)
    duty_state_cache.refresh(concern, compartment, decided, wanted, held)


def renew(concern: Concern, compartment: str) -> int:
    """Make the present state of a compartment's duties anew; return how many were not kept as they follow."""
    if (Duty, compartment) not in presence.places(concern.pk, [Duty]):
        return 0
    concern_lock.lock(concern.pk)
    held = duty_rows.of(concern, compartment)
    decided, wanted = wanted_in(concern, compartment)
    return duty_state_cache.refresh(concern, compartment, decided, wanted, held)


def case_id(about: UUID | None, names: Mapping[str, UUID]) -> str | None:
    """Return what the case calls somebody; None when they are not in it."""
    if about is None:
        return reasons.CONCERN
    return next((name for name, appearance in names.items() if appearance == about), None)


def _decision(concern: Concern, compartment: str, at: datetime | None) -> CompartmentDecision:
    try:
        return decision_of(concern, compartment, at)
    except NothingToldError:
        return nothing_told(concern)


def _new(
    concern: Concern, compartment: str, key: DutyKey, decided: CompartmentDecision, asked: Outcome | RequestedDuty
) -> DutyWithSteps:
    if isinstance(asked, Outcome):
        return duty_rows.new(concern, compartment, key, decided.pack.name)
    return duty_rows.new(concern, compartment, key, _pack_with(key.provision, decided.pack).name, asked.what)


def _pack_with(provision: str, pack: Pack) -> Pack:
    """Return the version that decides, or the newest that has a rule where that one does not have it yet."""
    known = (one.load() for one in reversed(versions()))
    return pack if provision in pack.provisions else next((one for one in known if provision in one.provisions), pack)


def _came(
    one: DutyWithSteps,
    asked: Outcome | RequestedDuty,
    decided: CompartmentDecision,
    told: reasons.StatementBehind | None,
    now: datetime,
) -> DutyStep:
    been = any(step.kind == DutyStepKind.APPEARED for step in one.steps)
    kind = DutyStepKind.RETURNED if been else DutyStepKind.APPEARED
    if isinstance(asked, RequestedDuty) or told is None:
        since = asked.since if isinstance(asked, RequestedDuty) else now
        return one.step(kind, at=now, pack=decided.pack.name, learned_at=since)
    return one.step(
        kind,
        at=now,
        pack=decided.pack.name,
        facts=[reasons.kept(*reasons.fact_of(name, decided.names)) for name in asked.because],
        learned_at=reasons.learned_at(asked.provision, asked.because, decided, told, now),
    )


def _went(
    one: DutyWithSteps,
    decided: CompartmentDecision,
    told: reasons.StatementBehind | None,
    now: datetime,
    *,
    is_common: bool,
) -> DutyStep:
    """Return that a duty no longer follows. `is_common`: what it follows from is known to all now, and asks there."""
    if is_common:
        return one.step(DutyStepKind.SUPERSEDED, at=now, pack=decided.pack.name, text=COMMON_ASKS)
    taken_away = []
    if one.duty.work is None and told is not None:
        about = case_id(one.duty.about, decided.names)
        taken_away = reasons.taken_away_by(one.duty.provision, about, decided, told)
    return one.step(DutyStepKind.SUPERSEDED, at=now, pack=decided.pack.name, facts=taken_away)


def _carried_out(one: DutyWithSteps, asked: RequestedDuty, pack: str, now: datetime) -> Iterator[DutyStep]:
    """Yield that casework has carried it out, or that it says so no longer; nothing where that is known already."""
    done, carried = one.now.done, asked.carried
    if done is not None and done.pack and (carried is None or carried.on != done.on):
        text = "It was taken back where it had been recorded."
        yield one.step(DutyStepKind.WITHDRAWN, at=now, pack=pack, step=done, text=text)
    if carried is not None and one.now.done is None:
        yield one.step(DutyStepKind.DONE, at=now, pack=pack, on=carried.on, who=carried.who, text=carried.what)
