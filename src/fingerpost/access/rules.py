"""Need to know, as named predicates over plain data. This is the rule; the others are shown to agree with it.

`queries.py` says the same as querysets and `guard/sql` as PostgreSQL functions; tests draw random worlds and hold the
three against each other.

Somebody sees a compartment of a matter because of an involvement in that compartment:

- it is theirs: they recorded it, work on it, manage it, or were named;
- it is a colleague's who is away, and they cover for that colleague;
- it is their organisation's, or that of a colleague who has left, and they take in what the organisation receives or
  manage there;
- it is that of somebody in their team, and they manage the team.

An exclusion takes it away. An administrator and a policy officer see no case. An auditor sees what was opened to them
by name, and acts on nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fingerpost.access.context import Actor

COMPARTMENTS = ("common", "police", "designated_officer", "health")

# Roles by what they are for. A role that stands in none of these sees no case.
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


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an actor stands on a day: whether their membership holds, and whose involvements they cover."""

    actor: Actor
    in_force: bool
    covers: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Involved:
    """An involvement. Without a membership it is the organisation's; `team` and `has_left` are the member's."""

    matter_id: UUID
    compartment: str
    organisation_id: UUID
    membership_id: UUID | None
    ground: str
    starts: datetime
    ends: datetime | None = None
    team: str = ""
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class Excluded:
    """An exclusion of a user or of an organisation, from one compartment or (`covers` is empty) from the matter."""

    matter_id: UUID
    covers: str
    user_id: UUID | None
    organisation_id: UUID | None
    starts: datetime
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What need to know follows from. May hold other matters' involvements and exclusions too."""

    involvements: tuple[Involved, ...] = ()
    exclusions: tuple[Excluded, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """All that may be known of a compartment across the wall: something waits, and with whom."""

    compartment: str


# ---- what gives sight ------------------------------------------------------------------------------------------------


def is_theirs(standing: Standing, it: Involved) -> bool:
    """The involvement is the actor's own, on whatever ground."""
    return it.membership_id == standing.actor.membership_id


def is_named(standing: Standing, it: Involved) -> bool:
    """The actor, and nobody else, was named. Holds against an exclusion of their organisation."""
    return is_theirs(standing, it) and it.ground == "named"


def covers_for_it(standing: Standing, it: Involved) -> bool:
    """The involvement is an absent colleague's, for whom the actor stands in today."""
    return it.membership_id in standing.covers and it.ground != "named"


def takes_it_in(standing: Standing, it: Involved) -> bool:
    """The involvement is the organisation's, or fell to it when a colleague left, and the actor takes such in."""
    is_the_organisations = it.membership_id is None or (it.has_left and it.ground != "named")
    return is_the_organisations and (standing.actor.intake or standing.actor.role in MANAGING_ROLES)


def manages_it(standing: Standing, it: Involved) -> bool:
    """The involvement is that of a member of the team that the actor manages."""
    is_a_members = it.membership_id is not None and it.ground != "named"
    return is_a_members and standing.actor.role in MANAGING_ROLES and it.team == standing.actor.team


GIVES_SIGHT = (is_theirs, covers_for_it, takes_it_in, manages_it)


def gives_sight(standing: Standing, it: Involved, at: datetime) -> bool:
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


def shuts_out(standing: Standing, it: Involved, exclusion: Excluded, at: datetime) -> bool:
    """Whether the exclusion takes away the sight that the involvement `it` would give."""
    if exclusion.matter_id != it.matter_id or exclusion.covers not in ("", it.compartment):
        return False
    if not (exclusion.starts <= at and (exclusion.ends is None or at < exclusion.ends)):
        return False
    if exclusion.user_id is not None:
        return exclusion.user_id == standing.actor.user_id
    return exclusion.organisation_id == standing.actor.organisation_id and not is_named(standing, it)


# ---- the answers -----------------------------------------------------------------------------------------------------


def may_see(standing: Standing, facts: Facts, matter_id: UUID, compartment: str, at: datetime) -> bool:
    """Whether the actor may see this compartment of this matter."""
    return standing.in_force and any(
        gives_sight(standing, it, at) and not any(shuts_out(standing, it, out, at) for out in facts.exclusions)
        for it in facts.involvements
        if it.matter_id == matter_id and it.compartment == compartment
    )


def may_act(standing: Standing, facts: Facts, matter_id: UUID, compartment: str, at: datetime) -> bool:
    """Whether the actor may add to this compartment of this matter: whoever sees it, but for an auditor."""
    return standing.actor.role in WORKING_ROLES and may_see(standing, facts, matter_id, compartment, at)


def may_open(standing: Standing) -> bool:
    """Whether the actor may record a concern at all: anybody who works with children, in a role that holds."""
    return standing.in_force and standing.actor.role in WORKING_ROLES


def view(standing: Standing, facts: Facts, matter_id: UUID, at: datetime) -> frozenset[str]:
    """Return the compartments of the matter that the actor may see. Empty: for them there is no such matter."""
    return frozenset(c for c in COMPARTMENTS if may_see(standing, facts, matter_id, c, at))


# ---- involving others ------------------------------------------------------------------------------------------------

# Whose compartment it is: an organisation of that kind may be let in by anybody who sees some part of the matter.
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
    """Whether the target may be in the compartment at all, whoever asks."""
    if compartment not in KIND_OF or target.kind == KIND_OF[compartment]:
        return True
    return target.ground == "named" and compartment not in ONLY_THEIR_OWN


def may_involve(
    standing: Standing,
    facts: Facts,
    matter_id: UUID,
    compartment: str,
    target: Target,
    at: datetime,
    *,
    opened_by: UUID,
) -> bool:
    """Whether the actor may involve the target in the compartment. Nobody lets themselves in where others are.

    - Whoever acts in a compartment may involve others in it.
    - Whoever acts in some compartment may send the matter to another organisation's own compartment (a referral to the
      police, say), and may open their own organisation's as long as nobody has ever been in it.
    - Whoever opened the matter (`opened_by`: a membership) involves themselves in it first of all.
    """
    if not fits(compartment, target):
        return False
    if may_act(standing, facts, matter_id, compartment, at):
        return True
    actor = standing.actor
    of_matter = [it for it in facts.involvements if it.matter_id == matter_id]
    is_own = target.organisation_id == actor.organisation_id
    is_self = is_own and target.membership_id == actor.membership_id
    if not of_matter:
        return may_open(standing) and opened_by == actor.membership_id and compartment == "common" and is_self
    if not any(may_act(standing, facts, matter_id, c, at) for c in COMPARTMENTS):
        return False
    if target.kind != KIND_OF.get(compartment):
        return False
    never_opened = not any(it.compartment == compartment for it in of_matter)
    return is_self and never_opened if is_own else target.membership_id is None
