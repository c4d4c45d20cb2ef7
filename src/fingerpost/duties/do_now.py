"""“Do this now” of a concern: what of its open duties and open questions cannot wait, for whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fingerpost.access import intake
from fingerpost.access.arrivals import Arrival
from fingerpost.access.do_now import Block, setting_of, with_numbers
from fingerpost.access.models import Membership
from fingerpost.access.models.people import Role
from fingerpost.duties.presentation import DutyShown
from fingerpost.procedure.explaining.do_now import do_now_of
from fingerpost.procedure.explaining.requirements import requirements_of
from fingerpost.procedure.explaining.words import Called
from fingerpost.record.services.decisions import CompartmentDecision
from fingerpost.web.jinja import clock


def of_concern(
    one: CompartmentDecision,
    called: Called,
    open_: Iterable[DutyShown],
    reader: Membership,
    now: datetime,
    *,
    is_new: bool = False,
    read: Arrival | None = None,
) -> Block | None:
    """Return it by one decision; None where nothing presses. One query, of the directory.

    Who takes in concerns or leads is told to act, and not to tell themselves. `is_new`: nobody has read the concern
    yet, so whoever reads it is told in any case. `read`: that somebody has in the reader's organisation, if so.
    """
    still = {shown.provision.id for shown in open_ if not shown.works_on_it}
    if not (still or is_new):
        return None
    asked = requirements_of(one.pack, one.case, one.decision, called)
    waits = [it for it in asked if it.status == "depends" or it.provision.id in still]
    is_told = reader.role == Role.SAFEGUARDING_LEAD or intake.takes_in(reader)
    said = f"{read.reader} read it at {clock(read.read_at)}." if read and read.read_at and not is_told else ""
    made = do_now_of(one.pack, one.case, waits, setting_of(reader.organisation), is_told=is_told, read=said)
    return with_numbers(made, one.pack, now, reader) if made.acts or made.asks or is_new else None


def is_to_be_asked(one: CompartmentDecision, reader: Membership) -> bool:
    """Whether something is open by a decision that could be due today: somebody has to ask about it now."""
    asked = requirements_of(one.pack, one.case, one.decision, str)
    return bool(do_now_of(one.pack, one.case, asked, setting_of(reader.organisation), is_told=True).asks)
