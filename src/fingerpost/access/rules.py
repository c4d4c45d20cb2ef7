"""Need to know, as named predicates over plain data. This is the rule; the others are shown to agree with it.

`queries.py` says the same as querysets and `guard/sql` as PostgreSQL functions; tests draw random worlds and hold the
three against each other.

Somebody sees a compartment of a concern because of an involvement in that compartment:

- it is theirs: they recorded it, work on it, manage it, or were named;
- it is a colleague's who is away, and they cover for that colleague;
- it is their organisation's, or that of a colleague who has left, and they take in what the organisation receives or
  manage there;
- it is that of somebody in their team, and they manage the team.

In an emergency somebody who knows its reference may read the common record for some hours, if nothing shuts them out:
they alone, and to read it only.

An exclusion takes it away. An administrator and a policy officer see no case. An auditor sees what was opened to them
by name, and acts on nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fingerpost.access.actor import Actor

COMPARTMENTS = ("common", "police", "designated_officer", "health")

# Roles by what they are for. A role that is in none of these sees no case.
WORKING_ROLES = frozenset(
    {
        "practitioner",
        "safeguarding_lead",
        "social_worker",
        "team_manager",
        "police_officer",
        "health_professional",
        "designated_officer",
    }
)
READING_ROLES = frozenset({"auditor"})
MANAGING_ROLES = frozenset({"team_manager"})
# Who keeps the list of their organisation's pupils; those who may record choose from it.
LIST_KEEPING_ROLES = frozenset({"team_manager", "safeguarding_lead"})
# Who says, beside those who take in what an organisation receives, whether a look in an emergency was justified.
REVIEWING_ROLES = frozenset({"team_manager", "safeguarding_lead"})

NAMED = "named"
EMERGENCY = "emergency"
DESIGNATED_OFFICER = "designated_officer"
"""The ground of an involvement by which somebody reads the common record in an emergency, and does nothing else."""
EMERGENCY_LASTS = timedelta(hours=4)
# Grounds that are one person's alone: no colleague covers for them, takes them over, or manages them.
ALONE = frozenset({NAMED, EMERGENCY})


@dataclass(frozen=True, slots=True)
class ActorStanding:
    """Where an actor is on a day: whether their membership holds, and whose involvements they cover."""

    actor: Actor
    in_force: bool
    covers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Involved:
    """An involvement. Without a membership it is the organisation's; `team` and `has_left` are the member's.

    `kind` is the organisation's.
    """

    concern_id: UUID
    compartment: str
    organisation_id: UUID
    membership_id: UUID | None
    ground: str
    starts: datetime
    ends: datetime | None = None
    team: str = ""
    has_left: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """An exclusion of a user or of an organisation, from one compartment or (`covers` is empty) from the concern."""

    concern_id: UUID
    covers: str
    user_id: UUID | None
    organisation_id: UUID | None
    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What need to know follows from. May hold other concerns' involvements and exclusions too."""

    involvements: tuple[Involved, ...] = ()
    exclusions: tuple[Excluded, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that may be known of a compartment across the wall: something waits, and with whom."""

    compartment: str


# ---- what gives sight ------------------------------------------------------------------------------------------------


def is_theirs(standing: ActorStanding, it: Involved) -> bool:
    """The involvement is the actor's own, on whatever ground."""
    return it.membership_id == standing.actor.membership_id


def is_named(standing: ActorStanding, it: Involved) -> bool:
    """The actor, and nobody else, was named. Holds against an exclusion of their organisation."""
    return is_theirs(standing, it) and it.ground == NAMED


def covers_for_it(standing: ActorStanding, it: Involved) -> bool:
    """The involvement is an absent colleague's, for whom the actor is in today."""
    return it.membership_id in standing.covers and it.ground not in ALONE


def takes_it_in(standing: ActorStanding, it: Involved) -> bool:
    """The involvement is the organisation's, or fell to it when a colleague left, and the actor takes such in."""
    is_the_organisations = it.membership_id is None or (it.has_left and it.ground not in ALONE)
    return is_the_organisations and (standing.actor.intake or standing.actor.role in MANAGING_ROLES)


def manages_it(standing: ActorStanding, it: Involved) -> bool:
    """The involvement is that of a member of the team that the actor manages."""
    is_a_members = it.membership_id is not None and it.ground not in ALONE
    return is_a_members and standing.actor.role in MANAGING_ROLES and it.team == standing.actor.team


GIVES_SIGHT = (is_theirs, covers_for_it, takes_it_in, manages_it)


def gives_sight(standing: ActorStanding, it: Involved, at: datetime) -> bool:
    """Whether the involvement, now and by itself, lets the actor see its compartment."""
    actor = standing.actor
    if not (it.starts <= at and (it.ends is None or at < it.ends)):
        return False
    if it.organisation_id != actor.organisation_id:
        return False
    if actor.role in READING_ROLES:
        return is_named(standing, it)
    return actor.role in WORKING_ROLES and any(gives(standing, it) for gives in GIVES_SIGHT)


# ---- what takes it away ----------------------------------------------------------------------------------------------


def shuts_out(standing: ActorStanding, it: Involved, exclusion: Excluded, at: datetime) -> bool:
    """Whether the exclusion takes away the sight that the involvement `it` would give."""
    if exclusion.concern_id != it.concern_id or exclusion.covers not in ("", it.compartment):
        return False
    if not (exclusion.starts <= at and (exclusion.ends is None or at < exclusion.ends)):
        return False
    if exclusion.user_id is not None:
        return exclusion.user_id == standing.actor.user_id
    return exclusion.organisation_id == standing.actor.organisation_id and not is_named(standing, it)


# ---- the answers -----------------------------------------------------------------------------------------------------


def may_see(standing: ActorStanding, facts: Facts, concern_id: UUID, compartment: str, at: datetime) -> bool:
    """Whether the actor may see this compartment of this concern."""
    return any(True for _ in _showing(standing, facts, concern_id, compartment, at))


def may_act(standing: ActorStanding, facts: Facts, concern_id: UUID, compartment: str, at: datetime) -> bool:
    """Whether the actor may add to this compartment of this concern: whoever sees it, but for an auditor, and but for
    somebody who sees it in an emergency only."""
    return standing.actor.role in WORKING_ROLES and any(
        it.ground != EMERGENCY for it in _showing(standing, facts, concern_id, compartment, at)
    )


def _showing(
    standing: ActorStanding, facts: Facts, concern_id: UUID, compartment: str, at: datetime
) -> Iterator[Involved]:
    """Yield the involvements through which the actor sees this compartment."""
    if not standing.in_force:
        return
    for it in facts.involvements:
        gives = (it.concern_id, it.compartment) == (concern_id, compartment) and gives_sight(standing, it, at)
        if gives and not any(shuts_out(standing, it, out, at) for out in facts.exclusions):
            yield it


def may_open(standing: ActorStanding) -> bool:
    """Whether the actor may record a concern at all: anybody who works with children, in a role that holds."""
    return standing.in_force and standing.actor.role in WORKING_ROLES


def view(standing: ActorStanding, facts: Facts, concern_id: UUID, at: datetime) -> frozenset[str]:
    """Return the compartments of the concern that the actor may see. Empty: for them there is no such concern."""
    return frozenset(c for c in COMPARTMENTS if may_see(standing, facts, concern_id, c, at))


# ---- in an emergency -------------------------------------------------------------------------------------------------


def may_break_glass(standing: ActorStanding, facts: Facts, concern_id: UUID, at: datetime) -> bool:
    """Whether the actor may read the common record of this concern in an emergency, who knows its reference.

    Nobody who is shut out of any part of it, as a person or with their organisation, whoever named them: an emergency
    is no way round a conflict or an embargo. Not what is with a designated officer's office, whose common record is
    about the adult; and not what nobody is involved in any more, such as what was disposed of.
    """
    actor = standing.actor
    shut_out = any(
        out.concern_id == concern_id
        and out.starts <= at
        and (out.ends is None or at < out.ends)
        and (out.user_id == actor.user_id or out.organisation_id == actor.organisation_id)
        for out in facts.exclusions
    )
    kinds = {
        it.kind
        for it in facts.involvements
        if (it.concern_id, it.compartment) == (concern_id, "common")
        and it.ground != EMERGENCY
        and it.starts <= at
        and (it.ends is None or at < it.ends)
    }
    return may_open(standing) and not shut_out and bool(kinds) and DESIGNATED_OFFICER not in kinds


@dataclass(frozen=True, slots=True)
class Looked:
    """Somebody's look in an emergency: the user and for which organisation, and whose record it is."""

    user_id: UUID
    organisation_id: UUID
    owner_id: UUID


def may_review(standing: ActorStanding, looked: Looked, *, acts: bool) -> bool:
    """Whether the actor says if a look was justified. `acts`: they act in the common record of that concern.

    It is for a manager, or whoever takes in, of those whose record it is: never for whoever looked, in whatever
    membership, and for nobody of their organisation unless the record is that organisation's own.
    """
    actor = standing.actor
    is_theirs_to_say = actor.role in REVIEWING_ROLES or actor.intake
    is_of_another = actor.organisation_id == looked.owner_id or actor.organisation_id != looked.organisation_id
    return acts and is_theirs_to_say and is_of_another and actor.user_id != looked.user_id


# ---- involving others ------------------------------------------------------------------------------------------------

# Whose compartment it is: an organisation of that kind may be let in by anybody who sees some part of the concern.
KIND_OF = {"police": "police", "designated_officer": "designated_officer", "health": "health"}
# What only they may ever see; into the others somebody may also be let in by name.
ONLY_THEIR_OWN = frozenset({"police"})


@dataclass(frozen=True, slots=True)
class Target:
    """Whom somebody wants to involve: an organisation, or one membership in it."""

    organisation_id: UUID
    kind: str
    membership_id: UUID | None
    ground: str


def fits(compartment: str, target: Target) -> bool:
    """Whether the target may be let into the compartment at all, whoever asks. Nobody is let in for an emergency."""
    if target.ground == EMERGENCY:
        return False
    if compartment not in KIND_OF or target.kind == KIND_OF[compartment]:
        return True
    return target.ground == NAMED and compartment not in ONLY_THEIR_OWN


def may_involve(
    standing: ActorStanding,
    facts: Facts,
    concern_id: UUID,
    compartment: str,
    target: Target,
    at: datetime,
    *,
    opened_by: UUID,
) -> bool:
    """Whether the actor may involve the target in the compartment. Nobody lets themselves in where others are.

    - Whoever acts in a compartment may involve others in it.
    - Whoever acts in some compartment may send the concern to another organisation's own compartment (a referral to the
      police, say), and may open their own organisation's as long as nobody has ever been in it.
    - Whoever opened the concern (`opened_by`: a membership) involves themselves in it first of all.
    - Nobody lets a colleague in by name where their own organisation is shut out and another one works there.
    """
    if not fits(compartment, target) or _is_shut_out_with(standing.actor, facts, concern_id, compartment, target, at):
        return False
    if may_act(standing, facts, concern_id, compartment, at):
        return True
    actor = standing.actor
    of_concern = [it for it in facts.involvements if it.concern_id == concern_id]
    is_own = target.organisation_id == actor.organisation_id
    is_self = is_own and target.membership_id == actor.membership_id
    if not of_concern:
        return may_open(standing) and opened_by == actor.membership_id and compartment == "common" and is_self
    if not any(may_act(standing, facts, concern_id, c, at) for c in COMPARTMENTS):
        return False
    if target.kind != KIND_OF.get(compartment):
        return False
    never_opened = not any(it.compartment == compartment for it in of_concern)
    return is_self and never_opened if is_own else target.membership_id is None


def _is_shut_out_with(
    actor: Actor, facts: Facts, concern_id: UUID, compartment: str, target: Target, at: datetime
) -> bool:
    """Whether the target would be named against the exclusion of the organisation that is the actor's own too, which is
    for another one that works there to say."""

    def holds(it: Involved | Excluded) -> bool:
        return it.concern_id == concern_id and it.starts <= at and (it.ends is None or at < it.ends)

    own = target.organisation_id
    return (
        target.ground == NAMED
        and own == actor.organisation_id
        and any(holds(it) and it.organisation_id == own and it.covers in ("", compartment) for it in facts.exclusions)
        and any(
            holds(it) and it.organisation_id != own and it.compartment == compartment and it.ground != EMERGENCY
            for it in facts.involvements
        )
    )
