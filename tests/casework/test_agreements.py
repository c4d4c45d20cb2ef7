"""Written agreements: in force with a next review date, held by the embargo, broken, reviewed, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access import chronology, embargo
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Embargo, LiftingDecision
from fingerpost.access.services import concerns as involving
from fingerpost.casework.agreements import agreed_matters, overview, paper, queries, requested_duties
from fingerpost.casework.agreements import services as service
from fingerpost.casework.agreements.services import AgreementStepInput
from fingerpost.casework.enquiries import services as enquiries
from fingerpost.casework.models import (
    Agreement,
    AgreementStep,
    AgreementStepKind,
    ReviewOutcome,
    StageKind,
    StageStepKind,
)
from fingerpost.documents.papers import NothingToShowError
from fingerpost.documents.papers import agreement as documents
from fingerpost.duties.models import Duty, DutyState
from fingerpost.record.models import Appearance, DetailKind, Happened, PartInConcern, PersonKind, RelationshipKind
from fingerpost.record.people_presentation import PeopleOfConcern
from fingerpost.record.services.changes import change
from fingerpost.record.services.facts import pack_of
from fingerpost.record.services.people import add_appearance
from fingerpost.record.services.relationships import relate

TUESDAY = making.TUESDAY
COMMON = frozenset({"common"})
KIND = AgreementStepKind
# What these look at does not differ by the database; the first test is of both.
ON_ONE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)


@dataclass
class Told:
    concern: Concern
    child: Appearance
    adult: Appearance
    mother: Appearance


def told(anywhere: Anywhere) -> Told:
    """Lay a concern about an adult who visits the home and of whom a key factor is present."""
    with anywhere.acting("teacher"):
        concern = making.concern()
        involving.involve_organisation(concern.pk, worlds.name("council"))
        with change(concern):
            child = add_appearance(
                concern, PersonKind.CHILD, [PartInConcern.TARGETED], [(DetailKind.NAME, "Amina Example")]
            )
            adult = add_appearance(
                concern, PersonKind.ADULT, [PartInConcern.ALLEGED_ABUSER], [(DetailKind.NAME, "Ralph Example")]
            )
            mother = add_appearance(concern, PersonKind.ADULT, [], [(DetailKind.NAME, "Sadia Example")])
            relate(mother, RelationshipKind.PARTNER_OF, adult)
            known = {"alleged_abuser": True, "stays_in_or_visits_home": True, "factor_history": True}
            making.told(concern, about=adult, **known)
    with anywhere.acting("front-door"):
        for member in ("worker", "manager-east"):
            involving.involve_member(concern.pk, worlds.name(member))
    return Told(concern, child, adult, mother)


def drawn_up(it: Told) -> Agreement:
    return service.draw_up(
        it.concern,
        it.adult,
        text="He visits on Sundays.",
        parties=[
            AgreementStepInput(text="father", about=it.adult),
            AgreementStepInput(text="mother, supervises", about=it.mother),
        ],
        terms=[
            AgreementStepInput(text="Only while Sadia is in the room.", provision="2.2-matter-contact", who="Sadia"),
            AgreementStepInput(text="He does not drive the children.", title="The car"),
        ],
        without=[
            AgreementStepInput(text="He is never there for it.", provision=f"2.2-matter-{one}")
            for one in ("care", "rooms", "sleepovers")
        ],
        at=TUESDAY,
    )


def listed(agreement: Agreement) -> queries.AgreementSummary:
    found = queries.of_id(agreement.concern, agreement.pk)
    assert found is not None
    return found


def asked(concern: Concern) -> list[tuple[date | None, bool]]:
    """Return of each review that is asked for when it is due, and whether it was made."""
    return [(one.due, one.carried is not None) for one in requested_duties.of_concern(concern, "common", None)]


def test_an_agreement_starts_is_reviewed_broken_and_ends(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        agreement = drawn_up(it)
        assert making.state(it.concern, "2.2-agreement", it.adult.pk).is_open
        assert asked(it.concern) == []
        step = service.record(agreement, KIND.STARTED, at=TUESDAY + timedelta(days=1))
        (event,) = Happened.objects.visible().filter(concern=it.concern, type="agreement_started")
        assert (event.about_id, step.event_id) == (it.adult.pk, event.pk)
        assert not making.state(it.concern, "2.2-agreement", it.adult.pk).is_open
        # The review is one duty: the agreement's own, with its day, and no second one of the decision.
        rows = Duty.objects.visible().filter(concern=it.concern, provision="2.2-agreement-review")
        assert [(row.about, row.work is not None) for row in rows] == [(it.adult.pk, True)]
        # None may be without a next review date: it is a fault, and due at once.
        assert listed(agreement).standing.lacks_review
        assert asked(it.concern) == [(date(2026, 3, 25), False)]
        assert [one.agreement.pk for one in queries.without_review(date(2026, 3, 25))] == [agreement.pk]
        shown = overview.of_concern(it.concern, COMMON, date(2026, 3, 25))
        assert shown is not None
        first = shown.lines[0].tags[0]
        assert (first.text, first.colour) == ("No review date", "red")
        service.record(
            agreement, KIND.REVIEW_SET, AgreementStepInput(day=date(2026, 4, 20)), at=TUESDAY + timedelta(days=2)
        )
        assert asked(it.concern) == [(date(2026, 4, 20), False)]
        assert queries.without_review(date(2026, 4, 20)) == []
        assert len(queries.without_review(date(2026, 4, 21))) == 1
        with pytest.raises(AccessError):
            service.record(agreement, KIND.REVIEWED, AgreementStepInput(text="All is well."))
    with anywhere.acting("teacher"):
        with pytest.raises(AccessError, match="social care"):
            service.record(agreement, KIND.ENDED, AgreementStepInput(text="It is over."))
        breach = AgreementStepInput(text="He came on a Tuesday.", who="Amina", done="The worker was rung.")
        service.record(agreement, KIND.BREACHED, breach, at=TUESDAY + timedelta(days=9))
    with anywhere.acting("worker"):
        assert asked(it.concern) == [(date(2026, 4, 20), False), (date(2026, 4, 2), False)]
        review = AgreementStepInput(text="It held but once.", outcome=ReviewOutcome.NO_CONFERENCE, day=date(2026, 5, 5))
        service.record(agreement, KIND.REVIEWED, review, at=TUESDAY + timedelta(days=10))
        assert asked(it.concern) == [(date(2026, 4, 20), True), (date(2026, 4, 2), True), (date(2026, 5, 5), False)]
        service.record(
            agreement, KIND.ENDED, AgreementStepInput(text="He has moved away."), at=TUESDAY + timedelta(days=20)
        )
        assert [made for _, made in asked(it.concern)] == [True, True]
        states = DutyState.objects.visible().filter(concern=it.concern, duty__provision="2.2-agreement-review")
        assert not any(state.is_open for state in states)
        said = [
            one.sentence
            for one in chronology.of_concern(it.concern, COMMON)
            if one.kind == chronology.EntryKind.AGREEMENTS
        ]
        assert said[0] == "A written agreement with Ralph Example was drawn up: He visits on Sundays."
        assert any("broken: He came on a Tuesday. told by Amina. The worker was rung" in one for one in said)
        for table in ("agreement", "agreementstep"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM casework_{table}")  # noqa: S608
    with anywhere.acting("other-teacher"):
        for model in (Agreement, AgreementStep):
            assert not model.objects.visible().filter(concern=it.concern).exists()


@ON_ONE
def test_it_says_of_each_matter_what_is_agreed_or_why_nothing_is(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        agreement = service.draw_up(it.concern, it.adult, text="He visits on Sundays.", at=TUESDAY)
        # The matters of the register, by hand.
        every = {f"2.2-matter-{one}" for one in ("contact", "care", "rooms", "sleepovers")}
        with pytest.raises(AccessError) as refused:
            service.record(agreement, KIND.STARTED, at=TUESDAY)
        assert {problem.what.rpartition("(")[2].rstrip(")") for problem in refused.value.problems} == every
        for matter in every - {"2.2-matter-care"}:
            service.record(agreement, KIND.NOT_AGREED, AgreementStepInput(text="It is not so.", provision=matter))
        care = AgreementStepInput(text="Sadia does it.", provision="2.2-matter-care")
        service.record(agreement, KIND.TERM, care, at=TUESDAY)
        for wrong in (AgreementStepInput(provision="2.2-matter-care"), AgreementStepInput(text="It is not so.")):
            with pytest.raises(AccessError):
                service.record(agreement, KIND.NOT_AGREED, wrong)
        service.record(agreement, KIND.STARTED, at=TUESDAY)
        assert listed(agreement).standing.without.keys() == every - {"2.2-matter-care"}
        service.record(agreement, KIND.NOT_AGREED, AgreementStepInput(text="No more.", provision="2.2-matter-care"))
        assert not listed(agreement).standing.terms


@ON_ONE
def test_while_the_embargo_stands_there_is_no_copy_for_the_family(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        agreement = drawn_up(it)
        people, named = PeopleOfConcern(it.concern, COMMON), agreed_matters.of_pack(pack_of(it.concern))
        signed = service.record(agreement, KIND.SIGNED, AgreementStepInput(about=it.adult))
        assert signed.while_held
        rows = list(Embargo.objects.visible().filter(concern=it.concern))
        assert rows
        partner = embargo.Person(embargo.Relation.PARTNER, it.adult.pk)
        for person in (embargo.Person(embargo.Relation.SELF, it.adult.pk), partner):
            # Until the last party may be told.
            with pytest.raises(AccessError, match="must not be told"):
                paper.paper_of(listed(agreement), people, named)
            for row in rows:
                embargo.lift(row, person, decision=LiftingDecision.STRATEGY_MEETING, reason="So decided.")
        made = paper.paper_of(listed(agreement), people, named)
        assert [(one.name, one.role, one.signed is not None) for one in made.parties] == [
            ("Ralph Example", "father", True),
            ("Sadia Example", "mother, supervises", False),
        ]
        assert [(one.heading, one.supervised) for one in made.terms] == [
            ("Who is there with the children", "Who watches over this: Sadia."),
            ("The car", ""),
        ]
        assert "He visits on Sundays." not in str(made.why) + str(made.afterwards)
        assert made.why[-1] == "It does not count yet. We will tell you from which day it does."
        started = AgreementStepInput(day=date(2026, 4, 1))
        assert not service.record(agreement, KIND.STARTED, started, at=TUESDAY).while_held
        made = paper.paper_of(listed(agreement), people, named)
        assert made.why[-1] == "It counts from Tuesday 24 March 2026."
        assert made.afterwards[0] == "We talk about this again on Wednesday 1 April 2026."
        service.record(agreement, KIND.ENDED, AgreementStepInput(text="He has moved."), at=TUESDAY + timedelta(days=1))
        made = paper.paper_of(listed(agreement), people, named)
        assert made.why[-1] == "It ended on Wednesday 25 March 2026, and does not count any more."
        assert "again on" not in str(made.afterwards)
        assert [one.key for one in documents.things(it.concern, COMMON)] == [str(agreement.pk)]
        # What was recorded in error is no paper for anybody.
        service.record(agreement, KIND.IN_ERROR, AgreementStepInput(text="It was another family’s."))
        assert documents.things(it.concern, COMMON) == []
        with pytest.raises(NothingToShowError):
            documents.build(it.concern, COMMON, str(agreement.pk), TUESDAY)


@ON_ONE
def test_a_manager_sees_what_runs_long_without_a_conference(anywhere: Anywhere) -> None:
    it = told(anywhere)
    with anywhere.acting("worker"):
        agreement = drawn_up(it)
        service.record(agreement, KIND.STARTED, AgreementStepInput(day=date(2026, 9, 1)), at=TUESDAY)
    with anywhere.acting("manager-east"):
        assert queries.long_without_conference(date(2026, 6, 22)) == []
        with CaptureQueriesContext(connection) as executed:
            assert [one.agreement.pk for one in queries.long_without_conference(date(2026, 6, 23))] == [agreement.pk]
        assert len([query for query in executed if "casework_" in query["sql"]]) == 3
        conference = enquiries.open_stage(it.concern, StageKind.CONFERENCE, people=[it.child], text="It was asked.")
        enquiries.record(conference, StageStepKind.HELD, enquiries.StageStepInput(who="The school and the police."))
        assert queries.long_without_conference(date(2026, 12, 1)) == []
        service.record(agreement, KIND.IN_ERROR, AgreementStepInput(text="It was another family’s."))
        assert not Happened.standing(Happened.objects.visible().filter(concern=it.concern, type="agreement_started"))
        assert asked(it.concern) == []


@ON_ONE
def test_a_review_that_finds_a_conference_needed_asks_for_it(anywhere: Anywhere) -> None:
    # 2.2-agreement-review: each review asks whether one is needed
    it = told(anywhere)
    with anywhere.acting("worker"):
        agreement = drawn_up(it)
        service.record(agreement, KIND.STARTED, AgreementStepInput(day=date(2026, 4, 1)), at=TUESDAY)
        review = AgreementStepInput(text="It does not hold.", outcome=ReviewOutcome.CONFERENCE, day=date(2026, 4, 20))
        service.record(agreement, KIND.REVIEWED, review, at=TUESDAY + timedelta(days=3))
        (wanted,) = [
            one for one in requested_duties.of_concern(it.concern, "common", None) if "conference: a review" in one.what
        ]
        assert (wanted.due, wanted.carried, wanted.provision) == (date(2026, 3, 31), None, "2.2-agreement-review")
        assert state_of(wanted.work).is_open
    page = reverse("agreement", args=[it.concern.pk, agreement.pk])

    def is_offered(who: str) -> bool:
        with anywhere.serving():
            return "Consider a conference" in client_of(who).get(page).content.decode()

    assert (is_offered("worker"), is_offered("teacher")) == (True, False)
    with anywhere.acting("worker"):
        at = TUESDAY + timedelta(days=4)
        enquiries.open_stage(it.concern, StageKind.CONFERENCE, people=[it.child], text="The review.", at=at)
        assert not state_of(wanted.work).is_open
    assert not is_offered("worker")


def state_of(work: UUID) -> DutyState:
    return DutyState.objects.visible().get(duty__work=work)


@ON_ONE
def test_its_pages_draw_up_show_and_record(anywhere: Anywhere) -> None:
    it = told(anywhere)
    when = {"day_0": "24", "day_1": "3", "day_2": "2026", "clock": "13:00"}
    with anywhere.serving():
        client = client_of("worker")
        new = f"/concerns/{it.concern.pk}/casework/agreements/new/"
        refused = client.post(new, {"who_0": "Sadia", "term_other": "No lifts", **when}).content.decode()
        for words in ("Choose the adult", "Write what is agreed about it", "Write what it is about"):
            assert words in refused
        sent = {"about": str(it.adult.pk), "text": "He visits.", "part_0": "father", "term_1": "His mother does it."}
        both = client.post(new, {**sent, "not_1": "He does it.", **when}).content.decode()
        assert "Write what is agreed, or why nothing is" in both
        sent |= {"not_0": "She is always there.", "not_2": "He stays downstairs."}
        page = client.post(new, {**sent, **when}).headers["Location"]
        shown = client.get(page).content.decode()
        assert "An embargo is in force" in shown
        assert "The family’s copy" not in shown
        assert "His mother does it." in shown
        assert "Not said why" in shown
        refused = client.post(page, {"step": "started", **when}).content.decode()
        assert "It says nothing about this: Sleepovers" in refused
        assert "(2.2-matter-sleepovers)" in refused
        why = {"step": "not_agreed", "matter": "2.2-matter-sleepovers", "text": "There are none.", **when}
        assert client.post(page, why).headers["Location"] == page
        assert client.post(page, {"step": "started", **when}).headers["Location"] == page
        faulty = client.get(page).content.decode()
        assert '<strong class="govuk-tag govuk-tag--red">No review date</strong>' in faulty
        assert "While the embargo was in force" in faulty
        assert "Runs long" in faulty
        early = {"step": "review_set", "next_0": "1", "next_1": "3", "next_2": "2026", **when}
        assert "The next review is after this" in client.post(page, early).content.decode()
        teacher = client_of("teacher")
        assert "It was broken" in teacher.get(page).content.decode()
        told_of = {"step": "breached", "text": "He came.", "who": "Amina", "done": "Nothing yet.", **when}
        assert teacher.post(page, told_of).headers["Location"] == page
        foreign = teacher.post(page, {**told_of, "step": "ended"})
        assert "This step cannot be recorded" in foreign.content.decode()
        assert "<strong>Broken</strong>" not in client.get(new).content.decode()
        assert client.get(page).content.decode().count("<strong>Broken</strong>") == 1
        assert "It was broken, and has to be reviewed at once." in client.get(page).content.decode()
