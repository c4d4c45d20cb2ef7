"""A change of a matter: whatever is done in it, it is decided anew once, and an embargo stands as soon as it has to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from fingerpost.access import compartments, context, embargo, turns
from fingerpost.access.compartments import SOURCES
from fingerpost.access.models import Authority, Compartment, Embargo, Matter
from fingerpost.record.errors import NothingToldError
from fingerpost.record.services import conflicts
from fingerpost.record.services.decisions import Decided, decision_of
from fingerpost.record.services.procedures import embargo_of
from fingerpost.rooms import Room, rooms

_LOOK: Final = "look"
_changing: Final[ContextVar[Mapping[UUID, set[str]] | None]] = ContextVar("fingerpost_changing", default=None)


@dataclass(frozen=True, slots=True)
class DecidedAnew:
    """A matter that was changed and decided again.

    - `decisions`: each compartment whose decision may have changed, and that whoever is acting may make. One that they
      do not see is decided when somebody acts who does.
    - `untold`: those in which nobody has told anything, so that there is nothing to decide.
    - `changed`: those in which something was recorded.
    """

    matter: Matter
    decisions: Mapping[str, Decided]
    untold: tuple[str, ...]
    changed: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class WithDecisions(Room):
    """A room that does something with each new decision: called once for each change, in its transaction."""

    decided_anew: Callable[[DecidedAnew], None] | None = None


@contextmanager
def change(matter: Matter, compartment: str = Compartment.COMMON) -> Iterator[None]:
    """Let services change the matter in the block, which is one transaction, and decide it anew once at its end.

    Blocks within it for the same matter are part of it. An error takes all of it back.
    """
    begun = _changing.get() or {}
    if matter.pk in begun:
        begun[matter.pk].add(compartment)
        yield
        return
    changed = {compartment}
    with transaction.atomic():
        turns.take(matter.pk)
        token = _changing.set({**begun, matter.pk: changed})
        try:
            yield
        finally:
            _changing.reset(token)
        _decide_anew(matter, changed - {_LOOK}, look=_LOOK in changed)


def touch(matter_id: UUID) -> None:
    """Say that a change is about who people are or where they work: at its end it is looked who is too close to see it.

    Outside a change nothing is to be said.
    """
    begun = _changing.get() or {}
    if matter_id in begun:
        begun[matter_id].add(_LOOK)


def _decide_anew(matter: Matter, changed: Iterable[str], *, look: bool) -> None:
    """Decide what may have changed, as far as whoever is acting sees it, and let the rooms above know."""
    touched = frozenset(changed)
    decisions: dict[str, Decided] = {}
    untold = []
    for compartment in compartments.decisions_for(compartments.view_of(context.required(), matter.pk)):
        if SOURCES[compartment] & touched:
            try:
                decisions[compartment] = decision_of(matter, compartment)
            except NothingToldError:
                untold.append(compartment)
                continue
            look = _hold(matter, compartment, decisions[compartment]) or look
    if look or touched - {Compartment.COMMON}:
        conflicts.look(matter)
    anew = DecidedAnew(matter, decisions, tuple(untold), touched)
    for room in rooms(WithDecisions):
        if room.decided_anew is not None:
            room.decided_anew(anew)


def _hold(matter: Matter, compartment: str, decided: Decided) -> bool:
    """Place the embargoes that the decision asks for, unless one stands where its readers see it; return whether any
    was placed."""
    wanted: list[UUID | None] = [*decided.suspected]
    if decided.suspects_somebody_unlisted:
        wanted.append(None)
    if not wanted:
        return False
    standing = Embargo.objects.visible().filter(
        matter=matter, compartment__in=SOURCES[compartment], authority=Authority.PROCEDURE
    )
    held = set(standing.values_list("about", flat=True))
    new = [about for about in wanted if about not in held]
    for about in new:
        embargo.place(matter.pk, about, compartment=compartment, provision=embargo_of(decided.pack))
    return bool(new)
