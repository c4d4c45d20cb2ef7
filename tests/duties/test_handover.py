"""Handing over: one action, and nothing is left without somebody, whether or not whoever ends it sees the case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access import context, handover
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.clock import today
from fingerpost.access.models import Absence, Membership
from fingerpost.duties.models import DutyState, DutyStep, DutyStepKind
from fingerpost.duties.services import handover as duties_handover
from fingerpost.duties.services import worklist
from fingerpost.duties.services.whose import Whose

GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}


def ids(whose: Whose) -> set[object]:
    return set(worklist.of(whose, today()).values_list("pk", flat=True))


def open_states() -> set[object]:
    return set(DutyState.objects.visible().filter(is_open=True).values_list("pk", flat=True))


@pytest.fixture
def held(anywhere: Anywhere) -> set[object]:
    """A concern whose duties the teacher holds."""
    with anywhere.acting("teacher"):
        making.concern(**GROUND)
        assert ids(Whose.MINE) == open_states() != set()
        return open_states()


def test_a_leavers_duties_are_on_the_successors_list_and_seen(anywhere: Anywhere, held: set[object]) -> None:
    with anywhere.laying():
        Membership.objects.filter(pk=worlds.name("lead")).update(intake=False)
    with anywhere.acting("lead"):
        assert not held & ids(Whose.MINE)
    with anywhere.acting("administrator"):
        leaver, successor = making.member(worlds.name("teacher")), making.member(worlds.name("lead"))
        holdings = {holding.what: holding.count for holding in handover.held_by(leaver)}
        assert holdings["open duties"] == len(held)
        assert holdings["concerns worked on"] >= 1
        handover.end(leaver, today() - timedelta(days=1), successor, today())
        # Whoever ends it sees no case, and nobody asks them for it twice.
        assert not DutyState.objects.visible().exists()
        assert handover.held_by(leaver) == []
    with anywhere.acting("lead"):
        assert held <= ids(Whose.MINE)
        assert not ids(Whose.UNASSIGNED)


def test_somebody_must_take_over_what_is_held(anywhere: Anywhere, held: set[object]) -> None:
    assert held
    with anywhere.acting("administrator"), pytest.raises(Exception, match="somebody has to take over"):
        handover.end(making.member(worlds.name("teacher")), today(), None, today())


def test_what_a_leaver_covered_for_good_goes_on_with_it(anywhere: Anywhere, held: set[object]) -> None:
    with anywhere.laying():
        third = Membership.objects.create(
            user_id=worlds.name("u-other-teacher"),
            organisation_id=worlds.name("school"),
            role="practitioner",
            starts=date(2020, 1, 1),
        )
    with anywhere.acting("administrator"):
        teacher, lead = making.member(worlds.name("teacher")), making.member(worlds.name("lead"))
        handover.end(teacher, today() - timedelta(days=1), lead, today())
        assert {one.what: one.count for one in handover.held_by(lead)}["open duties"] == len(held)
        handover.end(lead, today() - timedelta(days=1), third, today())
    with anywhere.laying():
        covered = set(Absence.objects.filter(covered_by=third).values_list("membership_id", flat=True))
    assert covered == {worlds.name("teacher"), worlds.name("lead")}


def test_an_absence_puts_duties_on_the_list_of_whoever_covers_while_it_lasts(
    anywhere: Anywhere, held: set[object]
) -> None:
    with anywhere.laying():
        absence = Absence.objects.create(
            membership_id=worlds.name("teacher"),
            covered_by_id=worlds.name("lead"),
            starts=today(),
            ends=today() + timedelta(days=3),
        )
    with anywhere.acting("lead"):
        assert held <= ids(Whose.MINE)
    with anywhere.laying():
        Absence.objects.filter(pk=absence.pk).update(
            starts=today() - timedelta(days=3), ends=today() - timedelta(days=1)
        )
    with anywhere.acting("lead"):
        assert not held & ids(Whose.MINE)
        assert held <= ids(Whose.TEAM)


def test_without_anybody_to_cover_they_fall_to_the_queue(anywhere: Anywhere, held: set[object]) -> None:
    with anywhere.laying():
        Membership.objects.filter(pk=worlds.name("teacher")).update(ends=today() - timedelta(days=1))
    with anywhere.acting("lead"):
        assert held <= ids(Whose.UNASSIGNED)


def test_a_colleague_who_is_given_duties_comes_to_work_on_the_concern(anywhere: Anywhere) -> None:
    with anywhere.laying():
        colleague = Membership.objects.create(
            user_id=worlds.name("u-other-teacher"),
            organisation_id=worlds.name("school"),
            role="practitioner",
            starts=date(2020, 1, 1),
        )
    with anywhere.acting("teacher"):
        making.concern(**GROUND)
        mine = worklist.duties_of_holder(making.member(worlds.name("teacher")))
        steps = duties_handover.hand_over([state.duty for state in mine], colleague)
        assert {step.kind for step in steps} == {DutyStepKind.HANDED_OVER}
        assert not ids(Whose.MINE)
    with anywhere.serving(), context.acting(actor_in(colleague)):
        assert len(ids(Whose.MINE)) == len(steps)
        assert DutyStep.objects.visible().filter(kind=DutyStepKind.HANDED_OVER).count() == len(steps)
