"""Small worlds drawn at random: people, memberships, absences, involvements and exclusions around two concerns.

The people are fixed, since what differs between worlds is who is involved in what; a world may end their memberships.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from hypothesis import strategies as st

from fingerpost.access import models, rules
from fingerpost.access.actor import Actor
from fingerpost.access.models import Absence, Concern, Involvement, Membership, Organisation, User
from fingerpost.access.rules import COMPARTMENTS, ActorStanding, Excluded, Facts

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOON.date()
_NAMES = UUID("c1d7ad6e-6f0b-4a92-9d3b-1a63bb6b1cf8")
REQUEST = UUID("5a0f0f0e-5a4c-4b3e-8a53-0d1b0a3f2c11")


def name(text: str) -> UUID:
    """Return the id that stands for `text` in every world."""
    return uuid5(_NAMES, text)


ORGANISATIONS = {"school": "school", "council": "social_care", "force": "police", "lado": "designated_officer"}
# membership: user, organisation, role, team, intake
MEMBERSHIPS = {
    "teacher": ("u-teacher", "school", "practitioner", "", False),
    "lead": ("u-lead", "school", "safeguarding_lead", "", True),
    "worker": ("u-worker", "council", "social_worker", "east", False),
    "worker-2": ("u-worker-2", "council", "social_worker", "west", False),
    "manager-east": ("u-manager-east", "council", "team_manager", "east", False),
    "manager-west": ("u-manager-west", "council", "team_manager", "west", False),
    "front-door": ("u-front-door", "council", "social_worker", "front door", True),
    "council-administrator": ("u-administrator", "council", "administrator", "east", True),
    "council-auditor": ("u-auditor", "council", "auditor", "east", True),
    "policy": ("u-policy", "council", "policy_officer", "", True),
    "officer": ("u-officer", "force", "police_officer", "", True),
    "lado": ("u-lado", "lado", "designated_officer", "", True),
    # The same person works in two places.
    "worker-at-school": ("u-worker", "school", "practitioner", "", False),
}
CONCERNS = ("one", "two")

# concern, compartment, organisation, membership, ground, first and last day from today
type Involved = tuple[str, str, str, str | None, str, int, int | None]
# concern, what it covers, user, organisation, first and last day from today
type Exclusion = tuple[str, str, str | None, str | None, int, int | None]


@dataclass(frozen=True)
class World:
    """A world, in the names above."""

    ended: frozenset[str] = frozenset()
    inactive: frozenset[str] = frozenset()
    absences: tuple[tuple[str, str], ...] = ()
    involvements: tuple[Involved, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    at: datetime = field(default=NOON)

    def in_force(self, membership: str) -> bool:
        return membership not in self.ended and MEMBERSHIPS[membership][0] not in self.inactive


_period = st.tuples(st.sampled_from([-2, -1, 0, 1]), st.sampled_from([None, 0, 1, 2])).map(
    lambda days: (days[0], days[1] if days[1] is None else max(days))
)
_compartment = st.sampled_from(COMPARTMENTS[:3])


@st.composite
def _involvements(draw: st.DrawFn) -> Involved:
    concern = draw(st.sampled_from(CONCERNS))
    compartment = draw(_compartment)
    membership = draw(st.none() | st.sampled_from(list(MEMBERSHIPS)))
    if membership is None:
        organisation, ground = draw(st.sampled_from(list(ORGANISATIONS))), "intake"
    else:
        organisation = MEMBERSHIPS[membership][1]
        ground = draw(st.sampled_from(["recorded", "works", "manager", "named", "emergency"]))
    if ground == "emergency":
        first, last = draw(_period)
        return (concern, "common", organisation, membership, ground, first, max(first, 1) if last is None else last)
    return (concern, compartment, organisation, membership, ground, *draw(_period))


@st.composite
def exclusion(draw: st.DrawFn) -> Exclusion:
    concern = draw(st.sampled_from(CONCERNS))
    covers = draw(st.just("") | _compartment)
    user, organisation = None, None
    if draw(st.booleans()):
        user = draw(st.sampled_from([who for who, *_ in MEMBERSHIPS.values()]))
    else:
        organisation = draw(st.sampled_from(list(ORGANISATIONS)))
    return (concern, covers, user, organisation, *draw(_period))


@st.composite
def _absences(draw: st.DrawFn) -> tuple[str, str]:
    away = draw(st.sampled_from(list(MEMBERSHIPS)))
    cover = draw(st.sampled_from([other for other in MEMBERSHIPS if other != away]))
    return away, cover


worlds = st.builds(
    World,
    ended=st.frozensets(st.sampled_from(list(MEMBERSHIPS)), max_size=3),
    inactive=st.frozensets(st.sampled_from([who for who, *_ in MEMBERSHIPS.values()]), max_size=2),
    absences=st.lists(_absences(), max_size=3).map(tuple),
    involvements=st.lists(_involvements(), min_size=1, max_size=8).map(tuple),
    exclusions=st.lists(exclusion(), max_size=3).map(tuple),
)


def actor(membership: str) -> Actor:
    """Return the actor of this name."""
    user, organisation, role, team, intake = MEMBERSHIPS[membership]
    return Actor(name(user), name(membership), name(organisation), role, team, intake, REQUEST)


def allowed(world: World, membership: str) -> set[tuple[UUID, str]]:
    """Return the concerns and compartments that the rule lets the membership see."""
    stands, known = standing(world, membership), facts(world)
    return {
        (name(concern), compartment)
        for concern in CONCERNS
        for compartment in rules.view(stands, known, name(concern), world.at)
    }


def acted_in(world: World, membership: str) -> set[tuple[UUID, str]]:
    """Return the concerns and compartments in which the rule lets the membership act."""
    stands, known = standing(world, membership), facts(world)
    return {
        (name(concern), compartment)
        for concern in CONCERNS
        for compartment in rules.COMPARTMENTS
        if rules.may_act(stands, known, name(concern), compartment, world.at)
    }


def standing(world: World, membership: str) -> ActorStanding:
    """Return where the actor is in the world, as plain data."""
    covers = frozenset(name(away) for away, cover in world.absences if cover == membership)
    return ActorStanding(actor(membership), world.in_force(membership), covers)


def facts(world: World) -> Facts:
    """Return the world's involvements and exclusions as plain data."""
    involvements = tuple(
        rules.Involved(
            name(concern),
            compartment,
            name(organisation),
            membership and name(membership),
            ground,
            _moment(world, starts),
            _moment_or_none(world, ends),
            MEMBERSHIPS[membership][3] if membership else "",
            membership is not None and not world.in_force(membership),
            ORGANISATIONS[organisation],
        )
        for concern, compartment, organisation, membership, ground, starts, ends in world.involvements
    )
    exclusions = tuple(
        Excluded(
            name(concern),
            covers,
            user and name(user),
            organisation and name(organisation),
            _moment(world, starts),
            _moment_or_none(world, ends),
        )
        for concern, covers, user, organisation, starts, ends in world.exclusions
    )
    return Facts(involvements, exclusions)


def people(concerns: tuple[str, ...] = CONCERNS) -> None:
    """Save the organisations, users, memberships and, where not told otherwise, concerns of every world."""
    Organisation.objects.bulk_create(
        Organisation(id=name(organisation), name=organisation, kind=kind)
        for organisation, kind in ORGANISATIONS.items()
    )
    User.objects.bulk_create(
        User(id=name(user), email=f"{user}@example.org", name=user)
        for user in sorted({who for who, *_ in MEMBERSHIPS.values()})
    )
    Membership.objects.bulk_create(
        Membership(
            id=name(membership),
            user_id=name(user),
            organisation_id=name(organisation),
            role=role,
            team=team,
            intake=intake,
            starts=date(2020, 1, 1),
        )
        for membership, (user, organisation, role, team, intake) in MEMBERSHIPS.items()
    )
    for concern in concerns:
        Concern._base_manager.create(id=name(concern), created_by_id=name("teacher"))


@contextmanager
def saved(world: World) -> Iterator[None]:
    """Save what differs in this world, beside `people`, and take it back afterwards."""
    with transaction.atomic():
        save(world)
        yield
        transaction.set_rollback(True)


def save(world: World) -> None:
    """Save what differs in this world, beside `people`."""
    yesterday = world.at.date() - timedelta(days=1)
    Membership.objects.filter(pk__in=[name(membership) for membership in world.ended]).update(ends=yesterday)
    User.objects.filter(pk__in=[name(user) for user in world.inactive]).update(is_active=False)
    for away, cover in world.absences:
        Absence.objects.create(
            membership_id=name(away), covered_by_id=name(cover), starts=yesterday, ends=world.at.date()
        )
    data = facts(world)
    Involvement._base_manager.bulk_create(
        Involvement(
            concern_id=it.concern_id,
            compartment=it.compartment,
            organisation_id=it.organisation_id,
            membership_id=it.membership_id,
            ground=it.ground,
            starts=it.starts,
            ends=it.ends,
            by_id=name("teacher"),
        )
        for it in data.involvements
    )
    models.Exclusion._base_manager.bulk_create(
        models.Exclusion(
            concern_id=out.concern_id,
            covers=out.covers,
            user_id=out.user_id,
            organisation_id=out.organisation_id,
            ground="conflict",
            starts=out.starts,
            ends=out.ends,
            by_id=name("teacher"),
        )
        for out in data.exclusions
    )


def _moment(world: World, days: int) -> datetime:
    return world.at + timedelta(days=days)


def _moment_or_none(world: World, days: int | None) -> datetime | None:
    return None if days is None else _moment(world, days)
