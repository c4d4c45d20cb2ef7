"""What all casework does with steps: none is of tomorrow, each has its number, and duties are carried out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fingerpost.access import compartments, context
from fingerpost.access.errors import refuse
from fingerpost.access.models import Matter, Membership
from fingerpost.access.models.case_data import CaseData
from fingerpost.duties.models import Duty, DutyState
from fingerpost.duties.services import recording
from fingerpost.procedure.calendar import london_day


def happened_at(at: datetime | None, what: str) -> datetime:
    """Return when something really happened: `at`, or now. Raises `AccessError` for what is still to come.

    `what` names it, for whoever reads the error.
    """
    now = timezone.now()
    if at is not None and at > now:
        raise refuse(what, "this has not happened yet", "Give the day and time at which it did.")
    return at or now


def next_number(model: type[CaseData], **of: object) -> int:
    """Return the number of the next step of one thing. Whoever calls has the matter's turn (`access.turns`)."""
    return model.objects.visible().filter(**of).count() + 1


def carry_out(
    matter: Matter,
    provisions: Iterable[str],
    what: str,
    at: datetime,
    *,
    about: UUID | None = None,
    within: Iterable[str] | None = None,
) -> list[Duty]:
    """Record as done the open duties of these provisions that whoever is acting sees; return them.

    What casework itself asks for under them is done where casework says so (`duties.agreed`), and not by this.
    `about`: only those about this person, and those of the concern; None: about anybody. `what` was done, `at` then.
    `within`: only the duties of these; None: of all. What is known in one part alone is done in it alone.
    """
    seen = compartments.decisions_for(compartments.view_of(context.required(), matter.pk))
    if within is not None:
        seen = tuple(one for one in seen if one in set(within))
    rows = DutyState.objects.visible().filter(
        matter=matter, compartment__in=seen, is_open=True, duty__provision__in=list(provisions), duty__work=None
    )
    found = [state.duty for state in rows.select_related("duty__matter")]
    done = [duty for duty in found if about is None or duty.about in (None, about)]
    who = str(Membership.objects.select_related("user").get(pk=context.required().membership_id).user)
    for duty in done:
        recording.record_done(duty, what, who, london_day(at))
    return done
