"""PostgreSQL: nobody lets themselves in, not with any SQL that the application's role can run."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import ProgrammingError

from access import scene, worlds
from access.database import Guarded
from access.scene import SUSPECT, Scene
from fingerpost.access import embargo
from fingerpost.access.errors import AccessError
from fingerpost.access.models import (
    Absence,
    Concern,
    Embargo,
    EmbargoLift,
    Exclusion,
    Ground,
    Involvement,
    LiftingDecision,
    Membership,
    Organisation,
)
from fingerpost.access.services import concerns, exclusions
from fingerpost.keys.models import DataKey

PARENTS = embargo.Person(embargo.Relation.PARENTS, worlds.name("appearance of a child"))


@pytest.fixture
def made(guarded: Guarded) -> Scene:
    with guarded.superuser():
        return scene.make()


def _involvement(concern: UUID, compartment: str, membership: str, **other: Any) -> Involvement:
    who = scene.actor(membership)
    fields: dict[str, Any] = {
        "organisation_id": who.organisation_id,
        "membership_id": who.membership_id,
        "ground": Ground.WORKS,
        "by_id": who.membership_id,
    }
    return Involvement(concern_id=concern, compartment=compartment, **(fields | other))


def _refused(row: Any) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("compartment", ["common", "police", "designated_officer", "health"])
@pytest.mark.parametrize("who", ["worker-2", "other-teacher", "officer-2", "administrator", "council-auditor", "nurse"])
def test_nobody_involves_themselves_where_they_are_not(
    guarded: Guarded, made: Scene, who: str, compartment: str
) -> None:
    with guarded.superuser():
        me = scene.actor(who)
    with guarded.application(me):
        _refused(_involvement(made.shared, compartment, who))


def test_a_police_officer_with_the_common_record_does_not_enter_the_police_compartment_that_others_are_in(
    guarded: Guarded, made: Scene
) -> None:
    with guarded.superuser():
        officer_2 = scene.actor("officer-2")
    with guarded.application(worlds.actor("teacher")):
        concerns.involve_member(made.shared, officer_2.membership_id)
    with guarded.application(officer_2):
        assert set(Involvement.objects.values_list("compartment", flat=True)) == {"common"}
        _refused(_involvement(made.shared, "police", "officer-2"))
        _refused(
            _involvement(made.shared, "police", "officer-2", membership_id=None, ground=Ground.INTAKE),
        )
        with pytest.raises(AccessError):
            concerns.involve_member(made.shared, officer_2.membership_id, compartment="police")


def test_somebody_else_is_not_involved_in_ones_own_name_nor_one_in_somebody_elses(
    guarded: Guarded, made: Scene
) -> None:
    with guarded.application(worlds.actor("teacher")):
        _refused(_involvement(made.shared, "common", "worker-2", by_id=worlds.name("worker-2")))
        _involvement(made.shared, "common", "worker-2", by_id=worlds.name("teacher")).save()


def test_a_concern_is_opened_in_ones_own_name_and_only_by_whoever_works_with_children(guarded: Guarded) -> None:
    with guarded.superuser():
        scene.make()
    with guarded.application(worlds.actor("worker-2")):
        _refused(Concern(created_by_id=worlds.name("teacher")))
        opened = concerns.open_concern()
        assert set(Concern.objects.visible()) == {opened}
    for who in ("council-administrator", "council-auditor", "policy"):
        with guarded.application(worlds.actor(who)):
            _refused(Concern(created_by_id=worlds.name(who)))
            with pytest.raises(AccessError, match="records no concerns"):
                concerns.open_concern()


def test_whoever_opened_a_concern_and_lost_it_does_not_get_back_in(guarded: Guarded, made: Scene) -> None:
    with guarded.application(worlds.actor("teacher")):
        concerns.end_involvement(Involvement.objects.visible().get(membership=worlds.name("teacher")))
    with guarded.application(worlds.actor("teacher")):
        assert not Concern.objects.visible().exists()
        _refused(_involvement(made.shared, "common", "teacher", ground=Ground.RECORDED))


@pytest.mark.usefixtures("made")
def test_whoever_is_shut_out_cannot_undo_it(guarded: Guarded) -> None:
    with guarded.superuser():
        suspect = scene.actor("suspect")
        row = Exclusion._base_manager.get(user=SUSPECT)
    with guarded.application(suspect):
        assert not Concern.objects.visible().exists()
        with pytest.raises(AccessError, match="no such concern"):
            exclusions.end_exclusion(row)
        assert not Concern.objects.visible().exists()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE access_exclusion SET ends = now()")
            assert cursor.rowcount == 0
    with guarded.superuser():
        assert Exclusion._base_manager.get(user=SUSPECT).ends is None


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE access_involvement SET concern_id = '{others}'",
        "UPDATE access_involvement SET compartment = 'police'",
        "UPDATE access_involvement SET membership_id = '{teacher}'",
        "UPDATE access_exclusion SET user_id = '{teacher}'",
        "UPDATE access_embargo SET about = NULL",
        "UPDATE access_embargolift SET at = now()",
        "DELETE FROM access_involvement",
        "DELETE FROM access_exclusion",
        "DELETE FROM access_embargo",
        "DELETE FROM keys_datakey",
        "UPDATE keys_datakey SET wrapped = NULL",
        "UPDATE ledger_entry SET actor = NULL",
        "DELETE FROM ledger_entry",
        "UPDATE access_organisation SET kind = 'police'",
    ],
)
def test_what_was_said_stays_as_it_was_said(guarded: Guarded, made: Scene, attempt: str) -> None:
    words = {"others": made.others, "teacher": worlds.name("teacher")}
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with guarded.application(worlds.actor("teacher")), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(attempt.format(**words))


@pytest.mark.parametrize("who", ["teacher", "manager-east", "council-auditor", "council-administrator", None])
@pytest.mark.usefixtures("made")
def test_nobody_gives_themselves_a_role(guarded: Guarded, who: str | None) -> None:
    me = worlds.actor(who) if who else None
    user = me.user_id if me else worlds.name("u-teacher")
    with guarded.application(me):
        mine = Membership.objects.filter(user=user)
        assert mine.update(role="police_officer", intake=True) == 0
        for organisation in Organisation.objects.all():
            new = Membership(user_id=user, organisation=organisation, role="police_officer", starts="2020-01-01")
            _refused(new)


@pytest.mark.usefixtures("made")
def test_an_administrator_gives_roles_to_others_in_their_own_organisation_only(guarded: Guarded) -> None:
    with guarded.application(worlds.actor("council-administrator")):
        in_own = Membership(
            user_id=worlds.name("u-teacher"),
            organisation_id=worlds.name("council"),
            role="social_worker",
            starts="2020-01-01",
        )
        in_own.save()
        elsewhere = Membership(
            user_id=worlds.name("u-teacher"),
            organisation_id=worlds.name("force"),
            role="police_officer",
            starts="2020-01-01",
        )
        _refused(elsewhere)


@pytest.mark.usefixtures("made")
def test_nobody_takes_over_a_colleague_by_saying_that_they_are_away(guarded: Guarded) -> None:
    def away(cover: str) -> Absence:
        return Absence(
            membership_id=worlds.name("worker"),
            covered_by_id=worlds.name(cover),
            starts="2020-01-01",
            ends="2040-01-01",
        )

    with guarded.application(worlds.actor("worker-2")):
        _refused(away("worker-2"))
    with guarded.application(worlds.actor("worker")):
        away("worker-2").save()
    with guarded.application(worlds.actor("worker-2")):
        assert Concern.objects.visible().count() == 1


def test_an_embargo_is_lifted_by_those_who_may_speak_for_the_decision(guarded: Guarded, made: Scene) -> None:
    with guarded.application(worlds.actor("teacher")):
        standing = Embargo.objects.visible().get(concern=made.shared)
        with pytest.raises(AccessError, match="strategy meeting or the police only"):
            embargo.lift(standing, PARENTS, decision=LiftingDecision.STRATEGY_MEETING, reason="asked")
        _refused(
            EmbargoLift(
                concern_id=made.shared,
                embargo=standing,
                for_whom=str(PARENTS),
                decision=LiftingDecision.STRATEGY_MEETING,
                by_id=worlds.name("teacher"),
            )
        )
    with guarded.application(worlds.actor("worker")):
        embargo.lift(standing, PARENTS, decision=LiftingDecision.STRATEGY_MEETING, reason="decided")
        assert embargo.may_tell(made.shared, None, PARENTS) == embargo.Free()


def test_a_concerns_key_is_for_those_who_see_the_concern(guarded: Guarded, made: Scene) -> None:
    for who, wanted in (("teacher", {made.shared}), ("worker-2", set()), ("council-administrator", set())):
        with guarded.application(worlds.actor(who)):
            keys = DataKey.objects.filter(owner_id__in=[made.shared, made.others])
            assert set(keys.values_list("owner_id", flat=True)) == wanted, who
            other = DataKey(owner_id=uuid4(), kind="concern", master_id="m", wrapped=b"x")
            _refused(other)


def test_a_row_is_made_without_reading_it_back(guarded: Guarded, made: Scene) -> None:
    """`INSERT … RETURNING` fails for a row that its writer may not read: ids are made by the application."""
    with guarded.application(worlds.actor("teacher")), connection.execute_wrapper(_no_returning):
        concerns.involve_organisation(made.shared, worlds.name("council"), compartment="common")
        refused = pytest.raises(ProgrammingError, match="row-level security")
        with connection.cursor() as cursor, refused, transaction.atomic():
            cursor.execute(
                "INSERT INTO access_concern (id, reference, created_at, created_by_id)"
                " VALUES (gen_random_uuid(), 'FP', now(), %s) /* and read */ RETURNING  id",
                [worlds.name("teacher")],
            )


def _no_returning(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert ' RETURNING "' not in sql
    return execute(sql, params, many, context)


def test_the_guard_is_not_asked_about_other_peoples_concerns(guarded: Guarded, made: Scene) -> None:
    """What the guard answers to anybody says nothing about a concern that they do not see."""
    hidden, absent = made.shared, uuid4()
    with guarded.superuser():
        me = scene.actor("other-teacher")
    with guarded.application(me), connection.cursor() as cursor:
        answers = {}
        for concern in (hidden, absent):
            cursor.execute(
                "SELECT %(m)s = ANY (guard.opening()), guard.may_involve(%(m)s, 'common', %(o)s, %(me)s, 'works'),"
                " guard.may_lift(%(e)s, %(m)s, 'common', 'police'),"
                " (SELECT count(*) FROM guard.held(%(m)s, NULL, 'parents:x', now()))",
                {"m": concern, "o": me.organisation_id, "me": me.membership_id, "e": uuid4()},
            )
            answers[concern] = cursor.fetchone()
        assert answers[hidden] == answers[absent] == (False, False, False, 0)
