"""A concern's pages, from every room: what they say, to whom, as known when, and at what cost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from fingerpost.access import context
from fingerpost.access.acting_membership import actor_in
from fingerpost.access.models import Compartment, Concern, Membership, User
from fingerpost.access.services import concerns
from fingerpost.record import services as record
from fingerpost.record.as_of import moment_in
from fingerpost.record.models import (
    AbuseForm,
    Appearance,
    DetailKind,
    NoteKind,
    PartInConcern,
    PersonKind,
    RelationshipKind,
)
from fingerpost.record.services import closing, notes
from fingerpost.record.services.closing import ClosingOutcome
from fingerpost.record.services.concerns import ConcernInput
from support.people import member

SECTIONS = ("", "people/", "chronology/", "decisions/", "access/")


def recorded_concern(days: int = 3) -> Concern:
    """Record a concern with an adult who is suspected, in the name of whoever is acting."""
    concern = record.record_concern(
        became_aware_at=timezone.now() - timedelta(days=days),
        narrative="A girl told us of a man in a game.",
        told=ConcernInput(forms=[AbuseForm.GROOMING]),
    )
    child = person(concern, PersonKind.CHILD, "Amina Sample", PartInConcern.TARGETED)
    adult = person(concern, PersonKind.ADULT, "Colin Example", PartInConcern.ALLEGED_ABUSER)
    record.relate(adult, RelationshipKind.LIVES_WITH, child)
    return concern


def person(
    concern: Concern, kind: PersonKind, name: str, part: PartInConcern, compartment: Compartment = Compartment.COMMON
) -> Appearance:
    return record.add_appearance(concern, kind, [part], [(DetailKind.NAME, name)], compartment=compartment)


def client_of(who: Membership | str) -> Client:
    client = Client()
    key = worlds.name(who) if isinstance(who, str) else who.pk
    client.force_login(User.objects.get(memberships=key))
    session = client.session
    session["acting_membership"] = str(key)
    session.save()
    return client


def page(client: Client, concern: Concern | UUID, section: str = "", query: str = "") -> str:
    key = concern.pk if isinstance(concern, Concern) else concern
    response = client.get(f"/concerns/{key}/{section}{query}")
    assert response.status_code == 200, response.content.decode()[:500]
    return unescape(" ".join(response.content.decode().split()))


@pytest.fixture
def teacher(db: None) -> Membership:  # noqa: ARG001
    return member()


# ---- what is said ----------------------------------------------------------------------------------------------------


def test_a_summary_says_first_what_must_not_be_done_and_then_what_is_due(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
    said = page(client_of(teacher), concern)
    # Who and what in a line
    assert "groomed. Amina Sample, targeted; Colin Example, alleged abuser." in said
    # Whom not to tell, and what not to do, with the clause, before what is due
    stop = said.index("Do not tell anybody outside the agencies that act on this concern about Colin Example")
    assert "until a decision of the strategy meeting or the police" in said
    assert stop < said.index("Rule 2.2-no-disclosure") < said.index("What is due") < said.index("Rule 0-refer")
    # And with whom something waits beyond what the reader sees
    assert "Something waits with the designated officer" not in said


def test_overdue_comes_first(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern(days=5)
        adult = Appearance.objects.visible().get(concern=concern, kind=PersonKind.ADULT)
        answers = [record.FactAnswer("found_in_possession", True, adult)]
        record.assert_many(concern, answers, said_at=timezone.now() - timedelta(days=5))
    said = page(client_of(teacher), concern)
    due = said[said.index("What is due") :]
    assert due.index("Overdue") < due.index("Now, no date set")


def test_a_decision_is_read_with_its_reasons_questions_and_the_text_that_decided(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
        digest = record.decision_of(concern, "common").decision.procedure.digest
    said = page(client_of(teacher), concern, "decisions/")
    assert "Rule 2.2-no-disclosure. Because " in said
    assert "Questions that would settle most" in said
    assert "May apply, once more is known" in said
    assert digest in said
    assert "e-safety@2017" in said


def test_everything_that_is_done_is_a_sentence_of_the_chronology(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
        child = Appearance.objects.visible().get(concern=concern, kind=PersonKind.CHILD)
        record.record_event(concern, "referral_made", timezone.now() - timedelta(days=1))
        record.assert_fact(concern, "adult_involved", True, on_whose_word="her mother", reason="she rang")
        notes.add_note(concern, NoteKind.CHILDS_WORDS, "He stopped writing.", about=child)
        closing.close(concern, ClosingOutcome.DONE, why="All is done.", agreed_by="The lead")
    client = client_of(teacher)
    said = page(client, concern, "chronology/", "?all=yes")
    for sentence in (
        "The concern was recorded. Whoever recorded it became aware of it then: A girl told us of a man in a game.",
        "Amina Sample was added as a child.",
        "Colin Example: alleged abuser.",
        "Colin Example lives with Amina Sample.",
        "A referral has been made.",
        "yes, on the word of her mother. Reason: she rang.",
        "What the child said later, of Amina Sample: He stopped writing.",
        "An embargo is in force about Colin Example",
        "Invented Teacher, Northgate School, recorded it.",
        "Closed. Everything is done, and the child is safe. Agreed by The lead. All is done.",
        "(0-refer) Became a duty",
    ):
        assert sentence in said, sentence
    # What happened on one day and was recorded on another has both
    event = said[said.index("A referral has been made.") :]
    assert event.index("Recorded ") < event.index("moj-timeline__date")
    # The reader asks for some of it
    shown = page(client, concern, "chronology/", "?kind=notes&person=1")
    assert "He stopped writing." in shown
    assert "A referral has been made." not in shown
    assert "1 entry" in shown
    assert "Amina Sample was added" not in page(client, concern, "chronology/", "?kind=people&person=2")
    tomorrow = timezone.localdate() + timedelta(days=1)
    later = f"?first_0={tomorrow.day}&first_1={tomorrow.month}&first_2={tomorrow.year}"
    assert "There is no such entry." in page(client, concern, "chronology/", later)
    wrong = page(client, concern, "chronology/", "?first_0=31&first_1=2&first_2=2026&last_0=1&last_1=1&last_2=2026")
    assert "There is a problem" in wrong
    assert "no such day" in wrong


def test_a_household_is_drawn_and_said(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
        adult = Appearance.objects.visible().get(concern=concern, kind=PersonKind.ADULT)
        record.relate(adult, RelationshipKind.WORKS_AT, "A <club>")
    raw = client_of(teacher).get(f"/concerns/{concern.pk}/people/").content.decode()
    assert raw.count('class="fp-card"') == 2
    assert raw.count('class="fp-home"') == 2  # the household, and the key
    assert 'aria-label="Colin Example works at A &lt;club&gt;"' in raw
    assert f'<a href="/concerns/{concern.pk}/people/{adult.pk}/">' in raw
    assert "<title>Colin Example, alleged abuser</title>" in raw
    assert "<li>Colin Example lives with Amina Sample</li>" in raw
    assert "style=" not in raw


def test_the_list_says_what_is_due_and_is_narrowed(teacher: Membership) -> None:
    client = client_of(teacher)
    assert "You are not involved in any concern." in client.get("/concerns/").content.decode()
    with context.acting(actor_in(teacher)):
        closed, late = recorded_concern(), recorded_concern()
        closing.close(closed, ClosingOutcome.DONE, why="Done.", agreed_by="The lead")
        adult = Appearance.objects.visible().get(concern=late, kind=PersonKind.ADULT)
        answers = [record.FactAnswer("found_in_possession", True, adult)]
        record.assert_many(late, answers, said_at=timezone.now() - timedelta(days=3))

    def listed(query: str) -> set[str]:
        shown = client.get(f"/concerns/{query}").content.decode()
        return {one.reference for one in (closed, late) if one.reference in shown}

    everything = client.get("/concerns/").content.decode()
    assert "Amina Sample" in everything
    assert "overdue</strong>" in everything
    assert listed("?state=closed") == {closed.reference}
    assert listed("?state=open") == {late.reference}
    assert listed("?state=&overdue=on") == {late.reference}
    with context.acting(actor_in(teacher)):
        closing.reopen(closed, why="It goes on.")
    assert listed("?state=open") == {closed.reference, late.reference}
    assert "no such concern" in client.get("/concerns/?state=closed").content.decode()


def test_the_decision_of_a_part_says_only_what_it_has_beside_the_one_that_it_rests_on(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = recorded_concern()
        concerns.involve_organisation(concern.pk, worlds.name("force"))
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment="police")
    with anywhere.acting("officer"):
        adult = Appearance.objects.visible().get(concern=concern, kind=PersonKind.ADULT)
        record.assert_fact(concern, "images_of_known_children", True, about=adult, compartment="police")
        record.assert_fact(concern, "found_in_possession", True, about=adult, compartment="police")
    with anywhere.serving():
        said = page(client_of("officer"), concern, "decisions/")
    assert said.count("Rule 2.2-no-disclosure.") == 1
    beside = said[said.index("What it asks for beside that:") :]
    assert "Rule 2.2-strategy-known-children." in beside
    assert "Rule 2.2-strategy-known-children." not in said[: -len(beside)].partition("May apply")[0]


# ---- as known on a day -----------------------------------------------------------------------------------------------


def test_pages_show_what_was_known_then(teacher: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a concern, and more of it an hour later
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
    then = timezone.now()
    later = then + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with context.acting(actor_in(teacher)):
        person(concern, PersonKind.CHILD, "Dana Sample", PartInConcern.TARGETED)
        record.assert_fact(concern, "time_bound_risk", True)
        record.record_event(concern, "strategy_meeting", later)
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(minutes=5))
    client = client_of(teacher)
    known = f"?known={timezone.localtime(then):%Y-%m-%dT%H:%M}"
    for section in SECTIONS:
        now, past = page(client, concern, section), page(client, concern, section, known)
        assert "As known on" not in now.replace("As known on another day", "")
        assert "decided under the procedure as it was in force" in past
        if section in ("", "people/", "chronology/"):
            assert "Dana Sample" in now, section
        assert "Dana Sample" not in past, section
    assert "A strategy discussion or meeting has been held." in page(client, concern, "chronology/")
    assert "A strategy discussion or meeting has been held." not in page(client, concern, "chronology/", known)
    # The choice is kept from section to section
    assert f'href="/concerns/{concern.pk}/chronology/{known.replace(":", "%3A")}"' in page(client, concern, "", known)
    before = f"?known={timezone.localtime(then) - timedelta(days=2):%Y-%m-%dT%H:%M}"
    assert "Nothing of this concern was recorded by then." in page(client, concern, "", before)


def test_a_day_is_chosen_with_a_form_and_stands_in_the_address_alone(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
    client = client_of(teacher)
    yesterday = timezone.localdate() - timedelta(days=1)
    asked = {"day_0": yesterday.day, "day_1": yesterday.month, "day_2": yesterday.year, "time": "14:05"}
    answer = client.get(f"/concerns/{concern.pk}/people/", asked)
    assert answer.headers["Location"] == f"/concerns/{concern.pk}/people/?known={yesterday}T14%3A05"
    answer = client.get(f"/concerns/{concern.pk}/", {**asked, "time": ""})
    assert answer.headers["Location"].endswith("T23%3A59")
    wrong = page(client, concern, "", f"?day_0=1&day_1=1&day_2={yesterday.year + 2}&time=noon")
    assert "This day has not come yet" in wrong
    assert "Write the time with hours and minutes" in wrong


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-24T14:05", datetime(2026, 3, 24, 14, 5, 59, 999999, tzinfo=UTC)),
        ("2026-07-01T00:00", datetime(2026, 6, 30, 23, 0, 59, 999999, tzinfo=UTC)),
        ("2026-10-25T01:30", datetime(2026, 10, 25, 1, 30, 59, 999999, tzinfo=UTC)),
        ("2099-01-01T00:00", None),
        ("0001-01-01T00:00", datetime(1, 1, 1, 0, 2, 14, 999999, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_moment_in_an_address(written: str, expected: datetime | None) -> None:
    class Request:
        GET = {"known": written}  # noqa: RUF012

    assert moment_in(Request(), datetime(2026, 11, 25, tzinfo=UTC)) == expected  # type: ignore[arg-type]


# ---- to whom ---------------------------------------------------------------------------------------------------------


def test_each_reader_sees_their_parts_and_nothing_else(anywhere: Anywhere) -> None:
    # Given a concern in which the police alone know of somebody
    with anywhere.acting("teacher"):
        concern = recorded_concern()
        concerns.involve_organisation(concern.pk, worlds.name("force"))
        concerns.involve_organisation(concern.pk, worlds.name("force"), compartment="police")
    with anywhere.acting("officer"):
        person(concern, PersonKind.ADULT, "Vaso Example", PartInConcern.ALLEGED_ABUSER, Compartment.POLICE)
    # Then no page of anybody else has a word of it
    with anywhere.serving():
        for section in SECTIONS:
            theirs, ours = page(client_of("officer"), concern, section), page(client_of("teacher"), concern, section)
            if section != "access/":
                assert "Vaso Example" in theirs, section
            assert "Vaso Example" not in ours, section
            assert "Police" not in ours.replace("the police", ""), section
            assert client_of("other-teacher").get(f"/concerns/{concern.pk}/{section}").status_code == 404


def test_a_concern_of_which_little_is_known_leads_to_the_questions_that_press(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = record.record_concern(became_aware_at=timezone.now(), narrative="He is frightened of his phone.")
    client = client_of(teacher)
    said = page(client, concern, "")
    assert "Nothing has a day by what is known so far." in said
    assert "could bring a duty that cannot wait" in said
    assert "Refer this concern" not in said

    # Each question leads to where it is asked
    asked = re.search(r'<a class="govuk-link" href="([^"]*/facts/concern/\d+/)">(Is an adult involved[^<]*)</a>', said)
    assert asked is not None
    assert asked[2] in client.get(asked[1]).content.decode()

    # And once an answer has brought such a duty, the page leads to what carries it out
    with context.acting(actor_in(teacher)):
        record.assert_fact(concern, "youth_produced_imagery", True)
        record.assert_fact(concern, "adult_involved", True)
    said = page(client, concern, "")
    assert f'href="/concerns/{concern.pk}/casework/referrals/new/"' in said
    assert "Is an adult involved" not in said


def test_questions_are_folded_by_heading_with_counts_and_what_is_asked_next_is_on_top(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = record.record_concern(became_aware_at=timezone.now(), narrative="He told us of a picture.")
        record.assert_fact(concern, "youth_produced_imagery", True)
        record.assert_fact(concern, "sexual_acts", False)
    client = client_of(teacher)
    said = page(client, concern, "facts/")
    top, rest = said.split("All questions")
    assert f'<a class="govuk-link" href="/concerns/{concern.pk}/facts/concern/' in top
    assert 1 <= top.count("/facts/concern/") <= 5
    headings = dict(re.findall(r'<details class="[^"]*" id="about-(concern-\d+)"( open)?>', rest))
    assert len(headings) > 5
    assert not any(headings.values())
    assert "2 of 4 known" in rest
    # One can be open, or all; where somebody said otherwise it is open by itself.
    one = page(client, concern, "facts/?open=concern-2")
    assert re.findall(r'id="about-(concern-\d+)" open', one) == ["concern-2"]
    whole = page(client, concern, "facts/?open=all")
    assert len(re.findall(r'id="about-(concern-\d+)" open', whole)) == len(headings)
    with context.acting(actor_in(teacher)):
        household = recorded_concern()
        adult = Appearance.objects.visible().get(concern=household, kind=PersonKind.ADULT)
        record.assert_fact(household, "lives_with_children", False, about=adult)
    said = page(client, household, "facts/")
    assert ", 1 contradicted" in said
    assert re.findall(r'<details class="[^"]*" id="about-([^"]*)" open', said) == [f"{adult.pk}-2"]


# ---- at what cost ----------------------------------------------------------------------------------------------------


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_pages_cost_the_same_however_much_there_is(teacher: Membership) -> None:
    with context.acting(actor_in(teacher)):
        concern = recorded_concern()
    client = client_of(teacher)
    addresses = ["/concerns/", *(f"/concerns/{concern.pk}/{section}" for section in SECTIONS)]
    client.get(addresses[0])
    few = {address: _queries(client, address) for address in addresses}
    with context.acting(actor_in(teacher)):
        for number in range(3):
            more = person(concern, PersonKind.CHILD, f"Child {number}", PartInConcern.TARGETED)
            record.assert_fact(concern, "depicted", True, about=more)
            record.record_event(concern, "referral_made", timezone.now())
            recorded_concern()
    assert {address: _queries(client, address) for address in addresses} == few
