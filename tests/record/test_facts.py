"""Facts asserted, what follows from parts and relationships, what happened, and the decision that comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from access.anywhere import Anywhere
from fingerpost.access import embargo
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Embargo, EmbargoLift
from fingerpost.access.services import concerns
from fingerpost.procedure.errors import CaseError
from fingerpost.record import services
from fingerpost.record.errors import NothingToldError, RecordError
from fingerpost.record.hooks import RecordHooks
from fingerpost.record.models import (
    Appearance,
    Assertion,
    Detail,
    DetailKind,
    InitialAccount,
    PartInConcern,
    PersonKind,
)
from fingerpost.record.models import RelationshipKind as Kind
from fingerpost.record.services import events, facts, relationships
from fingerpost.record.services.cases import case_of
from fingerpost.record.services.changes import DecidedAnew
from fingerpost.record.services.concerns import tell
from fingerpost.record.services.decisions import CompartmentDecision, decision_of, preview
from fingerpost.record.services.facts import FactAnswer
from record import making
from support.rooms import one_more

COMMON = frozenset({"common"})
CHILD, ADULT = PersonKind.CHILD, PersonKind.ADULT


def add(concern: Concern, kind: PersonKind, *parts: PartInConcern, **details: str) -> Appearance:
    return services.add_appearance(concern, kind, parts, [(DetailKind(name), text) for name, text in details.items()])


def answers(concern: Concern) -> dict[tuple[Any, str], Any]:
    return {(one.about, one.fact): one.value for one in facts.known(concern, COMMON)}


def outcome(decided: CompartmentDecision, provision: str, about: str = "concern") -> Any:
    found = [one for one in decided.decision.outcomes if (one.provision, one.about) == (provision, about)]
    return found[0] if found else None


@contextmanager
def signals() -> Iterator[list[tuple[str, ...]]]:
    sent: list[tuple[str, ...]] = []

    def receive(anew: DecidedAnew) -> None:
        sent.append(tuple(anew.decisions))

    with one_more(RecordHooks(name="here", decided_anew=receive)):
        yield sent


# ---- facts -----------------------------------------------------------------------------------------------------------


def test_a_fact_is_asserted_with_who_said_it_and_corrected_beside_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        child = add(concern, CHILD)
        first = services.assert_fact(concern, "age", 12, about=child, on_whose_word="her mother")
        assert answers(concern) == {(child.pk, "age"): 12}
        services.assert_fact(concern, "age", 13, about=child, reason="her mother had last year in mind")
        services.assert_fact(concern, "age", None, about=child, reason="nobody is sure")
    with anywhere.acting("teacher"):
        assert answers(concern) == {(child.pk, "age"): None}
        told = facts.history(concern, COMMON, "age", child.pk)
        assert [one.answer for one in told] == [12, 13, None]
        assert [one.replaces_id for one in told] == [None, told[0].pk, told[1].pk]
        assert told[0].pk == first.pk
        assert (told[0].on_whose_word, told[1].reason) == ("her mother", "her mother had last year in mind")
        assert told[0].recorded_by.user.name == "teacher" or told[0].recorded_by.user_id


@pytest.mark.parametrize(
    ("fact", "value", "about", "said"),
    [
        ("sexual_act", True, "", "sexual_acts"),
        ("age", 12, "", "no fact of the concern"),
        ("alleged_abuser", True, "child", "no fact of a child"),
        ("age", 40, "child", "not a whole number from 0 to 17"),
        ("age", True, "child", "not a whole number"),
        ("depicted", "yes", "child", "neither true nor false"),
        ("depicted", 1, "child", "neither true nor false"),
        ("setting", "schol", "", "Known are"),
        ("date_of_birth", "2012-01-01", "child", "no fact"),
    ],
)
def test_an_answer_that_a_fact_cannot_have_is_refused_in_the_case_readers_words(
    db: None,  # noqa: ARG001
    teacher_acting: Concern,
    fact: str,
    value: Any,
    about: str,
    said: str,
) -> None:
    person = add(teacher_acting, CHILD) if about else None
    with pytest.raises(CaseError, match=said):
        services.assert_fact(teacher_acting, fact, value, about=person)
    assert not Assertion.objects.visible().exists()


def test_a_page_of_answers_records_what_changed_and_is_decided_once(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        child = add(concern, CHILD, PartInConcern.DEPICTED)
        with signals() as sent:
            made = services.assert_many(
                concern,
                [
                    FactAnswer("youth_produced_imagery", True),
                    FactAnswer("sexual_acts", None),
                    FactAnswer("depicted", True, child),
                    FactAnswer("age", 12, child),
                ],
            )
        assert [(one.fact, one.answer) for one in made] == [("youth_produced_imagery", True), ("age", 12)]
        assert sent == [("common",)]
        assert services.assert_many(concern, [FactAnswer("youth_produced_imagery", True)]) == []
        with signals() as sent, services.change(concern):
            services.assert_fact(concern, "sexual_acts", True)
            add(concern, CHILD)
        assert sent == [("common",)]


def test_who_does_not_see_a_concern_states_nothing_of_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
    for who in ("other-teacher", "council-auditor", "officer"):
        with anywhere.acting(who):
            for doing in (
                lambda: services.assert_fact(concern, "sexual_acts", True),
                lambda: services.record_event(concern, "referral_made", making.NOON),
                lambda: decision_of(concern, "common"),
            ):
                with pytest.raises((AccessError, NothingToldError)):
                    doing()
            assert facts.known(concern, COMMON) == []


# ---- compartments ----------------------------------------------------------------------------------------------------


def test_a_decision_is_made_from_what_its_readers_know(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        adult = add(concern, ADULT, PartInConcern.ALLEGED_ABUSER)
        concerns.involve_organisation(concern.pk, _organisation("force"), compartment="police")
        concerns.involve_organisation(concern.pk, _organisation("force"))
    with anywhere.acting("officer"):
        services.assert_fact(concern, "made_took_downloaded_or_distributed", True, about=adult, compartment="police")
        services.record_event(concern, "arrest", making.NOON, about=adult, compartment="police")
        assert outcome(decision_of(concern, "police"), "2.2-refer-police", "a1").status == "applies"
        assert outcome(decision_of(concern, "common"), "2.2-refer-police", "a1").status == "depends"
        hidden = services.add_appearance(concern, ADULT, compartment="police")
        with pytest.raises(RecordError, match="not in this part"):
            services.assert_fact(concern, "alleged_abuser", True, about=hidden)
        with pytest.raises(RecordError, match="not in this part"):
            services.relate(adult, Kind.PARTNER_OF, hidden)
    with anywhere.acting("teacher"):
        assert outcome(decision_of(concern, "common"), "2.2-refer-police", "a1").status == "depends"
        assert case_of(concern, "common").case.events == ()
        with pytest.raises(AccessError):
            decision_of(concern, "police")
        with pytest.raises(AccessError):
            services.assert_fact(concern, "sexual_acts", True, compartment="police")


def test_the_designated_officers_strand_is_decided_from_its_own_telling(anywhere: Anywhere) -> None:
    with anywhere.acting("lado"):
        shared = Concern.objects.visible().get(pk=anywhere.scene.shared)
        strand = {"became_aware_at": making.NOON + timedelta(days=2), "narrative": "a caretaker"}
        tell(shared, "designated_officer", **strand)
        with pytest.raises(RecordError, match="already"):
            tell(shared, "designated_officer", **strand)
        adult = services.add_appearance(shared, ADULT, [PartInConcern.ALLEGED_ABUSER], compartment="designated_officer")
        services.assert_fact(shared, "works_with_children", True, about=adult, compartment="designated_officer")
        decided = decision_of(shared, "designated_officer")
        assert decided.case.reported_at == strand["became_aware_at"]
        assert decided.names == {"a1": adult.pk}
        assert decided.suspected == [adult.pk]
        assert Embargo.objects.visible().filter(about=adult.pk, compartment="designated_officer").exists()
    with anywhere.acting("teacher"):
        with pytest.raises(NothingToldError):
            decision_of(shared, "common")
        with pytest.raises(AccessError):
            decision_of(shared, "designated_officer")


def test_where_nobody_has_told_anything_there_is_nothing_to_decide(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        shared = Concern.objects.visible().get(pk=anywhere.scene.shared)
        with signals() as sent:
            add(shared, CHILD)
        assert sent == [()]
        with pytest.raises(NothingToldError):
            decision_of(shared, "common")


# ---- what follows ----------------------------------------------------------------------------------------------------


def test_what_a_part_settles_goes_with_it(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        child = add(concern, CHILD, PartInConcern.DEPICTED, PartInConcern.RECEIVED)
        found = {(one.fact, one.value, one.assertion.source) for one in facts.known(concern, COMMON)}
        assert found == {("depicted", True, "part"), ("received_imagery", True, "part")}
        (depicted, _) = relationships.parts_of(concern, COMMON)
        services.leave_part(depicted, reason="it was her sister")
        assert answers(concern) == {(child.pk, "depicted"): None, (child.pk, "received_imagery"): True}
        assert "depicted" not in case_of(concern, "common").case.people[0].facts
        with pytest.raises(RecordError, match="already"):
            services.leave_part(depicted, reason="once more")


def test_what_relationships_settle_stands_as_long_as_one_of_them_does(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        adult, one, two = add(concern, ADULT), add(concern, CHILD), add(concern, CHILD)
        first = services.relate(adult, Kind.LIVES_WITH, one)
        second = services.relate(two, Kind.LIVES_WITH, adult)
        key = (adult.pk, "lives_with_children")
        assert answers(concern)[key] is True
        relationships.end(first, reason="they moved out")
        assert answers(concern)[key] is True
        relationships.end(second, reason="so did they")
        assert answers(concern)[key] is None
        assert relationships.relationships_of(concern, COMMON) == []
        with pytest.raises(RecordError, match="already"):
            relationships.end(first, reason="again")


def test_a_person_stands_over_what_follows_and_the_contradiction_is_shown(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        child = add(concern, CHILD)
        services.assert_fact(concern, "depicted", False, about=child)
        services.take_part(child, PartInConcern.DEPICTED)
        (found,) = facts.known(concern, COMMON)
        assert (found.value, [one.answer for one in found.against]) == (False, [True])
        services.assert_fact(concern, "depicted", None, about=child, reason="I am not sure any more")
        (found,) = facts.known(concern, COMMON)
        assert (found.value, found.against) == (True, ())


def test_a_place_of_work_settles_nothing_and_suggests(anywhere: Anywhere) -> None:
    from fingerpost.record.services import derived_facts

    with anywhere.acting("teacher"):
        concern = making.account().concern
        adult = add(concern, ADULT)
        services.relate(adult, Kind.WORKS_AT, "Northgate swimming baths")
        assert answers(concern) == {}
        (work,) = relationships.relationships_of(concern, COMMON)
        assert work.place == "Northgate swimming baths"
        assert (adult, "works_with_children") in derived_facts.suggested([], [work])
        for wrong in ("", add(concern, CHILD)):
            with pytest.raises(RecordError):
                services.relate(adult, Kind.WORKS_AT, wrong)
        for wrong in ("a place", adult):
            with pytest.raises(RecordError):
                services.relate(adult, Kind.LIVES_WITH, wrong)


# ---- the case --------------------------------------------------------------------------------------------------------


def test_those_beside_the_case_are_asked_about_once_somebody_answers(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        mother, child = add(concern, ADULT, PartInConcern.PARENT_OR_CARER), add(concern, CHILD)
        father = add(concern, ADULT, PartInConcern.PARENT_OR_CARER)
        services.relate(mother, Kind.LIVES_WITH, child)
        assert [person.id for person in case_of(concern, "common").case.people] == ["c1"]
        services.assert_fact(concern, "alleged_abuser", False, about=father)
        built = case_of(concern, "common")
        assert [person.id for person in built.case.people] == ["c1", "a2"]
        assert built.names == {"c1": child.pk, "a1": mother.pk, "a2": father.pk}


@pytest.mark.parametrize(("born", "age"), [("2013-11-24", 13), ("2013-11-25", 12), ("2003-01-01", None), ("x", None)])
def test_a_date_of_birth_gives_the_age_on_the_day_reported(teacher_acting: Concern, born: str, age: int | None) -> None:
    child = add(teacher_acting, CHILD, born=born)
    (person,) = case_of(teacher_acting, "common").case.people
    assert person.facts.get("age") == age
    services.assert_fact(teacher_acting, "age", 9, about=child, reason="when the picture was taken")
    (person,) = case_of(teacher_acting, "common").case.people
    assert (person.facts["age"], person.born) == (9, None)


def test_a_corrected_date_of_birth_counts(teacher_acting: Concern) -> None:
    child = add(teacher_acting, CHILD, born="2012-05-04")
    services.add_detail(child, DetailKind.BORN, "2014-05-04", replaces=Detail.objects.visible().get())
    assert case_of(teacher_acting, "common").case.people[0].facts["age"] == 12


# ---- the embargo -----------------------------------------------------------------------------------------------------


def test_an_embargo_stands_as_soon_as_somebody_is_suspected(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        child, adult = add(concern, CHILD), add(concern, ADULT)
        parents = embargo.Person(embargo.Relation.PARENTS, child.pk)
        assert isinstance(embargo.may_tell(concern.pk, None, parents), embargo.Free)
        services.assert_fact(concern, "viewed_abusive_images", True, about=adult)
        services.assert_fact(concern, "found_in_possession", True, about=adult)
        (placed,) = Embargo.objects.visible().filter(concern=concern)
        assert (placed.about, placed.compartment) == (adult.pk, "common")
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, parents), embargo.HeldBack)


def test_an_embargo_stands_about_an_adult_whom_nobody_has_listed(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        services.assert_fact(concern, "adult_involved", True)
        services.assert_fact(concern, "sexual_acts", True)
        (placed,) = Embargo.objects.visible().filter(concern=concern)
        assert placed.about is None
        adult = add(concern, ADULT, PartInConcern.ALLEGED_ABUSER)
        assert {row.about for row in Embargo.objects.visible().filter(concern=concern)} == {None, adult.pk}


def test_the_decision_that_somebody_may_be_told_lifts_the_embargo_and_its_withdrawal_restores_it(
    anywhere: Anywhere,
) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        child, adult = add(concern, CHILD, PartInConcern.DEPICTED), add(concern, ADULT, PartInConcern.ALLEGED_ABUSER)
        concerns.involve_organisation(concern.pk, _organisation("council"))
        parents = embargo.Person(embargo.Relation.PARENTS, child.pk)
        with pytest.raises(AccessError, match="strategy meeting or the police only"):
            services.record_event(concern, "disclosure_agreed", making.NOON, about=adult, to=parents)
        assert not events.events_of(concern, COMMON)
    with anywhere.acting("front-door"):
        services.assert_fact(concern, "youth_produced_imagery", True)
        assert outcome(decision_of(concern, "common"), "2.1-involve-parents", "c1").held_by
        agreed = services.record_event(concern, "disclosure_agreed", making.NOON, about=adult, to=parents)
        assert outcome(decision_of(concern, "common"), "2.1-involve-parents", "c1").held_by == []
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, parents), embargo.Free)
        events.take_back(agreed, reason="that was about somebody else")
        assert outcome(decision_of(concern, "common"), "2.1-involve-parents", "c1").held_by
        assert isinstance(embargo.may_tell(concern.pk, adult.pk, parents), embargo.HeldBack)


def test_what_stands_about_an_adult_whom_nobody_had_listed_goes_on_unless_it_was_this_one(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        concerns.involve_organisation(concern.pk, _organisation("council"))
        services.assert_many(concern, [FactAnswer("adult_involved", True), FactAnswer("sexual_acts", True)])
        child, adult = add(concern, CHILD, PartInConcern.DEPICTED), add(concern, ADULT, PartInConcern.ALLEGED_ABUSER)
    parents = embargo.Person(embargo.Relation.PARENTS, child.pk)

    def may_tell(about: UUID | None) -> bool:
        return isinstance(embargo.may_tell(concern.pk, about, parents), embargo.Free)

    with anywhere.acting("front-door"):
        agreed = services.record_event(concern, "disclosure_agreed", making.NOON, about=adult, to=parents)
        assert (may_tell(adult.pk), may_tell(None)) == (True, False)
        events.take_back(agreed, reason="that was about somebody else")
        assert (may_tell(adult.pk), may_tell(None)) == (False, False)
    with anywhere.acting("front-door"):
        other = add(concern, ADULT, PartInConcern.ALLEGED_ABUSER)
        to = embargo.Person(embargo.Relation.PARTNER, other.pk)
        known = {"about": other, "to": to, "is_the_unlisted": True}
        agreed = services.record_event(concern, "disclosure_agreed", making.NOON, **known)
        lifted = EmbargoLift.objects.visible().filter(decision_id=agreed.pk)
        assert set(lifted.values_list("embargo__about", flat=True)) == {other.pk, None}
        events.take_back(agreed, reason="it was another one")
        again = Embargo.objects.visible().filter(concern=concern, must_not_be_told=[str(to)])
        assert {row.about for row in again} == {other.pk, None}


# ---- events ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("arest", {}, "arrest"),
        ("arrest", {}, "names a person"),
        ("arrest", {"about": "child"}, "names a adult|names an adult"),
        ("referral_made", {"about": "adult"}, "names nobody"),
        ("referral_made", {"to": "self:x"}, "does not say who"),
        ("disclosure_agreed", {"about": "adult"}, "says who may be told"),
        ("disclosure_agreed", {"about": "adult", "to": "parents:nobody"}, "names nobody"),
        ("referral_made", {"at": datetime(2100, 1, 1, tzinfo=UTC)}, "not happened yet"),
    ],
)
def test_an_event_that_there_is_not_or_that_names_the_wrong_person_is_refused(
    teacher_acting: Concern, kind: str, options: dict[str, Any], said: str
) -> None:
    people = {"child": add(teacher_acting, CHILD), "adult": add(teacher_acting, ADULT)}
    given = {"at": making.NOON} | options
    if "about" in given:
        given["about"] = people[given["about"]]
    with pytest.raises(RecordError, match=said):
        services.record_event(teacher_acting, kind, **given)


def test_an_event_noted_in_error_is_taken_back_and_stays(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        adult = add(concern, ADULT, PartInConcern.ALLEGED_ABUSER)
        arrest = services.record_event(concern, "arrest", making.NOON, about=adult)
        assert len(case_of(concern, "common").case.events) == 1
        taken = events.take_back(arrest, reason="another man of that name")
        assert taken.takes_back_id == arrest.pk
        assert events.events_of(concern, COMMON) == []
        assert case_of(concern, "common").case.events == ()
        with pytest.raises(RecordError, match="already"):
            events.take_back(arrest, reason="again")


# ---- deciding anew ---------------------------------------------------------------------------------------------------


def test_what_would_change_is_shown_before_anything_is_saved(teacher_acting: Concern) -> None:
    child = add(teacher_acting, CHILD, PartInConcern.DEPICTED)
    services.assert_many(
        teacher_acting, [FactAnswer("youth_produced_imagery", True), FactAnswer("adult_involved", False)]
    )
    drafts = facts.drafts(teacher_acting, [FactAnswer("sexual_acts", True), FactAnswer("age", 12, child)])
    would = preview(teacher_acting, "common", drafts)
    new = {(one.provision, one.about): one.due for one in would.new}
    assert new["2.1-refer-under-13", "concern"] == making.NOON.date()
    assert not would.gone
    assert not would.moved
    assert {fact for _, fact in answers(teacher_acting)} == {"youth_produced_imagery", "adult_involved", "depicted"}
    for draft in drafts:
        draft.save()
    back = preview(teacher_acting, "common", facts.drafts(teacher_acting, [FactAnswer("age", 13, child)]))
    assert ("2.1-refer-under-13", "concern") in {(one.provision, one.about) for one in back.gone}
    assert not preview(teacher_acting, "common", [])


def test_deciding_takes_as_many_queries_however_much_is_recorded(teacher_acting: Concern) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            decision_of(teacher_acting, "common")
        counts.append(len(asked))
        for _ in range(3):
            child = add(teacher_acting, CHILD, PartInConcern.DEPICTED, born="2012-01-01")
            services.relate(add(teacher_acting, ADULT, PartInConcern.ALLEGED_ABUSER), Kind.LIVES_WITH, child)
        services.record_event(teacher_acting, "referral_made", making.NOON)
    assert counts[1] <= counts[0] + 1  # the key, once there is something to open


def test_the_same_page_twice_at_once_is_in_order_whatever_the_clock_says(teacher_acting: Concern) -> None:
    first = services.assert_fact(teacher_acting, "sexual_acts", True)
    InitialAccount.objects.visible().get()
    second = services.assert_fact(teacher_acting, "sexual_acts", False)
    assert second.recorded_at > first.recorded_at


def _organisation(name: str) -> Any:
    from access import worlds

    return worlds.name(name)


@pytest.fixture
def teacher_acting(db: None) -> Iterator[Concern]:  # noqa: ARG001
    """A concern of the teacher's, who is acting; on SQLite."""
    from access import scene
    from fingerpost.access import context

    scene.make()
    with context.acting(scene.actor("teacher")):
        yield making.account().concern
