"""How duties stand at present, kept where lists find it fast; and the proof that what is kept is what follows.

Nothing is true because it is here. It is made from the steps, the decision and the involvements, in the transaction
that changes one of them, and `rebuild` makes it anew and says what was different.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from fingerpost.access import queries
from fingerpost.access.actor import Actor
from fingerpost.access.models import Concern, Membership
from fingerpost.duties import accepted_by
from fingerpost.duties.assignment import Assignee, NamedForWork, assign_avoiding_suspect
from fingerpost.duties.models import Duty, DutyState
from fingerpost.duties.requested_duties import RequestedDuty
from fingerpost.duties.rules import FOR_GOOD, Due, due, due_by, is_offered
from fingerpost.duties.services import duty_rows
from fingerpost.duties.services.duty_rows import DutyKey, DutyWithSteps, WantedDuties
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.explaining.requirements import Clearance, clearance_of, is_urgent
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.record.services.decisions import CompartmentDecision

DERIVED: Final = (
    "organisation_id",
    "holder_id",
    "is_open",
    "is_offered",
    "clearance",
    "is_urgent",
    "works_on_it",
    "awaits_second",
    "due",
    "quiet_until",
)


def provision_of(duty: Duty, pack: Pack) -> Provision:
    """Return the provision of a duty: as the version has it under which it is decided now, or else as it was met."""
    return pack.provisions.get(duty.provision) or duty.rule


def due_of(held: DutyWithSteps, asked: Outcome | RequestedDuty | None, decided: CompartmentDecision) -> Due | None:
    """Return when a duty is due, under the present decision; None where it does not apply or has no day."""
    if isinstance(asked, RequestedDuty):
        return due_by(asked.due)
    learned = held.now.learned_at
    if asked is None or learned is None:
        return None
    return due(decided.pack, decided.pack.provisions[asked.provision], decided.case, asked.about, learned)


def clearance_for(asked: Outcome | RequestedDuty | None) -> Clearance:
    """Return whether a duty has to wait, or to be asked about first; neither where casework asks, or nobody does."""
    return clearance_of(asked) if isinstance(asked, Outcome) else Clearance.CLEAR


def refresh(
    concern: Concern,
    compartment: str,
    decided: CompartmentDecision,
    wanted: WantedDuties,
    held: Mapping[DutyKey, DutyWithSteps],
) -> int:
    """Make the present state of a compartment's duties; return how many were not kept as they are."""
    involved = duty_rows.involved_in(concern, compartment)
    there = [it for it in involved if not it.is_shut_out]  # type: ignore[attr-defined]
    bypassed = duty_rows.bypassed_suspects(concern, compartment)
    kept = {state.duty_id: state for state in queries.read("duty states", _states, concern.pk, [compartment])}
    named = _named(wanted)
    workers = accepted_by.of_concern(concern, compartment)
    new: list[DutyState] = []
    changed: list[DutyState] = []
    for key, one in held.items():
        duty, now = one.duty, one.now
        provision, asked = provision_of(duty, decided.pack), wanted.get(key)
        day = due_of(one, asked, decided)
        parties = (asked.party,) if isinstance(asked, RequestedDuty) else provision.who
        # Where all are shut out somebody sees it for one of them: a manager, whoever covers. It waits in their queue.
        none = Assignee(involved[0].organisation_id, None)
        placed = assign_avoiding_suspect(bypassed, parties, there, now.holder, named.get(key)) if there else none
        values = {
            "organisation_id": placed.organisation_id,
            "holder_id": placed.holder_id,
            "is_open": now.is_open,
            "is_offered": duty.work is None and is_offered(provision),
            "clearance": clearance_for(asked),
            "works_on_it": accepted_by.on(provision, asked, workers),
            "is_urgent": isinstance(asked, Outcome) and is_urgent(decided.pack.provisions[asked.provision], asked),
            "awaits_second": now.proposed is not None,
            "due": day and put_off(day.counts, now.quiet_until),
            "quiet_until": now.quiet_until,
        }
        state = kept.get(duty.pk)
        if state is None:
            new.append(
                DutyState(
                    duty=duty, concern_id=duty.concern_id, compartment=duty.compartment, source=duty.source, **values
                )
            )
        elif any(getattr(state, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(state, name, value)
            changed.append(state)
    # Not noted: what it follows from is, and was checked. PostgreSQL's policies hold for these rows too.
    DutyState._base_manager.bulk_create(new)
    if changed:
        DutyState._base_manager.bulk_update(changed, [name.removesuffix("_id") for name in DERIVED])
    return len(new) + len(changed)


def _states(actor: Actor, now: datetime, concern: UUID, parts: Sequence[str]) -> QuerySet[DutyState]:
    return DutyState.objects.visible(actor, at=now).filter(concern=concern, compartment__in=parts)


def _named(wanted: WantedDuties) -> dict[DutyKey, NamedForWork]:
    """Return whom casework named for its work, with the organisation of each person: one query at the most."""
    work = {
        key: one
        for key, one in wanted.items()
        if isinstance(one, RequestedDuty) and (one.membership or one.organisation)
    }
    people = [one.membership for one in work.values() if one.membership]
    found = Membership.objects.filter(pk__in=people).values_list("pk", "organisation_id") if people else ()
    theirs: dict[UUID | None, UUID] = dict(found)
    return {
        key: NamedForWork(theirs.get(one.membership, one.organisation), one.membership) for key, one in work.items()
    }


def put_off(due: date, quiet_until: date | None) -> date:
    """Return the day by which it is to be done when it is quiet until another: nobody is late while it is."""
    return due if quiet_until in (None, FOR_GOOD) else max(due, quiet_until)
