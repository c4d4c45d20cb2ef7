"""The embargo: what it holds, who lifts it, and what is known of it across the wall."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from access import scene, worlds
from access.anywhere import Anywhere
from access.database import Guarded
from fingerpost.access import compartments, embargo
from fingerpost.access.embargo import Agency, Free, HeldBack, Person, Relation, Waiting
from fingerpost.access.embargo.rules import EmbargoInForce, Lifted, decide, may_lift
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Authority, Concern, Embargo, EmbargoLift, LiftingDecision, Until

CHILD = worlds.name("appearance of a child")
ANOTHER_ADULT = worlds.name("appearance of another adult")
PARENTS = Person(Relation.PARENTS, CHILD)
PARTNER = Person(Relation.PARTNER, scene.SUSPECTED_ADULT)
STRATEGY_MEETING = LiftingDecision.STRATEGY_MEETING


def the_embargo(anywhere: Anywhere) -> Embargo:
    with anywhere.acting("teacher"):
        return Embargo.objects.visible().get(concern=anywhere.scene.shared)


@pytest.mark.parametrize(
    "recipient", [PARENTS, PARTNER, Person(Relation.SELF, scene.SUSPECTED_ADULT), Person(Relation.SELF, CHILD)]
)
@pytest.mark.parametrize("about", [None, scene.SUSPECTED_ADULT])
def test_nobody_outside_is_told_while_it_stands(anywhere: Anywhere, recipient: Person, about: UUID | None) -> None:
    standing = the_embargo(anywhere)
    with anywhere.acting("teacher"):
        held = embargo.may_tell(anywhere.scene.shared, about, recipient)
    assert held == HeldBack((standing.pk,))


def test_what_is_about_another_adult_is_not_held(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        assert embargo.may_tell(anywhere.scene.shared, ANOTHER_ADULT, PARENTS) == Free()


def test_while_the_adult_is_not_listed_what_is_about_anybody_is_held(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        unlisted = embargo.place(anywhere.scene.shared, None)
        assert embargo.may_tell(anywhere.scene.shared, ANOTHER_ADULT, PARENTS) == HeldBack((unlisted.pk,))


def test_before_it_stood_nothing_was_held(anywhere: Anywhere) -> None:
    before = timezone.now() - timedelta(days=1)
    with anywhere.acting("teacher"):
        assert embargo.may_tell(anywhere.scene.shared, None, PARENTS, before) == Free()


@pytest.mark.parametrize("organisation", ["force", "council", "lado"])
def test_referring_to_police_social_care_and_the_designated_officer_is_not_telling(
    anywhere: Anywhere, organisation: str
) -> None:
    with anywhere.acting("other-teacher"):
        embargo.place(anywhere.scene.others, None)
        assert embargo.may_tell(anywhere.scene.others, None, Agency(worlds.name(organisation))) == Free()


def test_another_agency_is_told_once_it_acts_on_the_concern_and_not_when_it_is_shut_out(anywhere: Anywhere) -> None:
    from fingerpost.access.services import concerns, exclusions

    trust = Agency(worlds.name("trust"))
    with anywhere.acting("teacher"):
        assert isinstance(embargo.may_tell(anywhere.scene.shared, None, trust), HeldBack)
        concerns.involve_organisation(anywhere.scene.shared, trust.organisation_id)
        assert embargo.may_tell(anywhere.scene.shared, None, trust) == Free()
        exclusions.shut_out_organisation(anywhere.scene.shared, trust.organisation_id, reason="works there")
        assert isinstance(embargo.may_tell(anywhere.scene.shared, None, trust), HeldBack)


def test_it_is_lifted_for_one_person_about_one_adult_from_one_moment(anywhere: Anywhere) -> None:
    standing = the_embargo(anywhere)
    soon = timezone.now() + timedelta(hours=1)
    with anywhere.acting("worker"):
        embargo.lift(standing, PARENTS, decision=STRATEGY_MEETING, at=soon, reason="The meeting agreed.")
        concern = anywhere.scene.shared
        assert embargo.may_tell(concern, None, PARENTS, soon) == Free()
        assert embargo.may_tell(concern, None, PARENTS, soon - timedelta(seconds=1)) == HeldBack((standing.pk,))
        assert embargo.may_tell(concern, None, PARTNER, soon) == HeldBack((standing.pk,))
        second = embargo.place(concern, ANOTHER_ADULT)
        assert embargo.may_tell(concern, None, PARENTS, soon) == HeldBack((second.pk,))
        assert embargo.may_tell(concern, scene.SUSPECTED_ADULT, PARENTS, soon) == Free()


def test_a_decision_about_one_adult_ends_nothing_that_may_be_about_somebody_unlisted(anywhere: Anywhere) -> None:
    concern, known = anywhere.scene.shared, the_embargo(anywhere)
    with anywhere.acting("worker"):
        unlisted = embargo.place(concern, None)
        embargo.lift(known, PARENTS, decision=STRATEGY_MEETING, reason="The meeting agreed.")
        assert embargo.may_tell(concern, scene.SUSPECTED_ADULT, PARENTS) == Free()
        assert embargo.may_tell(concern, scene.SUSPECTED_ADULT, PARTNER) == HeldBack(
            tuple(sorted((known.pk, unlisted.pk)))
        )
        for about in (None, ANOTHER_ADULT):
            assert embargo.may_tell(concern, about, PARENTS) == HeldBack((unlisted.pk,))


@pytest.mark.parametrize("who", ["teacher", "lead", "officer", "lado", "front-door"])
def test_whoever_may_not_speak_for_the_decision_lifts_nothing(anywhere: Anywhere, who: str) -> None:
    standing = the_embargo(anywhere)
    decision = LiftingDecision.POLICE if who in {"front-door", "lado"} else STRATEGY_MEETING
    with anywhere.acting(who), pytest.raises(AccessError):
        embargo.lift(standing, PARENTS, decision=decision, reason="asked")
    with anywhere.laying():
        assert not EmbargoLift._base_manager.exists()


def test_it_stands_once_however_often_the_record_says_so(anywhere: Anywhere) -> None:
    standing = the_embargo(anywhere)
    with anywhere.acting("lead"):
        assert embargo.place(anywhere.scene.shared, scene.SUSPECTED_ADULT) == standing


def test_it_says_why_on_whose_authority_until_which_decision(anywhere: Anywhere) -> None:
    standing = the_embargo(anywhere)
    with anywhere.acting("lead"):
        found = Embargo.objects.visible().get(pk=standing.pk)
        assert (
            found.reason
            == "An adult is suspected: the embargo is in force until the strategy meeting or the police decide."
        )
        assert (found.authority, found.until) == (Authority.PROCEDURE, Until.EITHER)
        assert (found.provision, found.must_not_be_told) == ("2.2-no-disclosure", ["everyone"])


def test_an_account_of_somebody_who_must_not_be_told_loses_sight_at_once(anywhere: Anywhere) -> None:
    with anywhere.acting("suspect"):
        assert not Concern.objects.visible().exists()
    with anywhere.acting("lead"):
        assert Concern.objects.visible().exists(), "another safeguarding lead of the school sees it"


def test_whoever_sees_nothing_of_the_concern_gets_no_answer(anywhere: Anywhere) -> None:
    errors = []
    with anywhere.acting("other-teacher"):
        for concern in (anywhere.scene.shared, uuid4()):
            with pytest.raises(AccessError) as refused:
                embargo.may_tell(concern, None, PARENTS)
            errors.append(str(refused.value))
    assert errors[0] == errors[1]


def test_across_the_wall_it_holds_and_says_only_with_whom(anywhere: Anywhere) -> None:
    """An embargo of the police holds what a school would send, whomever it is about, and gives nothing else away."""
    with anywhere.acting("officer"):
        embargo.place(
            anywhere.scene.shared,
            ANOTHER_ADULT,
            compartment="police",
            authority=Authority.POLICE,
            until=Until.POLICE,
            must_not_be_told=[PARENTS],
            reason="an arrest is planned",
        )
    with anywhere.acting("teacher"):
        for about in (ANOTHER_ADULT, uuid4()):
            for at in (timezone.now(), datetime(2000, 1, 1, tzinfo=UTC)):
                held = embargo.may_tell(anywhere.scene.shared, about, PARENTS, at)
                assert held == HeldBack((), (Waiting("police"),)), (about, at)
        assert embargo.may_tell(anywhere.scene.shared, ANOTHER_ADULT, PARTNER) == Free()
        assert Embargo.objects.visible().count() == 1
    with anywhere.acting("officer"):
        mine = Embargo.objects.visible().get(compartment="police")
        embargo.lift(mine, PARENTS, decision=LiftingDecision.POLICE, reason="arrested")
    with anywhere.acting("teacher"):
        assert embargo.may_tell(anywhere.scene.shared, ANOTHER_ADULT, PARENTS) == Free()


@pytest.mark.parametrize("role", ["police_officer", "team_manager", "social_worker", "practitioner", "administrator"])
@pytest.mark.parametrize("kind", ["police", "social_care", "school", "designated_officer"])
def test_who_may_speak_for_a_decision(role: str, kind: str) -> None:
    assert may_lift(role, kind, "either", "police") == (kind == "police" and role in {"police_officer", "team_manager"})
    speaks = kind != "school" and role in {"police_officer", "team_manager", "social_worker"}
    assert may_lift(role, kind, "either", "strategy_meeting") == speaks
    assert not may_lift(role, kind, "police", "strategy_meeting")
    assert not may_lift(role, kind, "either", "nobody")


# ---- PostgreSQL and the rule say the same ----------------------------------------------------------------------------

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
people = st.sampled_from([PARENTS, PARTNER])
adults = st.sampled_from([None, scene.SUSPECTED_ADULT, ANOTHER_ADULT])
days = st.integers(-2, 2).map(lambda number: timedelta(days=number))
standings = st.tuples(
    st.sampled_from(["common", "police", "designated_officer"]),
    adults,
    st.sampled_from([("everyone",), (str(PARENTS),), (str(PARTNER), str(PARENTS)), ()]),
    days,
)


@pytest.fixture
def in_postgresql(guarded: Guarded) -> Iterator[scene.Scene]:
    with guarded.superuser():
        yield scene.make()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(standings, max_size=4),
    lifted=st.lists(st.tuples(st.integers(0, 3), people, days), max_size=4),
    about=adults,
    recipient=people,
    ago=days,
)
def test_the_guard_holds_what_the_rule_holds(
    guarded: Guarded,
    in_postgresql: scene.Scene,
    made: list,
    lifted: list,
    about: object,
    recipient: Person,
    ago: timedelta,
) -> None:
    now = timezone.now()
    embargoes = [EmbargoInForce(uuid4(), place, adult, told, now + day) for place, adult, told, day in made]
    lifts = [
        Lifted(embargoes[number].id, str(person), now + day)
        for number, person, day in lifted
        if number < len(embargoes)
    ]
    with guarded.superuser():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")  # without triggers: nobody else takes one away
            cursor.execute("DELETE FROM access_embargolift")
            cursor.execute("DELETE FROM access_embargo")
            cursor.execute("RESET session_replication_role")
        by = worlds.name("officer")
        for it in embargoes:
            Embargo._base_manager.bulk_create(
                [
                    Embargo(
                        id=it.id,
                        concern_id=in_postgresql.shared,
                        compartment=it.compartment,
                        about=it.about,
                        must_not_be_told=list(it.must_not_be_told),
                        starts=it.starts,
                        by_id=by,
                    )
                ]
            )
        places = {it.id: it.compartment for it in embargoes}
        EmbargoLift._base_manager.bulk_create(
            EmbargoLift(
                concern_id=in_postgresql.shared,
                compartment=places[lift.embargo_id],
                embargo_id=lift.embargo_id,
                for_whom=lift.for_whom,
                at=lift.at,
                decision="police",
                by_id=by,
            )
            for lift in lifts
        )
    for who in ("teacher", "officer", "lado"):
        with guarded.application(worlds.actor(who)):
            seen = compartments.view_of(worlds.actor(who), in_postgresql.shared)
            expected = decide(embargoes, lifts, seen, about, recipient, now + ago, now)
            assert embargo.may_tell(in_postgresql.shared, about, recipient, now + ago) == expected
    assert connection.vendor == "postgresql"
