"""Who may know what is in which compartment, and which decisions follow from what they may know.

A decision is made for each compartment from its sources alone: the facts that everybody who is meant to carry it out
may know. So no duty, reason, date or gap in a list can come from a compartment that its reader does not see. Somebody
sees the decision of a compartment when they see all of its sources.

The designated officer's strand stands by itself: it and the common record are linked, and not readable through each
other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from fingerpost.access import context, looking, queries
from fingerpost.access.actor import Actor
from fingerpost.access.rules import COMPARTMENTS, Waiting

SOURCES: dict[str, frozenset[str]] = {
    "common": frozenset({"common"}),
    "police": frozenset({"common", "police"}),
    "designated_officer": frozenset({"designated_officer"}),
    "health": frozenset({"common", "health"}),
}


def view_of(actor: Actor, concern_id: UUID, at: datetime | None = None) -> frozenset[str]:
    """Return the compartments whose content the actor may know. Empty: for them there is no such concern."""
    rows = looking.rows()
    if at is None and rows is not None and rows.concern.pk == concern_id and actor == context.current():
        return rows.parts
    return frozenset(part for part, _ in queries.shown(actor, concern_id, at))


def decisions_for(view: Iterable[str]) -> tuple[str, ...]:
    """Return the compartments whose decisions somebody with this view may read, in the order of `COMPARTMENTS`."""
    seen = frozenset(view)
    return tuple(name for name in COMPARTMENTS if SOURCES[name] <= seen)


def made_from(compartment: str) -> frozenset[str]:
    """Return the compartments whose decisions are made from this one: where what is in it is known too."""
    return frozenset(name for name, sources in SOURCES.items() if compartment in sources)


def across_the_wall(view: Iterable[str], waiting_in: Iterable[str]) -> tuple[Waiting, ...]:
    """Return what may be said of work in compartments outside the view: that something waits, and with whom.

    `waiting_in` has the compartment of each thing that may be spoken of at all: an arrest that only the police may know
    is left out by the caller, since to everybody else it has not happened. However many things wait, and since when,
    the answer is the same. Somebody who sees nothing of the concern is told nothing.
    """
    seen = frozenset(view)
    if not seen:
        return ()
    hidden = frozenset(waiting_in) - seen
    return tuple(Waiting(name) for name in COMPARTMENTS if name in hidden)
