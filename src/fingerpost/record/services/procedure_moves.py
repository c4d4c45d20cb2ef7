"""Under which version a concern is decided: the one in force when it was reported, until a manager moves it.

A move counts from the moment at which it was recorded. As known on an earlier day, the version counts that held then.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access import compartments, context
from fingerpost.access.compartments import SOURCES
from fingerpost.access.errors import no_such_concern
from fingerpost.access.errors import refuse as no_manager
from fingerpost.access.models import Concern
from fingerpost.access.rules import MANAGING_ROLES
from fingerpost.keys.services import keys_at_hand
from fingerpost.record.errors import NothingToldError, refuse
from fingerpost.record.models import ProcedureMove
from fingerpost.record.services.cases import build, gather, moved_to, telling
from fingerpost.record.services.changes import change
from fingerpost.record.services.decisions import Preview, compare, decided
from fingerpost.record.services.procedures import Version, deciding, versions
from fingerpost.record.services.statements import recorded
from fingerpost.record.services.timestamps import now


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """What another version would change in the decision of one compartment."""

    compartment: str
    preview: Preview


def version_of(concern: Concern, compartment: str, at: datetime | None = None) -> Version:
    """Return the version under which a compartment is decided, as known at a moment. Raises as `telling` does."""
    return deciding(telling(concern, compartment, at).became_aware_at, moved_to(concern, compartment, at))


def later_versions(concern: Concern, compartment: str, moment: datetime) -> list[Version]:
    """Return the versions that hold by `moment` and began after the one under which the compartment is decided."""
    present = version_of(concern, compartment)
    return [one for one in versions() if present.begins < one.begins <= moment]


def moves_of(concern: Concern, seen: Collection[str], at: datetime | None = None) -> list[ProcedureMove]:
    """Return the moves of a concern that may be shown, the first first."""
    moves = recorded(ProcedureMove.objects.visible(), concern, seen, at)
    return list(moves.select_related("recorded_by__user", "recorded_by__organisation"))


@keys_at_hand()
def compared(concern: Concern, compartment: str, to: Version) -> list[VersionComparison]:
    """Return what a move would change in each decision that it reaches and that whoever is acting may read."""
    pack, found = to.load(), []
    for reached in compartments.decisions_for(compartments.view_of(context.required(), concern.pk)):
        if compartment not in SOURCES[reached]:
            continue
        try:
            gathered = gather(concern, reached)
        except NothingToldError:
            continue
        if version_of(concern, reached).begins < to.begins:
            found.append(VersionComparison(reached, compare(decided(build(gathered)), decided(build(gathered, pack)))))
    return found


def move(concern: Concern, compartment: str, to: str, *, why: str) -> ProcedureMove:
    """Let a concern be decided under a later version from now on, and carry what that changes.

    Raises `AccessError` unless a manager is acting who may read its decision, `RecordError` where the version is not
    a later one that holds today, or where no reason is given.
    """
    actor = context.required()
    if actor.role not in MANAGING_ROLES:
        raise no_manager("concern", "only a manager moves it to another version", "Ask the manager of the team.")
    if compartment not in compartments.decisions_for(compartments.view_of(actor, concern.pk)):
        raise no_such_concern()
    with change(concern, compartment):
        moment = now()
        present = version_of(concern, compartment)
        if to not in {one.name for one in later_versions(concern, compartment, moment)}:
            raise refuse("to", "this is no later version that holds today", "Choose one of the list.")
        if not why.strip():
            raise refuse("why", "there is no reason", "Say why this concern is moved.")
        moved = ProcedureMove(
            concern=concern,
            compartment=compartment,
            before=present.name,
            to=to,
            why=why,
            recorded_at=moment,
            recorded_by_id=actor.membership_id,
        )
        moved.save()
        return moved
