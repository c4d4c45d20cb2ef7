"""What was found by trying to keep sight of a concern, or to get it back: each way is closed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.test_conflicts import NAME, asks, call, out, sees, suspected
from casework.test_strands import sent
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.access.models import (
    Concern,
    ExclusionGround,
    Ground,
    Involvement,
    Membership,
    Organisation,
)
from fingerpost.access.services import concerns, emergencies, exclusions
from fingerpost.casework.conflicts import queries, services
from fingerpost.casework.conflicts.rules import Asks
from fingerpost.casework.models import BypassedPost
from fingerpost.casework.referrals import services as referrals
from fingerpost.casework.suspect_bypass import services as around
from fingerpost.duties.services import recording as duty_services
from fingerpost.duties.services import unseen_duties
from fingerpost.duties.services import worklist as duties
from fingerpost.duties.services.whose import Whose
from fingerpost.record.models import (
    Appearance,
    ConflictAnswer,
    ConflictFound,
    DetailKind,
    HitAnswer,
    PersonKind,
    RelationshipKind,
)
from fingerpost.record.services import duplicate_people, retained_access
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate
from fingerpost.record.services.search import Query, search
from fingerpost.site.administration.services import nobody_takes_in

TUESDAY = datetime(2026, 3, 24, 14, tzinfo=UTC)
TODAY = timezone.localdate()
WHY = "Her brother has rung from the house."


def organisation(name: str) -> Organisation:
    return Organisation.objects.get(pk=worlds.name(name))


def sent_on() -> tuple[Concern, Appearance, Concern]:
    """Record a concern about a colleague and refer it to the office, in the name of whoever is acting."""
    concern, adult = suspected()
    making.told(concern, TUESDAY, adult, works_with_children=True)
    return concern, adult, referrals.send(concern, sent()).concern


# ---- the adult's strand ----------------------------------------------------------------------------------------------


def test_where_the_adult_works_loses_sight_of_the_adults_strand_too_whenever_it_is_found(anywhere: Anywhere) -> None:
    # Given a school that referred a concern about one of its own, and whose lead sees what was sent
    with anywhere.acting("teacher"):
        concern, adult, strand = sent_on()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    assert sees(anywhere, "lead", strand)
    # When the council, which knows of no strand, records where the adult works, and whose account is the adult's
    with anywhere.acting("front-door"):
        assert not Concern.objects.visible().filter(pk=strand.pk).exists()
        relate(adult, RelationshipKind.WORKS_AT, "The school", organisation=organisation("school"))
        account = {"ground": ExclusionGround.CONFLICT, "reason": "It is the same person."}
        exclusions.shut_out_user(concern.pk, worlds.name("u-suspect"), **account)
    # Then the school loses both, but for whoever wrote, who keeps both; and the office has its own
    for who in ("lead", "suspect"):
        assert not sees(anywhere, who, concern), who
        assert not sees(anywhere, who, strand), who
    for who, there in (("teacher", (concern, strand)), ("front-door", (concern,)), ("lado", (strand,))):
        assert all(sees(anywhere, who, one) for one in there), who
    with anywhere.acting("lado"):
        carried = {(one.user_id, one.organisation_id, one.ground) for one in out(strand)}
        assert carried == {
            (None, worlds.name("school"), ExclusionGround.EMPLOYER),
            (worlds.name("u-suspect"), None, ExclusionGround.CONFLICT),
        }
        # (nor does the strand tell who of the child's record did it)
        assert {one.by_id for one in out(strand)} == {worlds.name("teacher")}
        undone = out(strand).get(user=worlds.name("u-suspect"))
        services.answer(undone, ConflictAnswer.UNDONE, "It is somebody else.")
    # What was undone there stays undone, and nothing is carried twice
    with anywhere.acting("front-door"):
        exclusions.shut_out_user(
            concern.pk, worlds.name("u-nurse"), ground=ExclusionGround.CONFLICT, reason="A friend."
        )
    with anywhere.acting("lado"):
        assert out(strand).filter(ends=None).count() == 2
        assert out(strand).count() == 3


def test_whoever_keeps_a_concern_by_name_refers_it_and_keeps_what_they_sent(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        making.told(concern, TUESDAY, adult, works_with_children=True)
        relate(adult, RelationshipKind.WORKS_AT, "The school", organisation=organisation("school"))
        strand = referrals.send(concern, sent()).concern
        assert Concern.objects.visible().filter(pk=strand.pk).exists()
    assert not sees(anywhere, "lead", strand)
    assert sees(anywhere, "lado", strand)


# ---- in an emergency -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_look_in_an_emergency_is_no_part_that_is_kept_or_that_others_rely_on(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    with anywhere.acting("other-teacher"):
        assert emergencies.break_glass(concern.reference, WHY) is not None
    with anywhere.acting("worker-2"):
        assert emergencies.break_glass(concern.reference, WHY) is not None
    with anywhere.acting("teacher"):
        # Where they work is where the adult works: they keep nothing by name
        relate(adult, RelationshipKind.WORKS_AT, "Another", organisation=organisation("other-school"))
        assert not Involvement.objects.visible().filter(concern=concern, ground=Ground.NAMED).exists()
        # Nobody looks who is too close in the name of somebody who may write nothing
        others = retained_access.others_of(concern, worlds.name("u-teacher"))
        assert worlds.name("worker-2") not in others
        assert worlds.name("lead") in others
    assert not sees(anywhere, "other-teacher", concern)
    assert sees(anywhere, "worker-2", concern)


# ---- who is left -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_whoever_was_shut_out_is_not_one_of_those_who_are_left(anywhere: Anywhere) -> None:
    # Given a concern that only two people see
    Membership.objects.filter(pk__in=[worlds.name("lead"), worlds.name("suspect")]).update(intake=False)
    with anywhere.acting("teacher"):
        concern, _ = suspected()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        council = Involvement.objects.visible().get(concern=concern, organisation=worlds.name("council"))
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
        concerns.end_involvement(council)
    # When both say that they are close, the second finds that nobody else is left
    with anywhere.acting("teacher"):
        services.declare(concern, "He is my cousin.")
    with anywhere.acting("worker"):
        assert retained_access.others_of(concern, worlds.name("u-worker")) == [worlds.name("manager-east")]
        exclusions.shut_out_user(
            concern.pk, worlds.name("u-manager-east"), ground=ExclusionGround.CONFLICT, reason="A neighbour."
        )
        services.declare(concern, "She is my aunt.")
    # Then those who take in there have it
    assert sees(anywhere, "front-door", concern)


# ---- what is undone --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_what_is_undone_of_one_stands_for_another_of_whom_it_agrees_too(anywhere: Anywhere) -> None:
    call(anywhere, "u-suspect")
    with anywhere.acting("teacher"):
        concern, _ = suspected(email="suspect@example.org")
        again = [(DetailKind.NAME, NAME), (DetailKind.EMAIL, "suspect@example.org")]
        making.told(concern, about=add_appearance(concern, PersonKind.ADULT, details=again), alleged_abuser=True)
        (one,) = out(concern)
        services.answer(one, ConflictAnswer.UNDONE, "The first of them is his father.")
        assert asks(concern) == {Asks.FOUND}
        assert out(concern).filter(ends=None).count() == 1
    assert not sees(anywhere, "suspect", concern)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_round_whom_it_goes_ends_where_it_is_taken_back_and_nothing_else_ends_with_it(anywhere: Anywhere) -> None:
    call(anywhere, "u-lead")
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        question = ConflictFound.objects.visible().get(concern=concern, user=worlds.name("u-lead"))
        lead = making.member(worlds.name("lead")).user
        row = around.bypass(adult, organisation("school"), BypassedPost.LEAD, user=lead)
        (one,) = out(concern)
        # It is not undone past the page that says that it goes round them
        assert one.ground == ExclusionGround.EMBARGO
        assert not queries.may_undo(one)
        with pytest.raises(AccessError):
            services.answer(one, ConflictAnswer.UNDONE, "She is kind.")
        # Somebody says that they are one person; later that they are not the lead
        services.say(question, ConflictAnswer.SAME, "I know her.")
        around.end_bypass(row, text="She leads no more.")
    assert not sees(anywhere, "lead", concern)
    with anywhere.acting("teacher"):
        assert [one.ground for one in out(concern).filter(ends=None)] == [ExclusionGround.CONFLICT]


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_colleague_of_the_adults_is_not_let_in_by_answering_their_search(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        relate(adult, RelationshipKind.WORKS_AT, "The school", organisation=organisation("school"))
    with anywhere.acting("lead"):
        search(Query(name=NAME))
    with anywhere.acting("teacher"):
        ((hit, _),) = duplicate_people.hits_of(concern, {"common"})
        with pytest.raises(AccessError):
            duplicate_people.answer_hit(hit, HitAnswer.LET_IN, words="She is a friend of his.")
    assert not sees(anywhere, "lead", concern)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_one_more_keeps_sight_of_what_their_organisation_has_no_part_in(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        relate(adult, RelationshipKind.WORKS_AT, "Another", organisation=organisation("other-school"))
        (one,) = out(concern)
        services.keep(one, making.member(worlds.name("other-teacher")), "They have to act there.")
    assert sees(anywhere, "other-teacher", concern)


# ---- work that nobody can see ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_duty_is_given_to_nobody_who_works_where_it_is_shut_out(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        relate(adult, RelationshipKind.WORKS_AT, "The school", organisation=organisation("school"))
        first, *_ = duties.of(Whose.MINE, TODAY).filter(concern=concern)
        with pytest.raises(AccessError):
            duty_services.hand_over(first.duty, making.member(worlds.name("lead")))
        services.keep(out(concern).get(), making.member(worlds.name("lead")), "She has to act.")
        duty_services.hand_over(first.duty, making.member(worlds.name("lead")))
    with anywhere.acting("lead"):
        assert duties.of(Whose.MINE, TODAY).filter(duty=first.duty).exists()


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_that_a_part_may_be_seen_by_nobody_is_said_whether_or_not_there_is_one(anywhere: Anywhere) -> None:
    pages = []
    for has_part in (False, True):
        with anywhere.acting("teacher"):
            concern, adult = suspected()
            if has_part:
                concerns.involve_organisation(concern.pk, worlds.name("force"), compartment="police")
            relate(adult, RelationshipKind.WORKS_AT, "The police", organisation=organisation("force"))
            relate(adult, RelationshipKind.VOLUNTEERS_AT, "Another", organisation=organisation("other-school"))
            assert [str(one) for one in unseen_duties.parts_unseen(concern)] == ["force"]
        page = client_of("teacher").get(reverse("concern", args=[concern.pk])).content.decode()
        pages.append(page.partition('id="elsewhere"')[2].partition("</section>")[0])
    assert pages[0] == pages[1]
    assert "force is shut out of this concern." in pages[0]
    assert "other-school" not in pages[0]


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("anywhere")
def test_an_administrator_is_told_that_nobody_takes_in_and_not_whether_anything_waits() -> None:
    administrator = making.member(worlds.name("council-administrator"))
    today = timezone.localdate()
    assert nobody_takes_in(administrator, today) == []
    there = Membership.objects.filter(organisation=worlds.name("council"))
    there.filter(role="team_manager").update(ends=date(2025, 1, 1))
    there.update(intake=False)
    assert [str(one) for one in nobody_takes_in(administrator, today)] == ["council"]
    assert "Nobody takes in concerns" in client_of("council-administrator").get("/").content.decode()
