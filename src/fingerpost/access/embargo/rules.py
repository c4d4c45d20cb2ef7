"""What an embargo holds, over plain data. `guard.held` in PostgreSQL says the same; a test compares them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from fingerpost.access.embargo.recipients import Person, Relation
from fingerpost.access.models.embargoes import EVERYONE
from fingerpost.access.rules import Waiting

# Referring to these is not disclosure, whether or not they act on the concern yet: the provision says so.
NEVER_HELD = frozenset({"police", "social_care", "designated_officer"})


@dataclass(frozen=True, slots=True)
class EmbargoInForce:
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
    """Nothing is in the way of telling."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """It must not be told now: because of these embargoes, and of others in compartments that the teller cannot see."""

    embargoes: tuple[UUID, ...]
    across: tuple[Waiting, ...] = ()


def concerns(embargo: EmbargoInForce, recipient: Person) -> bool:
    """Whether the recipient is among those who must not be told."""
    return EVERYONE in embargo.must_not_be_told or str(recipient) in embargo.must_not_be_told


def is_lifted(embargo: EmbargoInForce, lifts: Iterable[Lifted], recipient: Person, at: datetime) -> bool:
    """Whether a decision lets the recipient be told about this embargo's adult at that moment."""
    return any(lift.embargo_id == embargo.id and lift.for_whom == str(recipient) and lift.at <= at for lift in lifts)


def holds(
    embargo: EmbargoInForce,
    lifts: Collection[Lifted],
    about: UUID | None,
    recipient: Person,
    at: datetime,
    beside: Iterable[EmbargoInForce] = (),
) -> bool:
    """Whether the embargo is in the way. `about` None: what is told may be about anybody in the concern.

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
    embargoes: Iterable[EmbargoInForce],
    lifts: Collection[Lifted],
    seen: Collection[str],
    about: UUID | None,
    recipient: Person,
    at: datetime,
    now: datetime,
) -> HeldBack | Free:
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
    return HeldBack(tuple(sorted(named)), tuple(Waiting(name) for name in sorted(across)))


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


# ---- letting one held thing go: it lifts nothing -------------------------------------------------------------------

ASKED_FOR: Final = timedelta(days=3)
"""So long a release waits for its second person; then it is to be asked for anew, as things stand then."""
RELEASED_FOR: Final = timedelta(hours=24)
"""And so long what was agreed can go. Urgent necessity is today’s."""
AGREEING_ROLES: Final = frozenset({"team_manager", "safeguarding_lead", "designated_officer"})
"""Who answers for what leaves. They carry the concern for an organisation; the colleague at the next desk does not."""


class Bar(StrEnum):
    """Why something cannot be released."""

    NOT_HELD = "nothing holds it"
    ACROSS = "it is held in a part of the record that the release would not stand in"
    SUSPECT = "it would tell the suspected adult themselves"


def bar(
    held: HeldBack | Free, standing: Iterable[EmbargoInForce], known_in: Collection[str], recipient: Person
) -> Bar | None:
    """Return why this cannot be released, or None: a second person may agree to it.

    `standing` has the embargoes that `held` names. All have to stand in `known_in`, the compartments that whoever reads
    the release knows. While a suspected adult is not listed, whoever would be told of themselves may be they.
    """
    if isinstance(held, Free):
        return Bar.NOT_HELD
    named = [one for one in standing if one.id in held.embargoes]
    if held.across or any(one.compartment not in known_in for one in named):
        return Bar.ACROSS
    if recipient.relation is Relation.SELF and any(one.about in (None, recipient.of) for one in named):
        return Bar.SUSPECT
    return None


class ReleaseState(StrEnum):
    """How a release stands. Only one that is agreed lets anything go."""

    WAITING = "waiting"
    LAPSED = "nobody answered in time"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    AGREED = "agreed"
    OVER = "its time is over"
    USED = "used"


@dataclass(frozen=True, slots=True)
class ReleaseEvent:
    """What became of a release: `kind` as `ReleaseStepKind` has it, which user recorded it, and when."""

    kind: str
    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """How a release stands, and until when it does; `until` is None once it is ended."""

    state: ReleaseState
    until: datetime | None = None


def release_standing(
    asked_by: UUID, asked_at: datetime, steps: Iterable[ReleaseEvent], now: datetime
) -> ReleaseStanding:
    """Fold how a release is from its steps, in whichever order they come.

    Agreeing counts from somebody else than whoever asked, and while it waited. What was used stays used; else whoever
    refused it, or took it back, is followed, before the agreement or after it.
    """
    found = list(steps)
    kinds = {step.kind for step in found}
    for kind, state in (
        ("used", ReleaseState.USED),
        ("refused", ReleaseState.REFUSED),
        ("withdrawn", ReleaseState.WITHDRAWN),
    ):
        if kind in kinds:
            return ReleaseStanding(state)
    waits_until = asked_at + ASKED_FOR
    agreed = [one.at for one in found if one.kind == "agreed" and one.by != asked_by and one.at < waits_until]
    if agreed:
        until = min(agreed) + RELEASED_FOR
        return ReleaseStanding(ReleaseState.AGREED, until) if now < until else ReleaseStanding(ReleaseState.OVER)
    return (
        ReleaseStanding(ReleaseState.WAITING, waits_until)
        if now < waits_until
        else ReleaseStanding(ReleaseState.LAPSED)
    )


def may_answer(role: str, user_id: UUID, asked_by: UUID) -> bool:
    """Whether somebody who acts in the release’s compartment may agree to it or refuse it: another person, in a role
    that answers for what leaves."""
    return role in AGREEING_ROLES and user_id != asked_by


def covers(embargoes: Collection[UUID], held: HeldBack | Free) -> bool:
    """Whether a release of what these embargoes held lets go what is held now: no other has come since."""
    return isinstance(held, Free) or (not held.across and set(held.embargoes) <= set(embargoes))
