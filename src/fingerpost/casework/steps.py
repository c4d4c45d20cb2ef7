"""What all casework does with steps: none is of tomorrow, each has its number, and duties are carried out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fingerpost.access import compartments, concern_lock, context, read_once
from fingerpost.access.errors import refuse
from fingerpost.access.models import Compartment, Concern, Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.access.one_person import are_one
from fingerpost.duties.models import Duty, DutyState
from fingerpost.duties.services import recording
from fingerpost.procedure.calendar import london_day
from fingerpost.record.services.facts import pack_of


def happened_at(at: datetime | None, what: str) -> datetime:
    """Return when something really happened: `at`, or now. Raises `AccessError` for what is still to come.

    `what` names it, for the reader of the error.
    """
    now = timezone.now()
    if at is not None and at > now:
        raise refuse(what, "this has not happened yet", "Give the day and time at which it did.")
    return at or now


def next_number(model: type[CaseData], **of: object) -> int:
    """Return the number of the next step of one thing. The caller has the concern's turn (`access.concern_lock`)."""
    return model.objects.visible().filter(**of).count() + 1


def is_the_same_person(by: Membership) -> bool:
    """Whether the person acting did it themselves, in any of their memberships and accounts."""
    return are_one(context.required().user_id, by.user_id)


def carry_out(
    concern: Concern,
    act: str,
    what: str,
    at: datetime,
    *,
    about: UUID | None = None,
    within: Iterable[str] | None = None,
) -> list[Duty]:
    """Record as done the open duties that an act carries out, and that the person acting sees; return them.

    `act`: one of `pack.words.ACTS`; the procedure says which provisions it carries out. `about`: only those about this
    person, and those of the concern; None: about anybody. `what` was done, `at` then. `within`: only the duties of
    these compartments; None: of those in which the common record is known. What is known in one part alone is done in
    it alone: the words and the day of a duty are read by all who see its part.
    """
    parts = compartments.made_from(Compartment.COMMON) if within is None else frozenset(within)
    decided = compartments.decisions_for(compartments.view_of(context.required(), concern.pk))
    seen = [one for one in decided if one in parts]
    provisions = {rule.id for part in seen for rule in pack_of(concern, part).carried_out_by(act)}
    return carry_out_under(concern, provisions, what, at, about=about, within=seen)


def carry_out_under(
    concern: Concern,
    provisions: Iterable[str],
    what: str,
    at: datetime,
    *,
    about: UUID | None,
    within: Iterable[str],
) -> list[Duty]:
    """Record as done the open duties of these provisions, as `carry_out` does those of an act; return them.

    What casework itself asks for under them is done where casework says so (`duties.requested_duties`), and not by
    this.
    """
    rows = DutyState.objects.visible().filter(
        concern=concern,
        compartment__in=list(within),
        is_open=True,
        duty__provision__in=list(provisions),
        duty__work=None,
    )
    found = [state.duty for state in rows.select_related("duty__concern")]
    done = [duty for duty in found if about is None or duty.about in (None, about)]
    record_done(done, what, at)
    return done


def record_done(duties: Iterable[Duty], what: str, at: datetime) -> None:
    """Record duties as done by the person acting: `what` was done, `at` then. Raises `AccessError`."""
    who = str(Membership.objects.select_related("user").get(pk=context.required().membership_id).user)
    for concern_id, of_concern in groupby(sorted(duties, key=_concern_of), _concern_of):
        with transaction.atomic(savepoint=False):
            concern_lock.lock(concern_id)
            with read_once.reading():
                for duty in of_concern:
                    recording.record_done(duty, what, who, london_day(at))


def _concern_of(duty: Duty) -> UUID:
    return duty.concern_id
