"""Two people answer a request, from what they see, and an embargo holds whatever they decide."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from disposal.test_disposing import in_the_past
from duties import making
from fingerpost.access import embargo
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Compartment, Concern, Organisation
from fingerpost.access.services import concerns
from fingerpost.disposal.rules import WAITING
from fingerpost.disposal.services import destruction, listing, tombstones
from fingerpost.disposal.services import recording as disposals
from fingerpost.disposal.services import status as keeping
from fingerpost.documents import production
from fingerpost.documents.models import Ending
from fingerpost.documents.paper import Paper, Section, Table, words_of
from fingerpost.record.models import Appearance, DetailKind, HiddenHit, NoteKind, PartInConcern, PersonKind
from fingerpost.record.services import notes
from fingerpost.record.services.people import add_appearance
from fingerpost.subject import blocking, paper
from fingerpost.subject.errors import SubjectError
from fingerpost.subject.grounds import BY_ID
from fingerpost.subject.models import Asker, Choice, HeldAs, ItemDecision, RequestStepKind, SubjectRequest
from fingerpost.subject.rules import HeldItem
from fingerpost.subject.services import holdings, preparation, requests
from fingerpost.subject.services.preparation import AnswerDecided
from fingerpost.subject.services.requests import RequestInput, RequestSummary

ON_SQLITE = pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
NAME, OTHER = "Tamsin Sample", "Robin Nobody"
TODAY = date(2026, 6, 9)
LONG_AGO = date(2020, 6, 8)


def told(*, name: str = NAME) -> tuple[Concern, Appearance]:
    """Record a concern with one child of this name and a note that names another."""
    concern = making.concern()
    person = add_appearance(concern, PersonKind.CHILD, details=[(DetailKind.NAME, name)])
    words = f"{OTHER} said that she was tired."
    notes.add_note(concern, NoteKind.LEARNED, words, about=person)
    return concern, person


def asked(*, tell_intake: bool = True) -> SubjectRequest:
    return requests.record(RequestInput(Asker.PERSON, NAME, TODAY, words="Everything."), tell_intake=tell_intake)


def listed(request: SubjectRequest) -> RequestSummary:
    found = requests.of_concern(request.concern)
    assert found is not None
    return found


def decide_all(request: SubjectRequest) -> None:
    """Give what is theirs, leave out a name, and withhold what is about others."""
    for place in holdings.places(request):
        decided = []
        for row in place.rows:
            if OTHER in row.item.sentence:
                decided.append(AnswerDecided(row.item, Choice.PARTS, "third_party", OTHER))
            else:
                decided.append(AnswerDecided(row.item, row.choice, row.ground, row.passages))
        preparation.decide(request, place, decided)


def text_of(request: SubjectRequest) -> str:
    one = listed(request)
    assert one.stands.last is not None
    seen = frozenset({Compartment.COMMON})
    made = paper.build(request.concern, seen, str(one.stands.last.step.id), timezone.now())
    return "\n".join(words_of(made))


def prepared(anywhere: Anywhere) -> tuple[SubjectRequest, Concern, Appearance]:
    """Let the manager prepare an answer and give it to the lead, who sees the concern."""
    with anywhere.acting("lead"):
        concern, person = told()
        request = asked()
        (found,) = holdings.candidates(request)
        assert found == person
        holdings.say(request, [found], HeldAs.THEM)
        decide_all(request)
        preparation.prepare(listed(request), making.member(worlds.name("suspect")), "", TODAY)
    return request, concern, person


def test_two_people_answer_and_the_document_has_what_they_decided(anywhere: Anywhere) -> None:
    request, concern, _ = prepared(anywhere)
    with anywhere.acting("lead"):
        with pytest.raises(SubjectError):  # it is with somebody else
            preparation.check(listed(request), "", TODAY)
        with pytest.raises(SubjectError):
            preparation.make(listed(request))
        assert blocking.waiting_for([concern.pk]) == {concern.pk: blocking.WAITS}
        assert blocking.WAITS in keeping.of_concern(concern, TODAY).obstacles
    with anywhere.acting("suspect"):
        preparation.check(listed(request), "I have read it.", TODAY)
        text = text_of(request)
        assert "[withheld: third party] said that she was tired" in text
        assert OTHER not in text
        assert "Information Commissioner" in text
        ended = production.produce(preparation.make(listed(request)))
        assert ended.ending == Ending.MADE
        assert len(ended.sha256) == 64
        preparation.sent(listed(request), "By post.", TODAY)
        assert not listed(request).stands.is_open
        assert blocking.waiting_for([concern.pk]) == {}
    with anywhere.acting("worker"):  # another organisation has its own requests, and sees nothing of this one
        assert requests.visible() == []
        assert not ItemDecision.objects.visible().exists()
    with anywhere.laying(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE subject_itemdecision SET choice = 'give'")


@ON_SQLITE
def test_an_embargo_leaves_the_concern_out_and_says_nothing_of_it(anywhere: Anywhere) -> None:
    request, concern, person = prepared(anywhere)
    with anywhere.acting("suspect"):
        preparation.check(listed(request), "", TODAY)
        assert "she was tired" in text_of(request)
        made = preparation.make(listed(request))
        production.produce(made)
        embargo.place(concern.pk, person.pk)
        with pytest.raises(AccessError):  # what was made before is not handed out under it
            production.fetch(made)
        text = text_of(request)
        assert "she was tired" not in text
        assert concern.reference not in text
        assert "embargo" not in text.lower()
        assert paper.SILENCE in text
        anew = preparation.make(listed(request))
        production.produce(anew)
        assert production.fetch(anew)
        (place,) = holdings.places(request)
        assert place.is_held


@ON_SQLITE
def test_what_stands_around_the_entries_tells_nothing_that_they_do_not(anywhere: Anywhere) -> None:
    with anywhere.acting("lead"):
        concern, person = told()
        for name in ("force", "council"):
            concerns.involve_organisation(concern.pk, worlds.name(name))
        force, council = (str(Organisation.objects.get(pk=worlds.name(name))) for name in ("force", "council"))
        notes.add_note(concern, NoteKind.LEARNED, f"She spoke of {force}.", about=person)
        request = asked()
        holdings.say(request, [person], HeldAs.THEM)
        (place,) = holdings.places(request)
        assert any(force in row.item.sentence for row in place.rows)
        kept = [row for row in place.rows if council in row.item.sentence or "She spoke of" in row.item.sentence]
        for row in place.rows:
            silent = ("give", "") if row in kept else ("silent", "crime")
            preparation.decide(request, place, [AnswerDecided(row.item, *silent)])
        made = paper.written(listed(request), preparation.newest_decisions(request), timezone.now())
        around = {one.heading: "\n".join(words_of(Paper("", (one,)))) for one in made.sections}
        # The police are in it, and nothing given says so; the council is named where an entry says that it is in it
        assert all(force not in around[heading] for heading in ("Where it comes from", "Who has it"))
        assert council in around["Who has it"]
        # And the same schedule is in every answer, whatever the concern is about
        assert "An allegation against an adult who works with children" in around["How long we keep it"]
        # And no number says how much is withheld, on whichever ground
        (first, *_) = [row for row in place.rows if row not in kept]
        preparation.decide(request, place, [AnswerDecided(first.item, Choice.WITHHOLD, "third_party")])
        withheld = paper._withheld(preparation.newest_decisions(request))
        text = "\n".join(words_of(Paper("", (Section("", tuple(withheld)),))))
        assert BY_ID["third_party"].text in text
        assert not re.search(r"\d+ entr", text)
        assert "entry" not in text


def test_what_is_given_is_in_the_order_in_which_it_was() -> None:
    days = ("24 March 2026, 15:02", "24 March 2026", "3 February 2026", "24 March 2026, 09:30", "11 October 2025")
    entries = [(HeldItem(uuid4(), "common", "Notes", day, "", "Said."), "Said.") for day in days]
    table = paper._table(entries)
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [days[number] for number in (4, 2, 1, 3, 0)]


@ON_SQLITE
def test_its_page_is_where_its_concern_leads_and_says_nothing_of_a_concern(anywhere: Anywhere) -> None:
    request, _, _ = prepared(anywhere)
    address = f"/concerns/{request.concern_id}/"
    page = f"/subject-access/{request.concern_id}/{request.pk}/"
    with anywhere.serving():
        client = client_of("suspect")
        assert client.get(address).headers["Location"] == page
        documents = client.get(f"{address}documents/").content.decode()
        assert page in documents
        assert "The request" in documents
        assert "Produce a document" not in documents
        assert "Casework" not in documents
        assert f"Request {request.concern.reference}" in documents


@ON_SQLITE
def test_an_embargo_that_names_a_childs_parents_holds_a_parent_who_asks_for_themselves(anywhere: Anywhere) -> None:
    with anywhere.acting("lead"):
        concern, person = told(name="Child Nobody")
        parent = add_appearance(
            concern, PersonKind.ADULT, details=[(DetailKind.NAME, NAME)], parts=[PartInConcern.PARENT_OR_CARER]
        )
        parents = embargo.Person(embargo.Relation.PARENTS, person.pk)
        request = asked()
        holdings.say(request, [parent], HeldAs.THEM)
        assert not holdings.places(request)[0].is_held
        embargo.place(concern.pk, None, must_not_be_told=[parents])
        (place,) = holdings.places(request)
        assert place.is_held
        assert {row.choice for row in place.rows} == {Choice.SILENT}


@ON_SQLITE
def test_what_is_decided_anew_has_to_be_prepared_and_checked_anew(anywhere: Anywhere) -> None:
    request, concern, _ = prepared(anywhere)
    with anywhere.acting("suspect"):
        preparation.check(listed(request), "", TODAY)
    with anywhere.acting("lead"):
        (place,) = holdings.places(request)
        row = next(it for it in place.rows if it.choice == Choice.GIVE)
        preparation.decide(request, place, [AnswerDecided(row.item, Choice.WITHHOLD, "legal")])
        with pytest.raises(SubjectError):
            preparation.make(listed(request))
        notes.add_note(concern, NoteKind.LEARNED, "Something new.")
        with pytest.raises(SubjectError):  # it is not decided yet
            preparation.prepare(listed(request), making.member(worlds.name("suspect")), "", TODAY)


@ON_SQLITE
def test_whoever_had_a_part_in_it_does_not_check_it_but_can_send_it_back(anywhere: Anywhere) -> None:
    request, _, _ = prepared(anywhere)
    with anywhere.acting("suspect"):
        (place,) = holdings.places(request)
        row = next(it for it in place.rows if it.choice == Choice.GIVE)
        preparation.decide(request, place, [AnswerDecided(row.item, Choice.WITHHOLD, "legal")])
        with pytest.raises(SubjectError):
            preparation.check(listed(request), "", TODAY)
        preparation.check(listed(request), "I changed something myself.", TODAY, back=True)
        assert listed(request).stands.last is None


@ON_SQLITE
def test_what_lies_elsewhere_is_not_found_and_its_people_learn_of_the_search(anywhere: Anywhere) -> None:
    with anywhere.acting("other-teacher"):
        hidden, _ = told()
    with anywhere.acting("lead"):
        assert holdings.candidates(asked()) == []
    with anywhere.acting("other-teacher"):
        assert HiddenHit.objects.visible().filter(concern=hidden).exists()


@ON_SQLITE
def test_a_request_is_kept_from_those_it_may_be_about(anywhere: Anywhere) -> None:
    with anywhere.acting("lead"):
        request = asked(tell_intake=False)
        requests.step(request, RequestStepKind.IDENTITY, TODAY, "A passport was shown.")
        assert [one.request.pk for one in requests.overdue(date(2026, 7, 10))] == [request.pk]
    with anywhere.acting("suspect"):
        assert requests.visible() == []
    with anywhere.acting("teacher"), pytest.raises(SubjectError):
        asked()


def test_nothing_is_left_of_it_in_the_concern_once_it_is_disposed_of() -> None:
    from fingerpost.disposal.guard_additions import columns_of, destroyed

    assert ItemDecision in destroyed()
    assert columns_of(ItemDecision) == ["concern_id", "request_concern_id"]


# ---- how long a request is kept --------------------------------------------------------------------------------------


def test_two_people_dispose_of_a_request_once_its_time_is_over(
    anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an answer that was sent six years ago, and a request that nobody has answered
    request, concern, _ = prepared(anywhere)
    with anywhere.acting("suspect"):
        preparation.check(listed(request), "", TODAY)
        preparation.sent(listed(request), "By post.", LONG_AGO)
        waits = asked()
        assert keeping.of_concern(request.concern, TODAY).obstacles == ()
        assert keeping.of_concern(waits.concern, TODAY).obstacles == ("it is not answered",)
        found = listing.lists(TODAY)
        assert [one.concern.pk for one in found.due] == [request.concern_id]
        page = client_of("suspect") if connection.vendor == "sqlite" else None
    if page is not None:
        shown = page.get(reverse("disposal", args=[request.concern_id])).content.decode()
        assert "a request for what is held on somebody, and its answer" in shown
        assert "Sections of this concern" not in shown
        assert f"Request {request.concern.reference}" in page.get(reverse("due_for_disposal")).content.decode()
    # When two people have agreed
    then = timezone.now() - WAITING - timedelta(minutes=1)
    for who, step in (("lead", disposals.propose), ("suspect", disposals.confirm)):
        with in_the_past(anywhere, who, monkeypatch, then):
            step(request.concern, why="It is over.")  # type: ignore[operator]
    with anywhere.acting("suspect"):
        assert destruction.dispose(request.concern_id, timezone.now())
        # Then the request is gone with what was decided for it, and the concern that it was about stays
        assert requests.visible([request.concern_id]) == []
        assert not ItemDecision.objects.visible().exists()
        assert Concern.objects.visible().filter(pk=concern.pk).exists()
        assert [one.rule for one in tombstones.readable(request.concern_id)] == ["subject-access"]
    if page is not None:
        gone = page.get(reverse("disposal", args=[request.concern_id])).content.decode()
        assert f"Request {request.concern.reference} was disposed of" in gone
