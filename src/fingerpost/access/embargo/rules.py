"""What an embargo holds, over plain data. `guard.held` in PostgreSQL says the same; a test compares them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fingerpost.access.embargo.recipients import Person
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.access.rules import Waiting

# Referring to these is not disclosure, whether or not they act on the matter yet: the provision says so.
NEVER_HELD = frozenset({"police", "social_care", "designated_officer"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An embargo. `about` is the suspected adult's appearance; None: an adult who is not listed yet."""

    id: UUID
    compartment: str
    about: UUID | None
    must_not_be_told: tuple[str, ...]
    starts: datetime


@dataclass(frozen=True, slots=True)
class Lifted:
    """From `at` on one embargo no longer holds what is told to `for_whom`."""

    embargo_id: UUID
    for_whom: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Free:
    """Nothing stands in the way of telling."""


@dataclass(frozen=True, slots=True)
class Held:
    """It must not be told now: because of these embargoes, and of others in compartments that the teller cannot see."""

    embargoes: tuple[UUID, ...]
    across: tuple[Waiting, ...] = ()


def concerns(embargo: Standing, recipient: Person) -> bool:
    """Whether the recipient is among those who must not be told."""
    return EVERYONE in embargo.must_not_be_told or str(recipient) in embargo.must_not_be_told


def is_lifted(embargo: Standing, lifts: Iterable[Lifted], recipient: Person, at: datetime) -> bool:
    """Whether a decision lets the recipient be told about this embargo's adult at that moment."""
    return any(lift.embargo_id == embargo.id and lift.for_whom == str(recipient) and lift.at <= at for lift in lifts)


def holds(
    embargo: Standing,
    lifts: Collection[Lifted],
    about: UUID | None,
    recipient: Person,
    at: datetime,
    beside: Iterable[Standing] = (),
) -> bool:
    """Whether the embargo stands in the way. `about` None: what is told may be about anybody in the matter.

    One about an adult who is not listed yet holds what is about anybody, but for an adult about whom the recipient may
    be told by a decision of its own: past an embargo of the same compartment, which stands `beside` it. What may be
    about somebody else it holds as before.
    """
    same = about is None or embargo.about is None or embargo.about == about
    stands = embargo.starts <= at and same and concerns(embargo, recipient)
    if not stands or is_lifted(embargo, lifts, recipient, at):
        return False
    if embargo.about is None and about is not None:
        own = (one for one in beside if one.about == about and one.compartment == embargo.compartment)
        return not any(is_lifted(one, lifts, recipient, at) for one in own)
    return True


def decide(
    embargoes: Iterable[Standing],
    lifts: Collection[Lifted],
    seen: Collection[str],
    about: UUID | None,
    recipient: Person,
    at: datetime,
    now: datetime,
) -> Held | Free:
    """Decide for a teller who sees the compartments `seen`.

    An embargo that they cannot see holds whatever is told to a recipient whom it concerns, whomever it is about and
    whenever it began: otherwise questions could be put together that find that out.
    """
    embargoes = list(embargoes)
    named, across = [], set()
    for embargo in embargoes:
        if embargo.compartment in seen:
            if holds(embargo, lifts, about, recipient, at, embargoes):
                named.append(embargo.id)
        elif concerns(embargo, recipient) and not is_lifted(embargo, lifts, recipient, now):
            across.add(embargo.compartment)
    if not named and not across:
        return Free()
    return Held(tuple(sorted(named)), tuple(Waiting(name) for name in sorted(across)))


def may_lift(role: str, kind: str, until: str, decision: str) -> bool:
    """Whether somebody of this role, in an organisation of this kind, may record the decision that lifts an embargo."""
    if until not in ("either", decision):
        return False
    if decision == "police":
        return kind == "police" and role in ("police_officer", "team_manager")
    return (
        decision == "strategy_meeting"
        and kind in ("social_care", "police", "designated_officer")
        and role in ("social_worker", "team_manager", "police_officer", "designated_officer")
    )
