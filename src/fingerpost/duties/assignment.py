"""On whom a duty falls: a party of the procedure, made an organisation and, where somebody holds that part, a person.

No duty is without either. While the party's organisation is not involved yet, the duty is placed with whoever recorded
the concern: it is theirs to bring that organisation in. It is shown there as lying with that party (`is_elsewhere`),
but for what one agency alone knows: that falls on that agency, since nobody can be brought in to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from fingerpost.access.models import Ground, Involvement
from fingerpost.access.models.people import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class PartyRole:
    """Who a party of the procedure is among the organisations and roles of the service."""

    kind: OrganisationKind
    role: Role


PARTIES: Final[Mapping[str, PartyRole]] = {
    "social_care": PartyRole(OrganisationKind.SOCIAL_CARE, Role.SOCIAL_WORKER),
    "strategy_meeting": PartyRole(OrganisationKind.SOCIAL_CARE, Role.SOCIAL_WORKER),
    "police": PartyRole(OrganisationKind.POLICE, Role.POLICE_OFFICER),
    "lado": PartyRole(OrganisationKind.DESIGNATED_OFFICER, Role.DESIGNATED_OFFICER),
}
"""Parties that are an organisation of their own. All others are whoever recorded the concern."""

_HOLDS: Final = frozenset({Ground.RECORDED, Ground.WORKS})


@dataclass(frozen=True, slots=True)
class Assignee:
    """In whose queue a duty is, and who holds it; None: nobody yet, so it waits in the queue."""

    organisation_id: UUID
    holder_id: UUID | None


@dataclass(frozen=True, slots=True)
class NamedForWork:
    """Whom casework named for a piece of work: an organisation, and a person of it; None: nobody in particular."""

    organisation_id: UUID | None = None
    membership_id: UUID | None = None


def is_elsewhere(parties: Collection[str], organisation_kind: str) -> bool:
    """Whether a duty is for others than an organisation of this kind: none of whom is involved, if it is placed there.

    Then nobody there can do it. It is shown as lying with those parties, and is in no queue of theirs until the
    concern is referred to them.
    """
    kinds = kinds_of(parties)
    return bool(kinds) and organisation_kind not in kinds


def kinds_of(parties: Collection[str]) -> frozenset[OrganisationKind]:
    """Return the kinds of organisation on which a duty falls; none where whoever recorded the concern may have it."""
    if not all(name in PARTIES for name in parties):
        return frozenset()
    return frozenset(PARTIES[name].kind for name in parties)


@dataclass(frozen=True, slots=True)
class BypassedSuspects:
    """Who does not see what they would see: their memberships, and the organisations of these."""

    memberships: frozenset[UUID] = frozenset()
    organisations: frozenset[UUID] = frozenset()


def assign_avoiding_suspect(
    bypassed: BypassedSuspects,
    parties: Iterable[str],
    involved: Iterable[Involvement],
    holder: UUID | None,
    named: NamedForWork | None = None,
) -> Assignee:
    """Return on whom a duty falls where somebody is gone round (2.2): never on them, nor in a queue that is theirs.

    What would wait in the queue of an organisation one of whose people is gone round, and which recorded the concern,
    is with whoever recorded it: it may be that nobody else there takes in what comes.
    """
    everybody = list(involved)
    left = [it for it in everybody if it.membership_id not in bypassed.memberships] or everybody
    placed = assign(parties, left, holder, named)
    recorder = next((it for it in left if it.ground == Ground.RECORDED), None)
    if placed.holder_id is None and recorder is not None:
        own = recorder.organisation_id
        if placed.organisation_id == own and own in bypassed.organisations:
            return Assignee(own, recorder.membership_id)
    return placed


def assign(
    parties: Iterable[str], involved: Iterable[Involvement], holder: UUID | None, named: NamedForWork | None = None
) -> Assignee:
    """Return on whom a duty falls. `involved` are the current involvements in its compartment, the oldest first.

    `holder` has taken it, or was given it; that counts as long as they are involved themselves. After them comes who
    was `named` for it. There is at least one involvement: a compartment in which nobody is has no decision that anybody
    reads.
    """
    involved = list(involved)
    for person in filter(None, (holder, named and named.membership_id)):
        own = next((it for it in involved if it.membership_id == person), None)
        if own is not None:
            return Assignee(own.organisation_id, own.membership_id)
    recorder = next((it for it in involved if it.ground == Ground.RECORDED), involved[0])
    if named is not None and named.organisation_id is not None:
        return _at(named, involved) or Assignee(recorder.organisation_id, None)
    for name in parties:
        party = PARTIES.get(name)
        if party is None:
            return Assignee(recorder.organisation_id, recorder.membership_id)
        theirs = [it for it in involved if it.organisation.kind == party.kind]
        if theirs:
            working = (
                it for it in theirs if it.ground in _HOLDS and it.membership and it.membership.role == party.role
            )
            first = next(working, None)
            return Assignee(theirs[0].organisation_id, first.membership_id if first else None)
    return Assignee(recorder.organisation_id, None)


def _at(named: NamedForWork, involved: Iterable[Involvement]) -> Assignee | None:
    """Return the place at an organisation that was named; None where it is not involved.

    Whoever works on the concern there has it, unless somebody else of theirs was named: then it waits in their queue.
    """
    theirs = [it for it in involved if it.organisation_id == named.organisation_id]
    if not theirs:
        return None
    working = (it.membership_id for it in theirs if it.ground in _HOLDS and it.membership_id)
    return Assignee(theirs[0].organisation_id, None if named.membership_id else next(working, None))
