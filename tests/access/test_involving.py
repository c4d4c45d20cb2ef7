"""Letting others in: the rule and PostgreSQL's guard say the same, in worlds drawn at random."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import worlds
from access.database import Guarded
from fingerpost.access import rules
from fingerpost.access.models import Absence, Exclusion, Involvement, Membership, User
from fingerpost.access.rules import Target

targets = st.sampled_from(list(worlds.MEMBERSHIPS)).flatmap(
    lambda who: st.sampled_from(
        [
            Target(
                worlds.name(worlds.MEMBERSHIPS[who][1]),
                worlds.ORGANISATIONS[worlds.MEMBERSHIPS[who][1]],
                membership,
                ground,
            )
            for membership, ground in ((worlds.name(who), "works"), (worlds.name(who), "named"), (None, "intake"))
        ]
    )
)

questions = st.tuples(targets, st.sampled_from(rules.COMPARTMENTS))


@pytest.fixture
def _people(guarded: Guarded) -> None:
    with guarded.superuser():
        worlds.people()


@pytest.mark.usefixtures("_people")
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    world=worlds.worlds, asked=st.lists(st.tuples(targets, st.sampled_from(rules.COMPARTMENTS)), min_size=5, max_size=5)
)
def test_the_guard_lets_in_whom_the_rule_lets_in(
    guarded: Guarded, world: worlds.World, asked: list[tuple[Target, str]]
) -> None:
    world = replace(world, at=timezone.now())
    with guarded.superuser():
        for model in (Involvement, Exclusion, Absence):
            model._base_manager.all().delete()
        Membership.objects.update(ends=None)
        User.objects.update(is_active=True)
        worlds.save(world)
    facts = worlds.facts(world)
    with guarded.application_connection():
        for who in worlds.MEMBERSHIPS:
            standing = worlds.standing(world, who)
            with guarded.as_actor(worlds.actor(who)), connection.cursor() as cursor:
                for concern in map(worlds.name, worlds.CONCERNS):
                    for target, compartment in asked:
                        expected = rules.may_involve(
                            standing, facts, concern, compartment, target, world.at, opened_by=worlds.name("teacher")
                        )
                        assert _guard_says(cursor, concern, compartment, target) == expected, (who, target, compartment)


def _guard_says(cursor: object, concern: UUID, compartment: str, target: Target) -> bool:
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT guard.may_involve(%s, %s, %s, %s, %s)",
        [concern, compartment, target.organisation_id, target.membership_id, target.ground],
    )
    return bool(cursor.fetchone()[0])  # type: ignore[attr-defined]
