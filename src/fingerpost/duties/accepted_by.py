"""Who works on a concern already: whoever accepted it is told what comes up later, and it is not referred again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from fingerpost.access.models import Concern
from fingerpost.duties.rules import REFERRAL
from fingerpost.procedure.decision import Outcome
from fingerpost.procedure.pack.model import Pack, Provision
from fingerpost.rooms import Room, rooms

Source = Callable[[Concern, str, datetime | None], Iterable[str]]
"""Returns who works on what a compartment's decision is made from, as packs call them, as recorded by a moment."""


@dataclass(frozen=True, kw_only=True)
class WithAcceptedBy(Room):
    """A room that knows who works on a concern."""

    works_on_it: Source | None = None


def of_concern(concern: Concern, compartment: str, at: datetime | None = None) -> frozenset[str]:
    """Return who works on it already, as packs call recipients (`social_care`)."""
    sources = [room.works_on_it for room in rooms(WithAcceptedBy) if room.works_on_it is not None]
    return frozenset(name for source in sources for name in source(concern, compartment, at))


def on(provision: Provision, outcome: object, working: Collection[str]) -> str:
    """Return the recipient of a referral that is asked for, who works on the concern already; else an empty text."""
    if not isinstance(outcome, Outcome) or REFERRAL not in provision.carried_out_by:
        return ""
    return next((name for name in provision.to if name in working), "")


def telling(pack: Pack, provision: Provision, works_on_it: str) -> str:
    """Return what is to be done where somebody works on it already: they are told what has come up."""
    name = pack.recipients.get(works_on_it, works_on_it)
    return f"Tell the people who already work on this ({name}): {provision.when.strip().rstrip('.')}."
