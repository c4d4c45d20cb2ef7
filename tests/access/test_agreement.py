"""The rule over plain data and the querysets say the same, in worlds drawn at random."""

from __future__ import annotations

import pytest
from access import worlds
from django.db import transaction
from hypothesis import HealthCheck, given, settings, target

from fingerpost.access import queries, rules
from fingerpost.access.models import Exclusion, Involvement, Matter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people(db: None) -> None:
    worlds.people()


class _UndoError(Exception):
    """Raised to take a world back."""


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds.worlds)
def test_the_querysets_show_what_the_rule_allows(world: worlds.World) -> None:
    facts = worlds.facts(world)
    with pytest.raises(_UndoError), transaction.atomic():
        worlds.save(world)
        seen = 0
        for membership in worlds.MEMBERSHIPS:
            standing = worlds.standing(world, membership)
            allowed = {
                (worlds.name(matter), compartment)
                for matter in worlds.MATTERS
                for compartment in rules.view(standing, facts, worlds.name(matter), world.at)
            }
            actor = worlds.actor(membership)
            shown = queries.involvements_that_show(actor, world.at)
            assert set(shown.values_list("matter_id", "compartment")) == allowed, membership
            matters = Matter.objects.visible(actor, at=world.at)
            assert set(matters.values_list("pk", flat=True)) == {matter for matter, _ in allowed}, membership
            for model in (Involvement, Exclusion):
                rows = set(model._base_manager.values_list("pk", "matter_id", "compartment"))
                expected = {pk for pk, *place in rows if tuple(place) in allowed}
                assert set(model.objects.visible(actor, at=world.at).values_list("pk", flat=True)) == expected
            assert queries.standing(actor, world.at) == standing
            seen += len(allowed)
        target(seen)
        raise _UndoError
