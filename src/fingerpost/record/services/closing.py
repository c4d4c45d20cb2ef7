"""Closing a concern, reopening it, passing it on. Each is a row, and what stands follows from them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from fingerpost.access import context, embargo
from fingerpost.access.models import Compartment, Concern, Organisation
from fingerpost.access.models.people import OrganisationKind
from fingerpost.access.services.concerns import let_in
from fingerpost.record.errors import refuse
from fingerpost.record.models import ClosingOutcome, TurnKind, TurnTaken
from fingerpost.record.services.changes import change
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now


def turns_of(concern: Concern, compartments: Collection[str], at: datetime | None = None) -> list[TurnTaken]:
    """Return what was done with the concern as a whole, as recorded by `at` (None: now), in its order."""
    taken = recorded(TurnTaken.objects.visible(), concern, compartments, at)
    return list(taken.select_related("recorded_by__user", "recorded_by__organisation", "to"))


def closing_of(turns: Sequence[TurnTaken]) -> TurnTaken | None:
    """Return the closing that is after these turns of one compartment; None while it is open."""
    standing = None
    for taken in turns:
        if taken.turn != TurnKind.TRANSFERRED:
            standing = taken if taken.turn == TurnKind.CLOSED else None
    return standing


def close(
    concern: Concern,
    outcome: ClosingOutcome,
    *,
    why: str,
    agreed_by: str,
    compartment: Compartment = Compartment.COMMON,
) -> TurnTaken:
    """Close a concern in one compartment, with its outcome and who agreed. What is still to be done there stays so.

    Raises `RecordError` when it is closed already, `AccessError` if whoever is acting may not add to it.
    """
    with change(concern, compartment):
        if _closing(concern, compartment) is not None:
            raise refuse("concern", "it is closed already", "Reopen it if something is to be added to the outcome.")
        return _take(concern, compartment, TurnKind.CLOSED, why, outcome=outcome, agreed_by=agreed_by)


def reopen(concern: Concern, *, why: str, compartment: Compartment = Compartment.COMMON) -> TurnTaken:
    """Open a closed concern again. Raises `RecordError` when it is open, `AccessError` as above."""
    with change(concern, compartment):
        if _closing(concern, compartment) is None:
            raise refuse("concern", "it is open", "There is nothing to reopen.")
        return _take(concern, compartment, TurnKind.REOPENED, why)


def transfer(
    concern: Concern, to: Organisation, *, why: str, compartment: Compartment = Compartment.COMMON
) -> TurnTaken:
    """Pass a concern on to the child's new school or area: those who take in concerns there see all of it from now on.

    Nobody who sees it now loses sight of it. Raises `AccessError` if they may not be let in by whoever is acting, or
    an embargo is in the way; `RecordError` for a designated officer's office, which reads what is referred to it
    and not the child's strand (2.2-lado-meeting).
    """
    if to.kind == OrganisationKind.DESIGNATED_OFFICER:
        raise refuse("to", "a designated officer’s office does not read the child’s record", "Refer to it instead.")
    embargo.require_may_tell(concern.pk, to.pk)
    with change(concern, compartment):
        taken = _take(concern, compartment, TurnKind.TRANSFERRED, why, to=to)
        let_in(concern.pk, to.pk, compartment=compartment, reason=why)
        return taken


def _closing(concern: Concern, compartment: str) -> TurnTaken | None:
    return closing_of(turns_of(concern, [compartment]))


def _take(
    concern: Concern,
    compartment: str,
    turn: TurnKind,
    why: str,
    *,
    outcome: ClosingOutcome | None = None,
    agreed_by: str | None = None,
    to: Organisation | None = None,
) -> TurnTaken:
    taken = TurnTaken(
        concern=concern,
        compartment=compartment,
        turn=turn,
        outcome=outcome or "",
        why=why,
        agreed_by=agreed_by,
        to=to,
        recorded_at=now(),
        recorded_by_id=context.required().membership_id,
    )
    taken.save()
    return taken
