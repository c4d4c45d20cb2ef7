"""What people record: a hold and its release; a proposal, its confirmation by a second person, its being taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from fingerpost.access import compartments, context
from fingerpost.access.errors import no_such_concern
from fingerpost.access.models import Compartment, Concern
from fingerpost.access.one_person import are_one
from fingerpost.casework.managing.permissions import manages
from fingerpost.disposal.errors import refuse
from fingerpost.disposal.models import DisposalAnswer, Hold, HoldRelease, Proposal, ProposalAnswer
from fingerpost.disposal.rules import WAITING
from fingerpost.disposal.services import listing, status
from fingerpost.disposal.services.status import DisposalStatus
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.changes import change
from fingerpost.record.services.timestamps import now


def hold(
    concern: Concern,
    *,
    why: str,
    asked_by: str,
    since: date,
    until: date | None = None,
    compartment: str = Compartment.COMMON,
) -> Hold:
    """Place a legal hold. Raises `AccessError` if the person acting may not add to that part."""
    with change(concern, compartment):
        placed = Hold(
            concern=concern,
            compartment=compartment,
            why=why,
            asked_by=asked_by,
            since=since,
            until=until,
            recorded_at=now(),
            recorded_by_id=context.required().membership_id,
        )
        placed.save()
    return placed


def release(placed: Hold, *, why: str) -> HoldRelease:
    """Release a hold. Raises `DisposalError` where it is released already, or the person acting does not manage."""
    _require_that_they_manage()
    with change(placed.concern, placed.compartment):
        if HoldRelease.objects.visible().filter(hold=placed).exists():
            raise refuse("hold", "somebody has released it already", "Nothing is left to be done.")
        ended = HoldRelease(
            concern=placed.concern,
            compartment=placed.compartment,
            hold=placed,
            why=why,
            recorded_at=now(placed),
            recorded_by_id=context.required().membership_id,
        )
        ended.save()
    return ended


def propose(concern: Concern, *, why: str) -> list[Proposal]:
    """Propose to dispose of every part of a concern that the person acting sees.

    Raises `DisposalError` with every reason that is in the way, or where it is proposed already.
    """
    _require_that_they_manage()
    with _changing(concern) as parts:
        stands = _that_may_be(concern)
        proposed = {one.compartment for one in stands.standing}
        last = stands.reckoned.last
        if last is None or last.until is None:
            raise refuse("proposal", "nobody can say until when it is kept")
        made = []
        for part in parts:
            if part in proposed:
                continue
            row = Proposal(
                concern=concern,
                compartment=part,
                rule=last.rule.id,
                year=last.until.year,
                listed=listing.counted(concern, part),
                why=why,
                recorded_at=now(),
                recorded_by_id=context.required().membership_id,
            )
            row.save()
            made.append(row)
        if not made:
            raise refuse("proposal", "it is proposed already", "Somebody else confirms it, or it is taken back.")
    return made


def confirm(concern: Concern, *, why: str) -> list[ProposalAnswer]:
    """Confirm what somebody else proposed, in every part that the person acting sees. It is done after `WAITING`.

    Raises `DisposalError` where something is in the way, or the same person proposed it, in any of their
    memberships.
    """
    from fingerpost.disposal import tasks

    _require_that_they_manage()
    actor = context.required()
    with _changing(concern):
        stands = _that_may_be(concern)
        waiting = [one for one in stands.standing if stands.folded[one.pk].second is None]
        theirs = [
            one
            for one in waiting
            if not are_one(actor.user_id, one.recorded_by.user_id) and one.recorded_by_id != actor.membership_id
        ]
        if waiting and not theirs:
            raise refuse("confirmation", "you proposed this yourself", "Another person who manages confirms it.")
        if not theirs:
            raise refuse("confirmation", "nothing is proposed that waits for a second person")
        made = [_answer(one, DisposalAnswer.CONFIRMED, why) for one in theirs]
        tasks.when_ripe(concern.pk, actor.membership_id, made[-1].recorded_at + WAITING)
    return made


def withdraw(concern: Concern, *, why: str) -> list[ProposalAnswer]:
    """Take back what was proposed, confirmed or not, in every part that the person acting sees."""
    _require_that_they_manage()
    with _changing(concern):
        stands = status.of_concern(concern, london_day(now()))
        if not stands.standing:
            raise refuse("taking back", "nothing is proposed", "Nothing is left to be done.")
        return [_answer(one, DisposalAnswer.WITHDRAWN, why) for one in stands.standing]


def _answer(proposal: Proposal, said: DisposalAnswer, why: str) -> ProposalAnswer:
    made = ProposalAnswer(
        concern=proposal.concern,
        compartment=proposal.compartment,
        proposal=proposal,
        answer=said,
        why=why,
        recorded_at=now(proposal),
        recorded_by_id=context.required().membership_id,
    )
    made.save()
    return made


@contextmanager
def _changing(concern: Concern) -> Iterator[list[str]]:
    """Change every part of a concern that the person acting sees, and yield which."""
    parts = sorted(compartments.view_of(context.required(), concern.pk))
    if not parts:
        raise no_such_concern()
    with change(concern, parts[0]):
        for part in parts[1:]:
            with change(concern, part):
                pass
        yield parts


def _that_may_be(concern: Concern) -> DisposalStatus:
    """Return the state of the concern. Raises `DisposalError` with what is in the way of disposing of it."""
    stands = status.of_concern(concern, london_day(now()))
    if stands.obstacles:
        raise refuse("disposal", f"this cannot be disposed of: {'; '.join(stands.obstacles)}")
    return stands


def _require_that_they_manage() -> None:
    if not manages(context.required()):
        raise refuse("disposal", "only team managers and safeguarding leads do this", "Ask one of them.")
