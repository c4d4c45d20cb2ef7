"""Need to know, said of one person at a time: each predicate, and what takes sight away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access import worlds
from access.worlds import NOON, World, name
from fingerpost.access import rules
from fingerpost.access.rules import Target


def world(*involvements: tuple[str, str | None, str], **other: object) -> World:
    """Return a world in which these memberships are involved in the common part of concern one."""
    made = tuple(
        ("one", "common", organisation, membership, ground, -1, None)
        for organisation, membership, ground in involvements
    )
    return World(involvements=made, **other)  # type: ignore[arg-type]


def who_sees(world: World, compartment: str = "common") -> set[str]:
    return {who for who in worlds.MEMBERSHIPS if (name("one"), compartment) in worlds.allowed(world, who)}


RECORDED = ("school", "teacher", "recorded")
WORKED = ("council", "worker", "works")

whoever = st.sampled_from(list(worlds.MEMBERSHIPS))


def test_whoever_recorded_it_sees_it_and_nobody_else() -> None:
    assert who_sees(world(RECORDED)) == {"teacher"}


def test_what_an_organisation_received_is_seen_by_its_intake_and_its_managers() -> None:
    assert who_sees(world(("council", None, "intake"))) == {"front-door", "manager-east", "manager-west"}
    assert who_sees(world(("school", None, "intake"))) == {"lead"}


def test_the_manager_of_the_team_sees_what_the_team_works_on() -> None:
    assert who_sees(world(WORKED)) == {"worker", "manager-east"}


def test_a_compartment_is_seen_by_those_involved_in_it_and_gives_no_sight_of_another() -> None:
    involved = World(involvements=(("one", "police", "force", None, "intake", -1, None),))
    assert who_sees(involved, "police") == {"officer"}
    assert who_sees(involved, "common") == set()


@pytest.mark.parametrize("compartment", rules.COMPARTMENTS)
def test_an_administrator_and_a_policy_officer_see_no_case_whatever_they_are_involved_in(compartment: str) -> None:
    everything = World(
        involvements=tuple(
            ("one", compartment, worlds.MEMBERSHIPS[who][1], who, ground, -1, None)
            for who in ("council-administrator", "policy")
            for ground in ("recorded", "works", "manager", "named")
        )
    )
    assert who_sees(everything, compartment) & {"council-administrator", "policy"} == set()


def test_an_auditor_sees_what_was_opened_to_them_by_name_only() -> None:
    assert who_sees(world(("council", "council-auditor", "works"))) == {"manager-east"}
    assert who_sees(world(("council", "council-auditor", "named"))) == {"council-auditor"}


def test_whoever_was_named_is_alone_with_it() -> None:
    assert who_sees(world(("council", "worker", "named"), absences=(("worker", "worker-2"),))) == {"worker"}
    assert who_sees(world(("council", "worker", "named"), ended=frozenset({"worker"}))) == set()


def test_whoever_looks_in_an_emergency_reads_alone_and_acts_on_nothing() -> None:
    looks = (("one", "common", "council", "worker", "emergency", 0, 1),)
    here = World(involvements=looks, absences=(("worker", "worker-2"),))
    assert who_sees(here) == {"worker"}
    assert worlds.acted_in(here, "worker") == set()
    # It ends by itself, nobody takes it over, and whoever is let in beside it acts as anybody does.
    assert who_sees(replace(here, involvements=(("one", "common", "council", "worker", "emergency", -2, -1),))) == set()
    assert who_sees(replace(here, ended=frozenset({"worker"}))) == set()
    both = World(involvements=(*looks, ("one", "common", "council", "worker", "works", 0, None)))
    assert worlds.acted_in(both, "worker") == {(name("one"), "common")}
    # Whoever was named by another is not taken for one of those who look in an emergency, nor the other way round.
    out = World(involvements=looks, exclusions=(("one", "", None, "council", -1, None),))
    assert who_sees(out) == set()


@given(world=worlds.worlds, who=whoever)
def test_nobody_shut_out_breaks_the_glass(world: World, who: str) -> None:
    stands, facts = worlds.standing(world, who), worlds.facts(world)
    for concern in worlds.CONCERNS:
        may = rules.may_break_glass(stands, facts, name(concern), world.at)
        shut_out = {
            (out.user_id, out.organisation_id)
            for out in facts.exclusions
            if out.concern_id == name(concern) and out.starts <= world.at and (out.ends is None or world.at < out.ends)
        }
        actor = stands.actor
        with_whom = {
            worlds.ORGANISATIONS[organisation]
            for of, compartment, organisation, _, ground, starts, ends in world.involvements
            if (of, compartment) == (concern, "common") and ground != "emergency"
            if starts <= 0 and (ends is None or ends > 0)
        }
        assert may == (
            stands.in_force
            and with_whom != set()
            and "designated_officer" not in with_whom
            and actor.role in rules.WORKING_ROLES
            and (actor.user_id, None) not in shut_out
            and (None, actor.organisation_id) not in shut_out
        )
        target = Target(actor.organisation_id, "social_care", actor.membership_id, rules.EMERGENCY)
        assert not rules.may_involve(stands, facts, name(concern), "common", target, world.at, opened_by=name(who))


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("owner", ["school", "council"])
@given(reviewer=whoever, looker=whoever)
def test_a_look_is_reviewed_by_a_manager_of_the_owners_and_never_by_whoever_looked(
    reviewer: str, looker: str, owner: str, acts: bool
) -> None:
    looks, stands = worlds.actor(looker), rules.ActorStanding(worlds.actor(reviewer), in_force=True)
    looked = rules.Looked(looks.user_id, looks.organisation_id, name(owner))
    may = rules.may_review(stands, looked, acts=acts)
    if may:
        assert acts
        assert stands.actor.user_id != looks.user_id
        assert stands.actor.intake or stands.actor.role in ("team_manager", "safeguarding_lead")
        assert stands.actor.organisation_id in (
            name(owner),
            *({name("school"), name("council"), name("force"), name("lado")} - {looks.organisation_id}),
        )
    elif acts and stands.actor.intake and stands.actor.organisation_id == name(owner):
        assert stands.actor.user_id == looks.user_id


def test_a_colleague_covers_during_an_absence() -> None:
    assert who_sees(world(WORKED, absences=(("worker", "worker-2"),))) == {"worker", "worker-2", "manager-east"}


def test_somebody_of_another_organisation_covers_nothing() -> None:
    assert who_sees(world(WORKED, absences=(("worker", "teacher"),))) == {"worker", "manager-east"}


def test_what_a_leaver_held_falls_to_intake_and_managers() -> None:
    assert who_sees(world(WORKED, ended=frozenset({"worker"}))) == {"front-door", "manager-east", "manager-west"}
    assert who_sees(world(WORKED, inactive=frozenset({"u-worker"}))) == {"front-door", "manager-east", "manager-west"}


def test_the_same_person_in_another_role_does_not_see_it() -> None:
    assert "worker-at-school" not in who_sees(world(WORKED))


def test_an_exclusion_takes_a_user_away_in_every_role_and_an_organisation_but_for_those_named() -> None:
    both = (WORKED, ("school", "worker-at-school", "works"), ("school", "lead", "named"), RECORDED)
    user = world(*both, exclusions=(("one", "", "u-worker", None, -1, None),))
    assert who_sees(user) == {"manager-east", "lead", "teacher"}
    school = world(*both, exclusions=(("one", "", None, "school", -1, None),))
    assert who_sees(school) == {"worker", "manager-east", "lead"}


def test_an_exclusion_of_one_compartment_leaves_the_others() -> None:
    out = world(RECORDED, exclusions=(("one", "police", "u-teacher", None, -1, None),))
    assert who_sees(out) == {"teacher"}


@given(world=worlds.worlds, exclusion=worlds.exclusion())
def test_another_exclusion_never_shows_more(
    world: World, exclusion: tuple[str, str, str | None, str | None, int, int | None]
) -> None:
    less = replace(world, exclusions=(*world.exclusions, exclusion))
    for who in worlds.MEMBERSHIPS:
        assert worlds.allowed(less, who) <= worlds.allowed(world, who)


@given(world=worlds.worlds, who=whoever)
def test_whoever_acts_sees_and_whoever_left_sees_nothing(world: World, who: str) -> None:
    stands, facts = worlds.standing(world, who), worlds.facts(world)
    for concern in worlds.CONCERNS:
        for compartment in rules.COMPARTMENTS:
            sees = rules.may_see(stands, facts, name(concern), compartment, world.at)
            acts = rules.may_act(stands, facts, name(concern), compartment, world.at)
            assert sees or not acts
            gone = replace(stands, in_force=False)
            assert not rules.may_see(gone, facts, name(concern), compartment, world.at)


@given(
    world=worlds.worlds, who=st.sampled_from(list(worlds.MEMBERSHIPS)), compartment=st.sampled_from(rules.COMPARTMENTS)
)
def test_nobody_lets_themselves_in_where_others_are(world: World, who: str, compartment: str) -> None:
    """Whatever somebody may grant to themselves, their organisation or a colleague shows them nothing more, but in a
    compartment of their own kind in which nobody has ever been."""
    stands, facts = worlds.standing(world, who), worlds.facts(world)
    actor = stands.actor
    concern = name("one")
    if rules.may_see(stands, facts, concern, compartment, world.at):
        return
    for membership, ground in ((actor.membership_id, "works"), (actor.membership_id, "named"), (None, "intake")):
        target = Target(actor.organisation_id, worlds.ORGANISATIONS[worlds.MEMBERSHIPS[who][1]], membership, ground)
        granted = rules.may_involve(
            stands, facts, concern, compartment, target, world.at, opened_by=name("somebody else")
        )
        others_are_there = any(it.concern_id == concern and it.compartment == compartment for it in facts.involvements)
        assert not granted or not others_are_there


def test_an_involvement_counts_from_its_start_until_its_end() -> None:
    later = World(involvements=(("one", "common", "school", "teacher", "recorded", 0, 2),))
    for days, expected in ((-1, False), (0, True), (1, True), (2, False)):
        at = NOON + timedelta(days=days)
        seen = rules.may_see(worlds.standing(later, "teacher"), worlds.facts(later), name("one"), "common", at)
        assert seen is expected, days
