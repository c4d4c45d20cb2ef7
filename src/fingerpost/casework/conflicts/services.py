"""Answering an exclusion or a question, declaring oneself to be close, and who of an organisation keeps sight."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import concern_lock, context
from fingerpost.access.compartments import view_of
from fingerpost.access.errors import refuse
from fingerpost.access.models import Concern, Exclusion, ExclusionGround, Ground, Involvement, Membership
from fingerpost.access.queries import current
from fingerpost.access.services import concerns, exclusions
from fingerpost.casework.conflicts import queries
from fingerpost.duties.models import Duty, DutyState
from fingerpost.duties.services import handover
from fingerpost.record.models import ConflictAnswer, ConflictAnswered, ConflictFound
from fingerpost.record.services import retained_access
from fingerpost.record.services.changes import change, touch
from fingerpost.record.services.conflicts import require_nobody_suspected


@transaction.atomic
def answer(exclusion: Exclusion, said: ConflictAnswer, why: str) -> ConflictAnswered:
    """Confirm an exclusion, or undo it, with the reason. Raises `AccessError` for those who may not undo it."""
    if said not in (ConflictAnswer.STAYS, ConflictAnswer.UNDONE):
        raise ValueError("an exclusion stays or is undone")
    if exclusion.ends is not None:
        raise refuse("answer", "it has ended already", "Look at the page again: somebody may have undone it.")
    if said == ConflictAnswer.UNDONE and not queries.may_undo(exclusion):
        raise refuse("answer", "you cannot undo it", "Ask a manager, or somebody of another organisation in it.")
    with change(exclusion.concern, exclusion.compartment):
        row = _answered(exclusion.concern, exclusion.compartment, said, why)
        row.exclusion = exclusion
        row.save()
        if said == ConflictAnswer.UNDONE:
            exclusions.end_exclusion(exclusion)
            touch(exclusion.concern_id)  # something else may still say the same of them
    return row


@transaction.atomic
def say(conflict: ConflictFound, said: ConflictAnswer, why: str) -> ConflictAnswered:
    """Say whether a user is the person in the concern; if they are, they lose sight at once. Raises `AccessError`."""
    if said not in (ConflictAnswer.SAME, ConflictAnswer.OTHER):
        raise ValueError("a user is the same person, or another one")
    if conflict.user_id == context.required().user_id:
        raise refuse("answer", "you cannot answer this", "Somebody else who sees this concern can.")
    with change(conflict.concern, conflict.compartment):
        row = _answered(conflict.concern, conflict.compartment, said, why)
        row.conflict = conflict
        row.save()
        if said == ConflictAnswer.SAME:
            out = exclusions.shut_out_user(
                conflict.concern_id,
                conflict.user_id,
                ground=ExclusionGround.CONFLICT,
                compartment=conflict.compartment,
                reason=why,
            )
            confirmed = _answered(conflict.concern, conflict.compartment, ConflictAnswer.STAYS, why)
            confirmed.exclusion = out
            confirmed.save()
    return row


@transaction.atomic
def declare(concern: Concern, why: str, successor: Membership | None = None) -> Exclusion:
    """Let the person acting lose sight of a concern, since they know somebody in it; return what they cannot see again.

    What they hold there goes to `successor`, or waits in their organisation's queue. The exclusion is the last that
    they do. Raises `AccessError` where nobody could take over.
    """
    actor = context.required()
    concern_lock.lock(concern.pk)  # of two who say so at once, the second sees that nobody else is left
    seen = view_of(actor, concern.pk)
    if successor is not None:
        held = DutyState.objects.visible().filter(concern=concern, holder=actor.membership_id, is_open=True)
        duties = Duty.objects.visible().filter(pk__in=[state.duty_id for state in held])
        handover.hand_over(duties.select_related("concern"), successor)
    if not retained_access.others_of(concern, actor.user_id):
        for part in sorted(seen):
            concerns.let_in(concern.pk, actor.organisation_id, compartment=part, reason="Somebody has to take it over.")
    # In the common record, where there is one for them: the person who takes over is told there.
    where = "common" if "common" in seen else min(seen)
    return exclusions.shut_out_user(
        concern.pk, actor.user_id, ground=ExclusionGround.DECLARED, compartment=where, reason=why
    )


@transaction.atomic
def keep(exclusion: Exclusion, membership: Membership, why: str) -> list[Involvement]:
    """Let one person of a shut-out organisation see what it lost, by name. Raises `AccessError`."""
    if membership.organisation_id != exclusion.organisation_id or not queries.may_undo(exclusion):
        raise refuse("keeps", "you cannot let them keep it", "Ask somebody of another organisation in this concern.")
    require_nobody_suspected(exclusion.concern, exclusion.compartment, membership)
    parts = [exclusion.covers] if exclusion.covers else queries.parts_of(exclusion) or [exclusion.compartment]
    with change(exclusion.concern, exclusion.compartment):
        return [
            concerns.involve_member(
                exclusion.concern_id, membership.pk, ground=Ground.NAMED, compartment=part, reason=why
            )
            for part in parts
        ]


@transaction.atomic
def keep_no_longer(exclusion: Exclusion, membership_id: UUID) -> None:
    """Let somebody of a shut-out organisation no longer keep sight. Raises `AccessError`."""
    if not queries.may_undo(exclusion):
        raise refuse("keeps", "you cannot take it from them", "Ask somebody of another organisation in this concern.")
    named = Involvement.objects.visible().filter(
        current(timezone.now()), concern=exclusion.concern_id, membership=membership_id, ground=Ground.NAMED
    )
    with change(exclusion.concern, exclusion.compartment):
        for one in named.filter(organisation=exclusion.organisation_id):
            concerns.end_involvement(one)


def _answered(concern: Concern, compartment: str, said: ConflictAnswer, why: str) -> ConflictAnswered:
    return ConflictAnswered(
        concern=concern,
        compartment=compartment,
        answer=said,
        reason=why,
        recorded_at=timezone.now(),
        recorded_by_id=context.required().membership_id,
    )
