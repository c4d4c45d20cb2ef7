"""A change of a concern: it is decided anew once at its end, and an embargo holds as soon as it has to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from fingerpost.access import compartments, concern_lock, context, embargo, read_once
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Authority, Compartment, Concern, Embargo
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services import conflicts
from fingerpost.record.services.decisions import CompartmentDecision, decision_of
from fingerpost.record.services.procedures import embargo_of
from fingerpost.record.services.statements import rows_of
from fingerpost.rooms import Room, rooms

_LOOK: Final = "look"
_changing: Final[ContextVar[Mapping[UUID, set[str]] | None]] = ContextVar("fingerpost_changing", default=None)


@dataclass(frozen=True, slots=True)
class DecidedAnew:
    """A concern that was changed and decided again.

    - `decisions`: each compartment whose decision may have changed, and that whoever is acting may make. One that they
      do not see is decided when somebody acts who does.
    - `untold`: those in which nobody has told anything, so that there is nothing to decide.
    - `changed`: those in which something was recorded.
    """

    concern: Concern
    decisions: Mapping[str, CompartmentDecision]
    untold: tuple[str, ...]
    changed: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class WithDecisions(Room):
    """A room that does something with each new decision: called once for each change, in its transaction."""

    decided_anew: Callable[[DecidedAnew], None] | None = None


@contextmanager
def change(concern: Concern, compartment: str = Compartment.COMMON) -> Iterator[None]:
    """Let services change the concern in the block, which is one transaction, and decide it anew once at its end.

    Blocks within it for the same concern are part of it. An error takes all of it back.
    """
    begun = _changing.get() or {}
    if concern.pk in begun:
        begun[concern.pk].add(compartment)
        yield
        return
    changed = {compartment}
    with transaction.atomic():
        concern_lock.lock(concern.pk)
        with read_once.reading():
            token = _changing.set({**begun, concern.pk: changed})
            try:
                yield
            finally:
                _changing.reset(token)
            _decide_anew(concern, changed - {_LOOK}, look=_LOOK in changed)


def touch(concern_id: UUID) -> None:
    """Say that a change is about who people are or where they work: at its end it is looked who is too close to see it.

    Outside a change nothing is to be said.
    """
    begun = _changing.get() or {}
    if concern_id in begun:
        begun[concern_id].add(_LOOK)


def is_decided_at_end(concern_id: UUID, compartment: str) -> bool:
    """Whether the concern is being changed, and the decision of this compartment is made anew at the end of it."""
    return bool(SOURCES[compartment] & (_changing.get() or {}).get(concern_id, set()))


def _decide_anew(concern: Concern, changed: Iterable[str], *, look: bool) -> None:
    """Decide what may have changed, as far as whoever is acting sees it, and let the rooms above know."""
    touched = frozenset(changed)
    decisions: dict[str, CompartmentDecision] = {}
    untold = []
    for compartment in compartments.decisions_for(compartments.view_of(context.required(), concern.pk)):
        if SOURCES[compartment] & touched:
            try:
                decisions[compartment] = decision_of(concern, compartment)
            except NothingToldError:
                untold.append(compartment)
                continue
            look = _hold(concern, compartment, decisions[compartment]) or look
    if look or touched - {Compartment.COMMON}:
        conflicts.look(concern)
    anew = DecidedAnew(concern, decisions, tuple(untold), touched)
    for room in rooms(WithDecisions):
        if room.decided_anew is not None:
            room.decided_anew(anew)


def _hold(concern: Concern, compartment: str, decided: CompartmentDecision) -> bool:
    """Place the embargoes that the decision asks for, unless one stands where its readers see it; return whether any
    was placed."""
    wanted: list[UUID | None] = [*decided.suspected]
    if decided.suspects_somebody_unlisted:
        wanted.append(None)
    if not wanted:
        return False
    held = {row.about for row in rows_of(Embargo, concern, SOURCES[compartment], authority=Authority.PROCEDURE)}
    new = [about for about in wanted if about not in held]
    for about in new:
        embargo.place(concern.pk, about, compartment=compartment, provision=embargo_of(decided.pack))
    return bool(new)
