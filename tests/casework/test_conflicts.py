"""Whoever is too close to a concern loses sight of it, is told nothing, and nothing that they held is orphaned."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access.errors import AccessError
from fingerpost.access.models import (
    Absence,
    Concern,
    Exclusion,
    ExclusionGround,
    Ground,
    IdentifierKind,
    Involvement,
    Membership,
    Organisation,
    User,
)
from fingerpost.access.people_changed import person_changed
from fingerpost.access.services import concerns, identifiers
from fingerpost.casework.conflicts import queries, services
from fingerpost.casework.conflicts.rules import OWNERS_ALONE, Asks, ConflictStanding, is_asked, may_undo
from fingerpost.duties.services import worklist as duties
from fingerpost.duties.services.whose import Whose
from fingerpost.record.models import (
    Appearance,
    ConflictAnswer,
    ConflictFound,
    DetailKind,
    Note,
    NoteKind,
    PersonKind,
    RelationshipKind,
)
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.notes import add_note
from fingerpost.record.services.people import add_appearance, add_detail
from fingerpost.record.services.relationships import match_place, relate
from fingerpost.record.services.search_renewal import renew_search

NAME = "Robin Example"
TODAY = timezone.localdate()
SINCE = datetime(2026, 3, 24, 12, tzinfo=UTC)
GROUND = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}


# ---- the rules -------------------------------------------------------------------------------------------------------


def test_an_answer_is_asked_of_the_owner_then_of_managers_and_never_of_nobody() -> None:
    yes_no = (False, True)
    for asks, owns, manages, has_owner, after in product(Asks, yes_no, yes_no, yes_no, (timedelta(), OWNERS_ALONE)):
        asked = is_asked(asks, ConflictStanding(owns, manages), has_owner=has_owner, since=SINCE, now=SINCE + after)
        if asks is Asks.DECLARED:
            assert asked is manages
        else:
            assert asked is (owns or (manages and (after >= OWNERS_ALONE or not has_owner)))


def test_what_was_declared_is_undone_by_managers_and_an_employer_does_not_let_itself_in_again() -> None:
    yes_no = (False, True)
    for asks, owns, manages, own, others in product(Asks, yes_no, yes_no, yes_no, yes_no):
        may = may_undo(asks, ConflictStanding(owns, manages), of_the_organisation=own, others_are_in=others)
        if asks is Asks.DECLARED:
            assert may is manages
        else:
            assert may is not (asks is Asks.EMPLOYER and own and others)


# ---- the services ----------------------------------------------------------------------------------------------------


def call(anywhere: Anywhere, user: str, name: str = NAME) -> None:
    with anywhere.laying():
        User.objects.filter(pk=worlds.name(user)).update(name=name)


def suspected(called: str = NAME, **details: str) -> tuple[Concern, Appearance]:
    """Record a concern with a suspected adult of that name, in the name of whoever is acting."""
    concern = making.concern(**GROUND)
    making.child(concern)
    told = [(DetailKind.NAME, called), *((DetailKind(kind), text) for kind, text in details.items())]
    adult = add_appearance(concern, PersonKind.ADULT, details=told)
    making.told(concern, about=adult, alleged_abuser=True)
    return concern, adult


def sees(anywhere: Anywhere, who: str, concern: Concern) -> bool:
    with anywhere.acting(who):
        return Concern.objects.visible().filter(pk=concern.pk).exists()


def out(concern: Concern) -> QuerySet[Exclusion]:
    return Exclusion.objects.visible().filter(concern=concern).order_by("starts")


def asks(concern: Concern, after: timedelta = timedelta()) -> set[Asks]:
    return {one.asks for one in queries.waiting(timezone.now() + after) if one.concern == concern}


def test_a_name_and_an_address_shut_out_and_a_name_alone_asks(anywhere: Anywhere) -> None:
    call(anywhere, "u-suspect")
    call(anywhere, "u-lead")
    # Given the suspect's own account, and a namesake who takes in concerns at the same school
    with anywhere.acting("teacher"):
        concern, adult = suspected(email="Suspect@example.org")
        # Then the one is shut out by itself, and of the other somebody is asked
        (one,) = out(concern)
        assert (one.user_id, one.ground) == (worlds.name("u-suspect"), ExclusionGround.CONFLICT)
        found = {one.user_id: one.found for one in ConflictFound.objects.visible().filter(concern=concern)}
        assert found == {worlds.name("u-suspect"): "name email", worlds.name("u-lead"): "name"}
        assert asks(concern) == {Asks.FOUND, Asks.NAMESAKE}
    assert not sees(anywhere, "suspect", concern)
    with anywhere.acting("lead"):
        # The namesake is never asked of themselves, and of the other from the next day on
        assert asks(concern) == set()
        assert asks(concern, OWNERS_ALONE) == {Asks.FOUND}
        namesake = ConflictFound.objects.visible().get(concern=concern, exclusion=None)
        with pytest.raises(AccessError):
            services.say(namesake, ConflictAnswer.OTHER, "It is not me.")
    with anywhere.acting("teacher"):
        services.say(ConflictFound.objects.visible().get(pk=namesake.pk), ConflictAnswer.OTHER, "I know both.")
        services.answer(one, ConflictAnswer.UNDONE, "It was a mistake.")
        assert asks(concern) == set()
    assert sees(anywhere, "suspect", concern)
    # What somebody answered is not found again by what was known; what is new is asked, and shuts nobody out
    with anywhere.acting("teacher"):
        add_detail(adult, DetailKind.HANDLE, "robin")
        assert asks(concern) == set()
        assert not out(concern).filter(ends=None).exists()


def test_what_a_user_says_of_themselves_is_compared_and_read_by_nobody(anywhere: Anywhere) -> None:
    for user in ("u-lead", "u-front-door", "u-worker"):
        call(anywhere, user)
    with anywhere.acting("lead"):
        identifiers.give({IdentifierKind.BORN: "1980-03-27"})
        assert identifiers.own() == {"born": "1980-03-27"}
    with anywhere.acting("front-door"):
        identifiers.give({IdentifierKind.BORN: "1991-12-05"})
    with anywhere.acting("teacher"):
        assert identifiers.own() == {}
        concern, _ = suspected(born="1980-03-27")
        # Who agrees is shut out
        assert {one.user_id for one in out(concern)} == {worlds.name("u-lead")}
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        # When the council is in, the namesake of another birthday is not asked about; whoever said nothing is
        found = set(
            ConflictFound.objects.visible().filter(concern=concern, exclusion=None).values_list("user", flat=True)
        )
        assert found == {worlds.name("u-worker")}
        asked = ConflictFound.objects.visible().get(concern=concern, user=worlds.name("u-worker"))
        services.say(asked, ConflictAnswer.OTHER, "I know both.")
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
    # When they say it later, it is looked at again in the name of others
    with anywhere.acting("worker"):
        identifiers.give({IdentifierKind.BORN: "1980-03-27"})
    with anywhere.serving():
        making.work("record")
    assert sees(anywhere, "front-door", concern)
    # Of whom somebody said that it is another person is asked again with more reason, and is not shut out
    assert sees(anywhere, "worker", concern)
    with anywhere.acting("teacher"):
        assert asks(concern) == {Asks.FOUND, Asks.NAMESAKE}
        found = ConflictFound.objects.visible().filter(concern=concern, user=worlds.name("u-worker"))
        assert sorted(one.found for one in found) == ["name", "name born"]


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_whoever_was_asked_about_and_says_it_later_is_shut_out(anywhere: Anywhere) -> None:
    call(anywhere, "u-lead")
    with anywhere.acting("teacher"):
        concern, _ = suspected(born="1980-03-27")
        assert asks(concern) == {Asks.NAMESAKE}
    with anywhere.acting("lead"):
        identifiers.give({IdentifierKind.BORN: "1980-03-27"})
        assert Concern.objects.visible().filter(pk=concern.pk).exists()
    making.work("record")
    assert not sees(anywhere, "lead", concern)
    with anywhere.acting("teacher"):
        assert asks(concern) == {Asks.FOUND}


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_it_is_compared_under_a_new_search_key_too(anywhere: Anywhere) -> None:
    call(anywhere, "u-lead")
    with anywhere.acting("lead"):
        identifiers.give({IdentifierKind.PHONE: "01632 960 001", IdentifierKind.BORN: ""})
    list(renew_search())
    with anywhere.acting("teacher"):
        concern, _ = suspected(phone="+44 1632 960001")
        assert [one.user_id for one in out(concern)] == [worlds.name("u-lead")]


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_staff_number_agrees_and_whoever_is_acting_is_shut_out_by_others(anywhere: Anywhere) -> None:
    call(anywhere, "u-teacher")
    Membership.objects.filter(pk=worlds.name("teacher")).update(staff_number="A17")
    with anywhere.acting("teacher"):
        concern, _ = suspected(staff_number="a-17")
        # What they were doing is kept whole
        assert not out(concern).exists()
    making.work("record")
    assert not sees(anywhere, "teacher", concern)
    with anywhere.acting("lead"):
        (one,) = out(concern)
        assert one.user_id == worlds.name("u-teacher")
        # Their duties wait with those who take in, on their lists at once
        waiting = [state for state in duties.of(Whose.UNASSIGNED, TODAY) if state.concern_id == concern.pk]
        assert waiting
        assert {state.organisation_id for state in waiting} == {worlds.name("school")}


def test_where_the_adult_works_loses_sight_but_for_those_who_wrote(anywhere: Anywhere) -> None:
    # Given a school that recorded a concern about one of its own, and a lead who wrote nothing in it
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        school = Organisation.objects.get(pk=worlds.name("school"))
        held = duties.of(Whose.MINE, TODAY).filter(concern=concern).count()
        assert held
        tie = relate(adult, RelationshipKind.WORKS_AT, "A school", organisation=school)
        # Then the recorder keeps it by name, with the duties, and the school's others do not
        (one,) = out(concern)
        assert (one.organisation_id, one.ground, one.covers) == (school.pk, ExclusionGround.EMPLOYER, "")
        (kept,) = Involvement.objects.visible().filter(concern=concern, ground=Ground.NAMED)
        assert kept.membership_id == worlds.name("teacher")
        assert duties.of(Whose.MINE, TODAY).filter(concern=concern).count() == held
        assert asks(concern) == {Asks.EMPLOYER}
    assert not sees(anywhere, "lead", concern)
    assert not sees(anywhere, "suspect", concern)
    with anywhere.acting("teacher"):
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        # With another agency in, the school does not undo it; that agency may, and what was undone stays so
        with pytest.raises(AccessError):
            services.answer(one, ConflictAnswer.UNDONE, "We want to see it.")
    with anywhere.acting("front-door"):
        one = out(concern).get()
        services.keep(one, making.member(worlds.name("lead")), "She leads the school's part.")
    assert sees(anywhere, "lead", concern)
    with anywhere.acting("front-door"):
        services.keep_no_longer(one, worlds.name("lead"))
        services.answer(one, ConflictAnswer.UNDONE, "He never worked there.")
        match_place(tie, None, reason="It is another school.")
        assert not out(concern).filter(ends=None).exists()
    assert sees(anywhere, "lead", concern)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_whoever_gives_up_what_they_kept_by_name_comes_to_their_first_page(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
        school = Organisation.objects.get(pk=worlds.name("school"))
        relate(adult, RelationshipKind.WORKS_AT, "A school", organisation=school)
        (one,) = out(concern)
    page = reverse("concern_conflicts", args=[concern.pk])
    sent = client_of("teacher").post(page, {"sent": f"nolonger-{one.pk}-{worlds.name('teacher')}"}, follow=True)
    assert sent.redirect_chain == [("/", 302)]
    assert b"You no longer see that concern." in sent.content


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_whoever_wrote_keeps_what_they_wrote_and_a_namesake_of_the_adult_does_not(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, adult = suspected()
    with anywhere.acting("lead"):
        add_note(concern, NoteKind.LEARNED, "What she learned.")
    call(anywhere, "u-suspect")
    with anywhere.acting("suspect"):
        add_note(concern, NoteKind.LEARNED, "What he would have them believe.")
    with anywhere.acting("teacher"):
        tie = relate(adult, RelationshipKind.VOLUNTEERS_AT, "the school")
        (placed,) = queries.placed(concern, frozenset({"common"}), PeopleOfConcern(concern, {"common"}))
        assert placed.relationship == tie
        assert sees(anywhere, "lead", concern)
        match_place(tie, Organisation.objects.get(pk=worlds.name("school")))
    assert sees(anywhere, "lead", concern)
    assert not sees(anywhere, "suspect", concern)
    with anywhere.acting("lead"):
        assert Note.objects.visible().filter(concern=concern).count() == 2


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_concern_is_never_left_with_nobody(anywhere: Anywhere) -> None:
    # Given a concern of the council's, written by somebody who has left, that only its intake sees
    with anywhere.acting("teacher"):
        concern, adult = suspected()
    with anywhere.laying():
        Membership.objects.filter(pk=worlds.name("teacher")).update(ends=date(2026, 1, 1))
    # When the intake's only reader matches by name, and says where the adult works
    call(anywhere, "u-lead")
    with anywhere.acting("lead"):
        relate(adult, RelationshipKind.WORKS_AT, "it", organisation=Organisation.objects.get(pk=worlds.name("school")))
        # Then the school stays, and the page says that somebody has to be let in first
        assert not out(concern).exists()
        assert [str(one) for one in queries.still_open(concern)] == ["school"]
        # When another agency is in, the next look shuts the school out
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    assert not sees(anywhere, "lead", concern)
    assert sees(anywhere, "front-door", concern)


def test_whoever_says_that_they_are_close_loses_sight_and_a_manager_alone_undoes_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = suspected()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        held = {state.duty_id for state in duties.of(Whose.MINE, TODAY).filter(concern=concern)}
        assert held
        services.declare(concern, "He is my cousin.")
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()
        assert asks(concern) == set()
        assert not duties.of(Whose.MINE, TODAY).filter(concern=concern).exists()
    with anywhere.acting("front-door"):
        (one,) = out(concern)
        assert (one.user_id, one.ground) == (worlds.name("u-teacher"), ExclusionGround.DECLARED)
        with pytest.raises(AccessError):
            services.answer(one, ConflictAnswer.UNDONE, "We need her.")
    with anywhere.acting("lead"):
        # What they held waits with those who take in, and nobody is said to hold it
        assert held <= {state.duty_id for state in duties.of(Whose.UNASSIGNED, TODAY).filter(concern=concern)}
        assert asks(concern) == {Asks.DECLARED}
        services.answer(out(concern).get(), ConflictAnswer.UNDONE, "It was another family of that name.")
    assert sees(anywhere, "teacher", concern)


# ---- and nothing lets them in again ----------------------------------------------------------------------------------


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_no_role_cover_or_form_shows_it_to_somebody_who_is_shut_out(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern, _ = suspected()
        concerns.involve_organisation(concern.pk, worlds.name("council"))
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, worlds.name("worker"))
    # Given a form of the concern's that is open, a draft of it, and a colleague for whom they cover
    client = client_of("worker")
    page = reverse("new_note", args=[concern.pk])
    assert client.get(page).status_code == 200
    Absence.objects.create(
        membership_id=worlds.name("front-door"), covered_by_id=worlds.name("worker"), starts=TODAY, ends=TODAY
    )
    with anywhere.acting("worker"):
        services.declare(concern, "She is my neighbour.")
    # When they are given every role that might show it, even by name
    more = [
        making.once_more("worker", role=role, team="east", intake=True)
        for role in ("team_manager", "social_worker", "safeguarding_lead")
    ]
    with anywhere.acting("front-door"):
        concerns.involve_member(concern.pk, more[1].pk, ground=Ground.NAMED)
    person_changed(more[0].user_id)
    making.work("record")
    # Then no page, list, search or sending of theirs is another than a stranger's
    for membership in (worlds.name("worker"), worlds.name("worker-at-school"), *(one.pk for one in more)):
        session = client.session
        session["acting_membership"] = str(membership)
        session.save()
        sent = {"words": "What I learned.", "day_0": "1", "day_1": "3", "day_2": "2026", "compartment": "common"}
        answers = [
            client.get(page),
            client.post(page, sent),
            client.get(reverse("concern_conflicts", args=[concern.pk])),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        for there in ("concerns", "home"):
            assert concern.reference not in client.get(reverse(there)).content.decode()


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_the_page_shows_who_is_shut_out_and_takes_answers(anywhere: Anywhere) -> None:
    call(anywhere, "u-suspect")
    call(anywhere, "u-lead")
    with anywhere.acting("teacher"):
        concern, adult = suspected(email="suspect@example.org")
        relate(adult, RelationshipKind.WORKS_AT, "Somewhere else")
        (one,) = out(concern)
    client = client_of("teacher")
    page = reverse("concern_conflicts", args=[concern.pk])
    shown = client.get(page).content.decode()
    assert "name and e-mail address" in shown
    assert "Is this the same person?" in shown
    assert "Somewhere else" in shown
    assert f"Concern {concern.reference}</a>:" in client.get("/").content.decode()
    button = f"answer-{one.pk}"
    empty = client.post(page, {"sent": button})
    assert "Choose an answer" in empty.content.decode()
    answered = client.post(page, {"sent": button, f"{button}-answer": "stays", f"{button}-why": "I know him."})
    assert answered.status_code == 302
    assert "I know him." in client.get(page).content.decode()
    # The namesake reads the page, and nothing of the question about themselves
    namesake = client_of("lead").get(page).content.decode()
    assert "Is this the same person?" not in namesake
    gone = client.post(page, {"sent": "declare", "declare-why": "He is my brother."})
    assert gone.status_code == 302
    assert client.get(page).status_code == 404
