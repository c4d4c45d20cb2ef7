"""Letting one held thing go: who asks, who answers, for how long, and what bars it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations, product
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from access import scene, worlds
from access.anywhere import Anywhere
from fingerpost.access import context, embargo
from fingerpost.access.compartments import SOURCES
from fingerpost.access.embargo import Free, HeldBack, Person, Relation, releases, rules
from fingerpost.access.embargo.releases import ReleaseRequest
from fingerpost.access.embargo.rules import (
    AGREEING_ROLES,
    Bar,
    EmbargoInForce,
    ReleaseEvent,
    ReleaseState,
    release_standing,
)
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Release, ReleaseStep, Releasing
from fingerpost.access.models.people import Role
from fingerpost.access.rules import Waiting

CHILD = worlds.name("appearance of a child")
PARENTS = Person(Relation.PARENTS, CHILD)
SUSPECT = Person(Relation.SELF, scene.SUSPECTED_ADULT)
ASKER, SECOND, THIRD = uuid4(), uuid4(), uuid4()
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def standing(about: UUID | None = scene.SUSPECTED_ADULT, compartment: str = "common") -> EmbargoInForce:
    return EmbargoInForce(uuid4(), compartment, about, ("everyone",), NOON)


# ---- the rule --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipient", [PARENTS, Person(Relation.SELF, CHILD), Person(Relation.PARTNER, CHILD)])
def test_what_one_embargo_holds_can_be_released_to_others_than_its_adult(recipient: Person) -> None:
    one = standing()
    assert rules.bar(HeldBack((one.id,)), [one], {"common"}, recipient) is None


def test_nothing_is_released_that_is_not_held_or_held_across_the_wall_or_to_the_suspect() -> None:
    one, police, unlisted = standing(), standing(compartment="police"), standing(None)
    assert rules.bar(Free(), [one], {"common"}, PARENTS) is Bar.NOT_HELD
    assert rules.bar(HeldBack((one.id,), (Waiting("police"),)), [one], {"common"}, PARENTS) is Bar.ACROSS
    # Somebody who sees both parts asks in the common record: its readers would learn of the other embargo.
    assert rules.bar(HeldBack((one.id, police.id)), [one, police], {"common"}, PARENTS) is Bar.ACROSS
    assert rules.bar(HeldBack((one.id, police.id)), [one, police], {"common", "police"}, PARENTS) is None
    assert rules.bar(HeldBack((one.id,)), [one], {"common"}, SUSPECT) is Bar.SUSPECT
    # While the adult is not listed, whoever is told of themselves may be they. What does not hold bars nothing.
    assert rules.bar(HeldBack((unlisted.id,)), [unlisted], {"common"}, Person(Relation.SELF, CHILD)) is Bar.SUSPECT
    assert rules.bar(HeldBack((one.id,)), [one, unlisted], {"common"}, Person(Relation.SELF, CHILD)) is None


@pytest.mark.parametrize("role", Role.values)
def test_another_person_who_answers_for_what_leaves_agrees(role: str) -> None:
    assert rules.may_answer(role, SECOND, ASKER) == (role in AGREEING_ROLES)
    assert not rules.may_answer(role, ASKER, ASKER), "another membership makes no second person"


@pytest.mark.parametrize(
    ("steps", "after", "state"),
    [
        ([], timedelta(0), ReleaseState.WAITING),
        ([], rules.ASKED_FOR - HOUR, ReleaseState.WAITING),
        ([], rules.ASKED_FOR, ReleaseState.LAPSED),
        ([("agreed", SECOND, 1)], HOUR, ReleaseState.AGREED),
        ([("agreed", SECOND, 1)], rules.RELEASED_FOR + HOUR, ReleaseState.OVER),
        ([("agreed", ASKER, 1)], 2 * HOUR, ReleaseState.WAITING),
        ([("agreed", SECOND, 72)], timedelta(hours=73), ReleaseState.LAPSED),
        ([("refused", SECOND, 1)], 2 * HOUR, ReleaseState.REFUSED),
        ([("agreed", SECOND, 1), ("refused", THIRD, 2)], 3 * HOUR, ReleaseState.REFUSED),
        ([("agreed", SECOND, 1), ("withdrawn", ASKER, 2)], 3 * HOUR, ReleaseState.WITHDRAWN),
        ([("agreed", SECOND, 1), ("used", ASKER, 2), ("refused", THIRD, 3)], 90 * HOUR, ReleaseState.USED),
    ],
)
def test_how_it_stands_follows_from_its_steps_in_any_order(
    steps: list[tuple[str, UUID, int]], after: timedelta, state: ReleaseState
) -> None:
    rows = [ReleaseEvent(kind, by, NOON + hours * HOUR) for kind, by, hours in steps]
    for order in permutations(rows):
        assert release_standing(ASKER, NOON, order, NOON + after).state is state


def test_only_a_second_person_ever_makes_it_go() -> None:
    for kinds in product(("agreed", "refused", "withdrawn"), repeat=2):
        rows = [ReleaseEvent(kind, ASKER, NOON + HOUR) for kind in kinds]
        assert release_standing(ASKER, NOON, rows, NOON + HOUR).state is not ReleaseState.AGREED


def test_it_covers_what_held_it_when_it_was_asked_for_and_nothing_that_came_since() -> None:
    one, other = uuid4(), uuid4()
    assert rules.covers([one], Free())
    assert rules.covers([one, other], HeldBack((one,)))
    assert not rules.covers([one], HeldBack((one, other)))
    assert not rules.covers([one], HeldBack((one,), (Waiting("police"),)))


# ---- on both databases -----------------------------------------------------------------------------------------------


def asked(recipient: Person = PARENTS, what: Releasing = Releasing.TELLING, thing: str = "") -> ReleaseRequest:
    return ReleaseRequest(
        what, recipient, "the parents", "That the child is safe.", "They look for the child at night.", thing
    )


def release(anywhere: Anywhere) -> Release:
    with anywhere.acting("teacher"):
        return releases.ask(anywhere.scene.shared, "common", asked())


def again(made: Release) -> Release:
    return Release.objects.visible().select_related("by").get(pk=made.pk)


def state(made: Release, now: datetime | None = None) -> ReleaseState:
    return releases.listed([again(made)], now or timezone.now())[0].standing.state


def test_two_people_let_one_thing_go_once_and_lift_nothing(anywhere: Anywhere) -> None:
    made = release(anywhere)
    concern = anywhere.scene.shared
    with anywhere.acting("teacher"):
        for refused in (
            lambda: releases.use(again(made)),
            lambda: releases.answer(again(made), agrees=True, text="By myself."),
        ):
            with pytest.raises(AccessError):
                refused()
        assert not releases.lets_go(again(made), timezone.now())
    with anywhere.acting("worker"), pytest.raises(AccessError):
        releases.answer(again(made), agrees=True, text="No role for that.")
    with anywhere.acting("lead"):
        releases.answer(again(made), agrees=True, text="It cannot wait.")
        assert releases.lets_go(again(made), timezone.now())
        # Nothing is lifted: whatever else is told is held as before.
        assert isinstance(embargo.may_tell(concern, None, PARENTS), HeldBack)
        with pytest.raises(AccessError):
            releases.use(again(made))
    with anywhere.acting("teacher"):
        releases.use(again(made))
        assert state(made) is ReleaseState.USED
        with pytest.raises(AccessError):
            releases.use(again(made))
        assert not releases.lets_go(again(made), timezone.now() + rules.RELEASED_FOR)
        kinds = list(ReleaseStep.objects.visible().filter(release=made).values_list("kind", flat=True))
        assert kinds == ["agreed", "used"]


def test_what_is_asked_for_is_kept_as_it_was_asked(anywhere: Anywhere) -> None:
    """What the second person reads, and what then goes, is exactly what was asked for: this document, and no other."""
    with anywhere.acting("teacher"):
        wanted = asked(what=Releasing.DOCUMENT, thing="summary::pdf")
        made = again(releases.ask(anywhere.scene.shared, "common", wanted))
        kept = (made.what, made.thing, made.for_whom, made.whom, made.words, made.reason)
    assert kept == ("document", "summary::pdf", str(PARENTS), wanted.whom, wanted.words, wanted.reason)


def test_what_was_agreed_is_held_again_by_an_embargo_that_came_since(anywhere: Anywhere) -> None:
    made = release(anywhere)
    with anywhere.acting("lead"):
        releases.answer(again(made), agrees=True, text="It cannot wait.")
    with anywhere.acting("officer"):
        embargo.place(anywhere.scene.shared, CHILD, compartment="police", must_not_be_told=[PARENTS], reason="arrest")
    with anywhere.acting("teacher"):
        assert not releases.lets_go(again(made), timezone.now())
        with pytest.raises(AccessError):
            releases.use(again(made))
        with pytest.raises(AccessError) as across:
            releases.ask(anywhere.scene.shared, "common", asked())
    assert "another part" not in str(across.value)
    assert "arrest" not in str(across.value)


def test_it_is_never_for_the_suspect_and_not_there_for_whoever_is_shut_out(anywhere: Anywhere) -> None:
    concern = anywhere.scene.shared
    with anywhere.acting("teacher"), pytest.raises(AccessError):
        releases.ask(concern, "common", asked(SUSPECT))
    made = release(anywhere)
    for who in ("suspect", "officer", "lado", "other-teacher", "worker-2"):
        with anywhere.acting(who):
            assert not Release.objects.visible().exists(), who
            with pytest.raises(AccessError):
                releases.ask(concern, "common", asked())
    with anywhere.acting("lead"):
        assert state(made) is ReleaseState.WAITING


@pytest.mark.parametrize("anywhere", ["postgresql"], indirect=True)
def test_postgresql_says_the_same_to_whoever_goes_past_the_service(anywhere: Anywhere) -> None:
    """The rows are written with the service’s own checks taken away: the database refuses each."""
    made = release(anywhere)
    concern = anywhere.scene.shared

    def step(who: str, kind: str) -> bool:
        with anywhere.acting(who):
            row = {"concern_id": concern, "compartment": "common", "release_id": made.pk, "kind": kind}
            return _is_taken(ReleaseStep(by_id=context.required().membership_id, **row))

    assert not step("teacher", "agreed")
    assert not step("worker", "agreed")
    assert not step("teacher", "used")
    assert not step("lead", "withdrawn")
    assert step("lead", "agreed")
    assert not step("lead", "used")
    assert step("teacher", "used")
    assert not step("lead", "refused")
    for recipient, part in ((SUSPECT, "common"), (PARENTS, "common"), (Person(Relation.SELF, CHILD), "common")):
        with anywhere.acting("teacher"):
            held = embargo.may_tell(concern, None, recipient)
            barred = rules.bar(held, releases._standing(concern), SOURCES[part], recipient)
            row = Release(
                concern_id=concern,
                compartment=part,
                what="telling",
                for_whom=str(recipient),
                whom="x",
                words="x",
                reason="x",
                embargoes=[],
                by_id=context.required().membership_id,
            )
            assert _is_taken(row) == (barred is None), recipient


def _is_taken(row: Release | ReleaseStep) -> bool:
    try:
        with transaction.atomic(), patch.object(type(row), "require_may_be_written"):
            row.save()
    except DatabaseError:
        return False
    return True
