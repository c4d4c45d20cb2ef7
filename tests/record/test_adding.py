"""What is added to a concern: notes, viewing decisions, closing and passing on, and people who may be the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access import audit, embargo, ledger_visibility
from fingerpost.access.embargo import Person, Relation
from fingerpost.access.errors import AccessError
from fingerpost.access.models import (
    Compartment,
    Concern,
    Embargo,
    ExclusionGround,
    Involvement,
    LiftingDecision,
    Membership,
    Organisation,
)
from fingerpost.access.services import exclusions
from fingerpost.procedure.pack.library import load_pack
from fingerpost.record import services, summary_additions
from fingerpost.record.defang import defang
from fingerpost.record.errors import RecordError
from fingerpost.record.models import (
    AppearanceLink,
    ClosingOutcome,
    HitAnswer,
    Likeness,
    LikenessAnswered,
    Note,
    NoteKind,
    SameAnswer,
    TurnKind,
    ViewingDecision,
)
from fingerpost.record.services import closing, concurrent_changes, duplicate_people, notes, viewing
from fingerpost.record.services.search import Query, search
from record import making

COMMON = frozenset({"common"})


def shared(anywhere: Anywhere) -> Concern:
    return Concern.objects.visible().get(pk=anywhere.scene.shared)


def shown(concern: Concern, compartments: frozenset[str] = COMMON) -> str:
    """Return all that the concern's summary shows of what was added."""
    return "\n".join(
        line
        for content in summary_additions.of_concern(concern, compartments, None)
        for line in (content.heading, *content.paragraphs)
    )


# ---- notes -----------------------------------------------------------------------------------------------------------


def test_each_kind_of_note_is_asked_for_by_some_rule_of_the_procedure() -> None:
    assert [act for act in (*notes.ACTS.values(), viewing.ACT) if not load_pack().carried_out_by(act)] == []
    assert viewing.EVENT in load_pack().events


def test_two_who_write_at_once_both_have_their_words_in_the_record(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        seen = concurrent_changes.mark(notes.notes_of(shared(anywhere), COMMON))
        notes.add_note(shared(anywhere), NoteKind.LEARNED, "He has her address.")
    with anywhere.acting("worker"):
        (came,) = concurrent_changes.unseen(notes.notes_of(shared(anywhere), COMMON), seen)
        assert came.words == "He has her address."
        notes.add_note(shared(anywhere), NoteKind.CHILDS_WORDS, "“I am afraid of the bus.”")
        page = shown(shared(anywhere))
        assert "He has her address." in page
        assert "“I am afraid of the bus.”" in page
        assert {note.recorded_by_id for note in notes.notes_of(shared(anywhere), COMMON)} == {
            worlds.name("teacher"),
            worlds.name("worker"),
        }


def test_a_report_of_extremist_material_is_in_a_name(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = shared(anywhere)
        where = {"told": "the national reporting page", "address": "http://recruiting.example.net/join"}
        with pytest.raises(DatabaseError), transaction.atomic():
            notes.add_note(concern, NoteKind.EXTREMISM, "A call to arms.", **where)
        notes.add_note(concern, NoteKind.EXTREMISM, "A call to arms.", teller="Asha Demo", reference="R-17", **where)
        page = shown(concern)
        assert "In the name of: Asha Demo" in page
        assert "Reference: R-17" in page
        assert "hxxp[:]//recruiting[.]example[.]net/join" in page
        assert "http://" not in page


def test_a_harmful_site_is_seen_in_what_is_known_of_the_child(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = shared(anywhere)
        child = making.person(concern, "Amina Yusuf")
        with pytest.raises(DatabaseError), transaction.atomic():
            notes.add_note(concern, NoteKind.HARMFUL_SITE, "She counts every bite.")
        notes.add_note(concern, NoteKind.HARMFUL_SITE, "She counts every bite.", about=child, address="thin.example")
        assert "About Amina Yusuf." in shown(concern)
        assert "Not raised with anybody yet." in shown(concern)
        stranger = making.person(making.account().concern, "Somebody Else")
        with pytest.raises(RecordError):
            notes.add_note(concern, NoteKind.HARMFUL_SITE, "Of another concern.", about=stranger)


@given(st.text(alphabet="htpsxf:/.@[]aB \n", max_size=40))
def test_what_is_defanged_is_no_address_and_stays_as_it_is(text: str) -> None:
    safe = defang(text)
    assert defang(safe) == safe
    assert "http" not in safe.lower().replace("http[", "") or "://" not in safe
    assert "://" not in safe
    assert "@" not in safe


def test_a_child_targeted_in_two_concerns_is_shown_to_who_sees_both(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        other = making.account().concern
        here, there = making.person(shared(anywhere), "Amina Yusuf"), making.person(other, "Amina Yusuf")
        assert notes.also_targeted(shared(anywhere), COMMON) == {}
        services.link(here, there, why="the same class")
        assert notes.also_targeted(shared(anywhere), COMMON) == {here.pk: [other]}
        assert notes.also_targeted(other, COMMON) == {there.pk: [shared(anywhere)]}
        assert f"In concern {other.reference}." in shown(shared(anywhere))
    with anywhere.acting("worker"):
        assert notes.also_targeted(shared(anywhere), COMMON) == {}
        assert other.reference not in shown(shared(anywhere))


# ---- viewing ---------------------------------------------------------------------------------------------------------

VIEWED = {
    "decided_by": "the officer in charge",
    "viewed_by": "a trained officer",
    "place": "the station",
    "present": "nobody else",
    "why": "to find the child",
}


def test_nothing_was_viewed_until_a_decision_says_so(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.account().concern
        assert "Not viewed" in shown(concern)
        with pytest.raises(RecordError, match="not happened yet"):
            viewing.record_viewing(concern, viewed_at=making.NOON + timedelta(days=36_500), **VIEWED)
        assert not ViewingDecision.objects.visible().exists()
        viewing.record_viewing(concern, viewed_at=making.NOON, **VIEWED)
        page = shown(concern)
        assert "Not viewed" not in page
        for words in VIEWED.values():
            assert words in page
        assert [event.type for event in services.events.events_of(concern, COMMON)] == [viewing.EVENT]


# ---- closing ---------------------------------------------------------------------------------------------------------


def test_a_concern_is_closed_reopened_and_closed_again(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = shared(anywhere)
        with pytest.raises(RecordError, match="open"):
            closing.reopen(concern, why="by mistake")
        closing.close(
            concern, ClosingOutcome.STEPPED_DOWN_EARLY_HELP, why="the family has help", agreed_by="Bea, social worker"
        )
        with pytest.raises(RecordError, match="closed already"):
            closing.close(concern, ClosingOutcome.DONE, why="again", agreed_by="nobody")
        assert "Stepped down to early help" in shown(concern)
    with anywhere.acting("worker"):
        closing.reopen(shared(anywhere), why="he wrote again")
        turns = closing.turns_of(shared(anywhere), COMMON)
        assert [taken.turn for taken in turns] == [TurnKind.CLOSED, TurnKind.REOPENED]
        assert closing.closing_of(turns) is None
        assert closing.closing_of(turns[:1]) == turns[0]
        assert "This concern is closed" not in shown(shared(anywhere))


def test_each_compartment_is_closed_by_itself(anywhere: Anywhere) -> None:
    with anywhere.acting("officer"):
        closing.close(
            shared(anywhere),
            ClosingOutcome.DONE,
            why="no crime",
            agreed_by="the sergeant",
            compartment=Compartment.POLICE,
        )
        assert "no crime" in shown(shared(anywhere), frozenset({"police"}))
    with anywhere.acting("teacher"):
        assert closing.turns_of(shared(anywhere), COMMON) == []
        assert "no crime" not in shown(shared(anywhere))


def test_the_new_school_sees_what_is_passed_on_and_nobody_loses_it(anywhere: Anywhere) -> None:
    with anywhere.laying():
        school = Organisation.objects.get(pk=worlds.name("other-school"))
    with anywhere.acting("other-teacher"):
        assert not Concern.objects.visible().filter(pk=anywhere.scene.shared).exists()
    with anywhere.acting("teacher"):
        told = notes.add_note(shared(anywhere), NoteKind.LEARNED, "The family moves.")
        # Whoever is there may be somebody who must not be told.
        with pytest.raises(AccessError, match="embargo"):
            closing.transfer(shared(anywhere), school, why="the child changes school")
        assert not Involvement.objects.visible().filter(concern=shared(anywhere), organisation=school).exists()
    with anywhere.acting("worker"):
        (stands,) = Embargo.objects.visible().filter(concern=anywhere.scene.shared)
        known = {"decision": LiftingDecision.STRATEGY_MEETING, "reason": "The new school has to know."}
        embargo.lift(stands, Person(Relation.OTHER, school.pk), **known)
    with anywhere.acting("teacher"):
        closing.transfer(shared(anywhere), school, why="the child changes school")
        closing.transfer(shared(anywhere), school, why="said twice")
        there = Involvement.objects.visible().filter(concern=shared(anywhere), organisation=school)
        assert there.count() == 1
        assert closing.closing_of(closing.turns_of(shared(anywhere), COMMON)) is None
    with anywhere.laying():
        membership = worlds.name("other-teacher")
        Membership.objects.filter(pk=membership).update(intake=True)
    with anywhere.acting("other-teacher"):
        assert Note.objects.visible().filter(pk=told.pk).exists()
        assert "the child changes school" in shown(shared(anywhere))
    with anywhere.acting("teacher"):
        assert Note.objects.visible().filter(pk=told.pk).exists()


# ---- the same person -------------------------------------------------------------------------------------------------


def test_who_is_likely_the_same_is_asked_and_an_answer_is_taken_back(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        before = making.person(making.account().concern, "Amina Yusuf", born="2012-05-04")
        added_now = making.person(shared(anywhere), "Ameena Yusuf", born="2012-05-04")
        making.person(shared(anywhere), "Somebody Else")
        (likeness,) = duplicate_people.candidates(added_now)
        assert (likeness.one, likeness.other) == (added_now, before)
        assert duplicate_people.open_likenesses(shared(anywhere), COMMON) == [likeness]
        assert [row.pk for row in duplicate_people.candidates(added_now)] == [likeness.pk]
        duplicate_people.answer(likeness, SameAnswer.NOT_SURE, why="")
        assert duplicate_people.candidates(added_now) == []
        assert not AppearanceLink.objects.visible().exists()
        duplicate_people.answer(likeness, SameAnswer.YES, why="the same form teacher")
        duplicate_people.answer(likeness, SameAnswer.YES, why="sent twice")
        (link,) = AppearanceLink.objects.visible()
        assert link.undone_at is None
        duplicate_people.answer(likeness, SameAnswer.NO, why="a cousin")
        (link,) = AppearanceLink.objects.visible()
        assert link.why_undone == "a cousin"
        duplicate_people.answer(likeness, SameAnswer.YES, why="the same after all")
        assert AppearanceLink.objects.visible().filter(undone_at=None).count() == 1
        ((_, answers),) = duplicate_people.likenesses_of(before)
        assert [answer.answer for answer in answers] == ["not_sure", "yes", "yes", "no", "yes"]
    with anywhere.acting("worker"):
        assert duplicate_people.likenesses_of(added_now) == []
        assert "same person" not in shown(shared(anywhere))
        kinds = {row.entry.object_kind for row in ledger_visibility.of_concern(anywhere.scene.shared)}
        assert "detail" in kinds
        assert kinds.isdisjoint(map(audit.kind_of, (Likeness, LikenessAnswered, AppearanceLink)))
    with anywhere.acting("teacher"):
        assert audit.kind_of(Likeness) in {row.entry.object_kind for row in ledger_visibility.own()[0]}


def test_somebody_hidden_is_not_found_and_their_owner_is_told_and_answers(anywhere: Anywhere) -> None:
    with anywhere.acting("other-teacher"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.others)
        making.person(concern, "Amina Yusuf", born="2012-05-04")
    with anywhere.acting("teacher"):
        person = making.person(shared(anywhere), "Amina Yusuf", born="2012-05-04")
        assert duplicate_people.candidates(person) == []
        assert duplicate_people.candidates(person) == []
        assert not Likeness.objects.visible().exists()
    with anywhere.acting("other-teacher"):
        ((hit, answers),) = duplicate_people.hits_of(concern, COMMON)
        assert answers == []
        assert hit.by_id == worlds.name("teacher")
        assert "Somebody looked for Amina Yusuf" in shown(concern)
        assert duplicate_people.unanswered() == [concern]
        duplicate_people.answer_hit(hit, HitAnswer.SPOKEN, words="We meet on Monday.")
        assert duplicate_people.unanswered() == []
        ((_, (answer,)),) = duplicate_people.hits_of(concern, COMMON)
        assert answer.words == "We meet on Monday."
        assert "We meet on Monday." in shown(concern)
    with anywhere.acting("teacher"):
        assert duplicate_people.hits_of(shared(anywhere), COMMON) == []
        with pytest.raises(AccessError):
            duplicate_people.answer_hit(hit, HitAnswer.SPOKEN, words="mine")
        # Whoever looked is told nothing, until they are let in by name.
        assert duplicate_people.unanswered() == []
        assert not Concern.objects.visible().filter(pk=concern.pk).exists()
    with anywhere.acting("other-teacher"):
        duplicate_people.answer_hit(hit, HitAnswer.LET_IN, words="She teaches her too.")
    with anywhere.acting("teacher"):
        (involved,) = Involvement.objects.visible().filter(concern=concern, membership=worlds.name("teacher"))
        assert (involved.ground, involved.compartment, involved.reason) == ("named", "common", "She teaches her too.")


def test_whoever_is_shut_out_is_not_let_in_by_having_looked(anywhere: Anywhere) -> None:
    with anywhere.acting("other-teacher"):
        concern = Concern.objects.visible().get(pk=anywhere.scene.others)
        making.person(concern, "Amina Yusuf", born="2012-05-04")
        exclusions.shut_out_user(
            concern.pk, worlds.name("u-teacher"), ground=ExclusionGround.DECLARED, reason="A friend of the family."
        )
    with anywhere.acting("teacher"):
        search(Query(name="Amina Yusuf"))
    with anywhere.acting("other-teacher"):
        ((hit, _),) = duplicate_people.hits_of(concern, COMMON)
        with pytest.raises(AccessError, match="shut out"):
            duplicate_people.answer_hit(hit, HitAnswer.LET_IN, words="She asked.")


# ---- what stays ------------------------------------------------------------------------------------------------------


def test_what_was_added_is_not_changed(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        note = notes.add_note(shared(anywhere), NoteKind.LEARNED, "He has her address.")
    for statement in ("UPDATE record_note SET compartment = 'police'", "DELETE FROM record_note"):
        with anywhere.acting("teacher"), pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)
    with anywhere.acting("teacher"):
        assert Note.objects.visible().get(pk=note.pk).words == "He has her address."
