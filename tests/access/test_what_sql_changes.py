"""PostgreSQL: what somebody who runs SQL in their own request cannot change, though they may change something there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from access import scene, worlds
from access.database import Guarded
from access.scene import Scene
from fingerpost.access import concern_lock
from fingerpost.access.models import Concern, Exclusion, ExclusionGround, Ground, Involvement
from fingerpost.access.services import concerns, exclusions
from support.postgres import SUPERUSER

LATER = "'2100-01-01'"


@pytest.fixture
def made(guarded: Guarded) -> Scene:
    with guarded.superuser():
        return scene.make()


def test_sight_that_ended_does_not_go_on_and_none_is_made_longer_or_shorter_afterwards(
    guarded: Guarded, made: Scene
) -> None:
    """A colleague whom another agency took out where the adult works; and somebody who looked in an emergency."""
    with guarded.application(worlds.actor("worker")):
        concerns.involve_member(made.shared, worlds.name("teacher"), ground=Ground.NAMED)
        taken = concerns.involve_member(made.shared, worlds.name("lead"), ground=Ground.NAMED)
        exclusions.shut_out_organisation(made.shared, worlds.name("school"), reason="the adult works there")
    with guarded.application(worlds.actor("worker")):
        concerns.end_involvement(Involvement.objects.visible().get(pk=taken.pk))
    with guarded.superuser():
        nurse = scene.actor("nurse")
        looks = Involvement(
            concern_id=made.shared,
            compartment="common",
            organisation_id=nurse.organisation_id,
            membership_id=nurse.membership_id,
            ground=Ground.EMERGENCY,
            ends=timezone.now() + timedelta(hours=4),
            by_id=nurse.membership_id,
        )
        Involvement._base_manager.bulk_create([looks])
    with guarded.application(worlds.actor("teacher")):
        for ends in ("NULL", LATER, "now() - interval '1 day'"):
            assert _changed("access_involvement", ends, taken.pk) == 0
            assert _changed("access_involvement", ends, looks.pk) == 0
            own = Involvement.objects.visible().filter(membership=worlds.name("teacher")).first()
            assert own is not None
            assert _changed("access_involvement", ends, own.pk) == 0
        assert _changed("access_involvement", "now()", looks.pk) == 1
    with guarded.application(worlds.actor("lead")):
        assert not Concern.objects.visible().exists()


def test_an_exclusion_that_ended_is_not_dated_back_nor_let_go_on(guarded: Guarded, made: Scene) -> None:
    with guarded.application(worlds.actor("worker")):
        row = exclusions.shut_out_user(
            made.shared, worlds.actor("lead").user_id, ground=ExclusionGround.CONFLICT, reason="a namesake"
        )
        for ends in ("NULL", LATER, "now() - interval '5 minutes'"):
            assert _changed("access_exclusion", ends, row.pk) == 0
    with guarded.application(worlds.actor("worker")):
        exclusions.end_exclusion(Exclusion.objects.visible().get(pk=row.pk))
    with guarded.application(worlds.actor("worker")):
        for ends in ("NULL", LATER, "now()"):
            assert _changed("access_exclusion", ends, row.pk) == 0


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("column", ["user_id", "id", "organisation_id"])
def test_an_administrator_does_not_make_a_membership_somebody_elses_with_all_that_was_signed_in_it(
    guarded: Guarded, column: str
) -> None:
    value = {"user_id": worlds.name("u-teacher"), "organisation_id": worlds.name("council")}.get(column)
    with guarded.application(worlds.actor("council-administrator")), connection.cursor() as cursor:
        cursor.execute("UPDATE access_membership SET team = 'x' WHERE id = %s", [worlds.name("worker")])
        assert cursor.rowcount == 1
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute(
                f"UPDATE access_membership SET {column} = %s WHERE id = %s",  # noqa: S608
                [value or worlds.name("anything"), worlds.name("worker")],
            )


def test_nobody_holds_up_a_concern_that_they_do_not_see_nor_finds_out_who_is_changing_it(
    guarded: Guarded, made: Scene
) -> None:
    with guarded.application(worlds.actor("worker")):
        concern_lock.lock(made.shared)
        assert _is_held(guarded, made.shared)
    with guarded.superuser():
        stranger = scene.actor("other-teacher")
    with guarded.application(stranger):
        concern_lock.lock(made.shared)
        assert not _is_held(guarded, made.shared)
        for asked in ("pg_try_advisory_lock(1)", "pg_advisory_xact_lock(1)", "pg_advisory_unlock_all()"):
            refused = pytest.raises(DatabaseError, match="permission denied")
            with refused, transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT {asked}")


def _is_held(guarded: Guarded, concern: UUID) -> bool:
    with guarded.connect(SUPERUSER) as other:
        row = other.execute(
            "SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(concern.bytes[:8], signed=True)]
        ).fetchone()
    assert row is not None
    return not row[0]


def _changed(table: str, ends: str, row: Any) -> int:
    """Return how many rows were changed; none where the database refuses it. It is undone."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET ends = {ends} WHERE id = %s", [row])  # noqa: S608
            transaction.set_rollback(True)
            return int(cursor.rowcount)
    except DatabaseError:
        return 0
