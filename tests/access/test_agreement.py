"""The rule over plain data, the querysets and PostgreSQL's policies say the same, in worlds drawn at random."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection, models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, target

from access import worlds
from access.database import Guarded
from fingerpost.access import queries
from fingerpost.access.models import Absence, Concern, Exclusion, Involvement, Membership, User

EXAMPLES = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROWS: tuple[type[Involvement] | type[Exclusion], ...] = (Involvement, Exclusion)


def _ids_in(model: type[models.Model], places: set[tuple[UUID, str]]) -> set[UUID]:
    rows = model._base_manager.values_list("pk", "concern_id", "compartment")
    return {pk for pk, *place in rows if tuple(place) in places}


@pytest.fixture
def _people() -> None:
    worlds.people()


@pytest.mark.django_db
@pytest.mark.usefixtures("_people")
@EXAMPLES
@given(world=worlds.worlds)
def test_the_querysets_show_what_the_rule_allows(world: worlds.World) -> None:
    with worlds.saved(world):
        seen = 0
        for membership in worlds.MEMBERSHIPS:
            actor, allowed = worlds.actor(membership), worlds.allowed(world, membership)
            shown = queries.involvements_that_show(actor, world.at)
            assert set(shown.values_list("concern_id", "compartment")) == allowed, membership
            concerns = Concern.objects.visible(actor, at=world.at)
            assert set(concerns.values_list("pk", flat=True)) == {concern for concern, _ in allowed}, membership
            for model in ROWS:
                visible = model.objects.visible(actor, at=world.at)
                assert set(visible.values_list("pk", flat=True)) == _ids_in(model, allowed), membership
            assert queries.standing(actor, world.at) == worlds.standing(world, membership)
            seen += len(allowed)
        target(seen)


@pytest.fixture
def _people_in_postgresql(guarded: Guarded) -> None:
    with guarded.superuser():
        worlds.people()


def _forget_the_last_world() -> None:
    for model in (Involvement, Exclusion, Absence):
        model._base_manager.all().delete()
    Membership.objects.update(ends=None)
    User.objects.update(is_active=True)


@pytest.mark.usefixtures("_people_in_postgresql")
@EXAMPLES
@given(world=worlds.worlds)
def test_raw_sql_and_the_application_show_what_the_rule_allows(guarded: Guarded, world: worlds.World) -> None:
    world = replace(world, at=timezone.now())
    allowed = {membership: worlds.allowed(world, membership) for membership in worlds.MEMBERSHIPS}
    with guarded.superuser():
        _forget_the_last_world()
        worlds.save(world)
        expected = {(who, model): _ids_in(model, places) for who, places in allowed.items() for model in ROWS}
    with guarded.application_connection():
        for membership, places in allowed.items():
            with guarded.as_actor(worlds.actor(membership)), connection.cursor() as cursor:
                cursor.execute("SELECT id FROM access_concern")
                assert {row[0] for row in cursor} == {concern for concern, _ in places}, membership
                shown = set(Concern.objects.visible().values_list("pk", flat=True))
                assert shown == {concern for concern, _ in places}, membership
                for model in ROWS:
                    cursor.execute(f"SELECT id FROM {model._meta.db_table}")  # noqa: S608
                    assert {row[0] for row in cursor} == expected[membership, model], membership
                    shown = set(model.objects.visible().values_list("pk", flat=True))
                    assert shown == expected[membership, model], membership
                cursor.execute("SELECT seen_concern, seen_part FROM guard.mine WHERE acts")
                acts = set(cursor.fetchall())
                assert acts == worlds.acted_in(world, membership), membership
                for place in sorted(places)[:1]:
                    assert queries.may_write(worlds.actor(membership), place) == (place in acts), membership
    target(sum(map(len, allowed.values())))
