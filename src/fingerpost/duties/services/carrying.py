"""The difference between a new decision and the old one, carried into the duties of its compartment.

It is done in the transaction of the change. Done twice it changes nothing. What somebody cannot see they cannot carry:
a fact of the common record may bring the police a duty, and then `tasks.catch_up` does it in the name of those who see.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from fingerpost.access import turns
from fingerpost.access.models import Matter
from fingerpost.duties.models import DutyStep, StepKind, source_of
from fingerpost.duties.rules import is_to_be_done
from fingerpost.duties.services import reasons, rows, states
from fingerpost.duties.services.rows import Held, Key
from fingerpost.procedure.decision import Outcome
from fingerpost.record.services.decisions import Decided, decision_of

type Wanted = dict[Key, Outcome]

COMMON_ASKS: Final = "The common record asks for it now, where all can see it."


def asked_for(decided: Decided) -> Wanted:
    """Return what a decision asks somebody to do: the outcomes that apply and that can be done."""
    return {
        (outcome.provision, None if outcome.about == reasons.CONCERN else decided.names[outcome.about]): outcome
        for outcome in decided.decision.outcomes
        if outcome.status == "applies" and is_to_be_done(decided.pack.provisions[outcome.provision])
    }


def wanted_in(
    matter: Matter, compartment: str, decisions: Mapping[str, Decided] | None = None, at: datetime | None = None
) -> tuple[Decided, Wanted]:
    """Return the decision of a compartment, and what it alone asks for. `decisions`: those that were made already.

    The decision of the police is made from the common record too. What that asks for by itself stands there, for all
    to see, and not a second time. Raises as `decision_of` does.
    """
    made = decisions or {}
    decided = made.get(compartment) or decision_of(matter, compartment, at)
    wanted = asked_for(decided)
    source = source_of(compartment)
    if source != compartment:
        common = asked_for(made.get(source) or decision_of(matter, source, at))
        wanted = {key: outcome for key, outcome in wanted.items() if key not in common}
    return decided, wanted


@transaction.atomic
def carry(matter: Matter, compartment: str, decisions: Mapping[str, Decided], now: datetime) -> None:
    """Carry a decision into the duties of its compartment: new ones, ones that came back, ones that no longer follow.

    Whoever calls has the matter's turn (`access.turns`).
    """
    decided, wanted = wanted_in(matter, compartment, decisions)
    held = rows.of(matter, compartment)
    met = {key: rows.new(matter, compartment, key, decided.pack.name) for key in wanted.keys() - held.keys()}
    held |= met
    come = [key for key in wanted if not held[key].now.applies]
    gone = [key for key, one in held.items() if key not in wanted and one.now.applies]
    if come or gone:
        told = reasons.told(matter, compartment)
        steps = [_came(held[key], wanted[key], decided, told, now) for key in come]
        elsewhere = asked_for(decided).keys()
        steps += [_went(held[key], decided, told, now, is_common=key in elsewhere) for key in gone]
        rows.add([one.duty for one in met.values()])
        rows.add(steps)
    states.refresh(matter, compartment, decided, wanted, held)


def renew(matter: Matter, compartment: str) -> int:
    """Make the present state of a compartment's duties anew; return how many were not kept as they follow."""
    turns.take(matter.pk)
    held = rows.of(matter, compartment)
    if not held:
        return 0
    decided, wanted = wanted_in(matter, compartment)
    return states.refresh(matter, compartment, decided, wanted, held)


def case_id(about: UUID | None, names: Mapping[str, UUID]) -> str | None:
    """Return what the case calls somebody; None when they are not in it."""
    if about is None:
        return reasons.CONCERN
    return next((name for name, appearance in names.items() if appearance == about), None)


def _came(one: Held, outcome: Outcome, decided: Decided, told: reasons.Told, now: datetime) -> DutyStep:
    been = any(step.kind == StepKind.APPEARED for step in one.steps)
    return one.step(
        StepKind.RETURNED if been else StepKind.APPEARED,
        at=now,
        pack=decided.pack.name,
        facts=[reasons.kept(*reasons.fact_of(name, decided.names)) for name in outcome.because],
        learned_at=reasons.learned_at(outcome.provision, outcome.because, decided, told, now),
    )


def _went(one: Held, decided: Decided, told: reasons.Told, now: datetime, *, is_common: bool) -> DutyStep:
    """Return that a duty no longer follows. `is_common`: what it follows from is known to all now, and asks there."""
    if is_common:
        return one.step(StepKind.SUPERSEDED, at=now, pack=decided.pack.name, text=COMMON_ASKS)
    about = case_id(one.duty.about, decided.names)
    taken_away = reasons.taken_away_by(one.duty.provision, about, decided, told)
    return one.step(StepKind.SUPERSEDED, at=now, pack=decided.pack.name, facts=taken_away)
