"""The guide's pages: what is said by the field, what is kept, what a plan has; and random visits against the engine."""

from __future__ import annotations

import random
from datetime import datetime
from io import BytesIO
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pypdf import PdfReader

from fingerpost.access.models.people import Contact, Organisation
from fingerpost.guide.answers import kind_of
from fingerpost.guide.asking import Row
from fingerpost.guide.box import opened
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.language.tree import Scope
from guide.driving import ASKING, PACK, Fields, group_of

HAPPENED: dict[str, Any] = {"child": ["own_picture", "child_pressed"]}


def begun(**people: str) -> Client:
    client = Client()
    client.post("/guide/", HAPPENED)
    client.post("/guide/people/", {"children": "1", "adults": "0"} | people)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"children": "two"}, "Write the number of children in digits, such as 1"),
        ({"children": "0"}, "To take somebody off the list, use “Remove” beside them. 1 are listed"),
        ({"children": "9", "adults": "8"}, "The guide takes 16 people at most."),
    ],
)
def test_who_is_involved_is_asked_again_where_it_is_unclear(said: dict[str, str], error: str) -> None:
    page = begun().post("/guide/people/", said).content.decode()
    assert page.count(error) == 2  # at the top and by the field
    assert f'value="{said["children"]}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"c1.age": "years"}, "Enter an age from 0 to 17"),
        ({"c1.age": "years", "c1.age.years": "18"}, "Enter an age from 0 to 17"),
        ({"c1.age.years": "twelve"}, "Enter an age from 0 to 17"),
        ({"c1.age": "born"}, "Enter the date of birth"),
        ({"c1.age": "born", "c1.age.born_0": "31"}, "The date of birth needs a day, a month and a year"),
        (
            {"c1.age": "born", "c1.age.born_0": "31", "c1.age.born_1": "2", "c1.age.born_2": "2015"},
            "There is no such day: check the date of birth",
        ),
        (
            {"c1.age": "born", "c1.age.born_0": "1", "c1.age.born_1": "2", "c1.age.born_2": "2001"},
            "Somebody born on that day was no child on the day on which you became aware",
        ),
    ],
)
def test_an_age_that_is_none_is_asked_again_and_nothing_is_lost(said: dict[str, str], error: str) -> None:
    page = begun().post("/guide/question/1/", {"asked": "c1.age", **said}).content.decode()
    assert page.count(error) == 2
    for value in said.values():
        assert f'value="{value}"' in page


@pytest.mark.django_db
def test_what_is_left_open_is_not_known_and_a_page_of_nothing_goes_on() -> None:
    client = begun()
    asked = ["c1.depicted", "c1.received_imagery", "c1.age"]
    client.post("/guide/question/1/", {"asked": asked, "c1.depicted": "yes"})
    known = given_in(client)
    assert (known["c1.depicted"], known["c1.received_imagery"], known["c1.age"]) == (True, None, None)
    assert client.post("/guide/question/1/", {"asked": asked}).status_code == 302
    assert given_in(client)["c1.depicted"] is None


@pytest.mark.django_db
def test_a_question_about_nobody_listed_is_not_recorded() -> None:
    client = begun()
    before = given_in(client)
    for name in ("c2.age", "a1.alleged_abuser", "concern.age", "c1.setting", "c1.nonsense", "nonsense", "unlisted.age"):
        client.post("/guide/question/1/", {"asked": name, name: "yes"})
    assert given_in(client) == before


@pytest.mark.django_db
def test_a_page_that_is_out_of_date_answers_its_own_questions() -> None:
    """Somebody goes back with the browser and sends an earlier page again: its answer changes, no other does."""
    client = begun()
    client.post("/guide/question/1/", {"asked": "c1.depicted", "c1.depicted": "yes"})
    client.post("/guide/question/2/", {"asked": "c1.age", "c1.age": "years", "c1.age.years": "12"})
    client.post("/guide/question/1/", {"asked": "c1.depicted", "c1.depicted": "no"})
    assert (given_in(client)["c1.depicted"], given_in(client)["c1.age"]) == (False, 12)
    # And it can be seen and changed again, on the page on which it was asked
    page = client.get("/guide/question/1/").content.decode()
    assert Fields(page).asked == ["c1.depicted"]
    # A date of birth takes the place of an age
    born = {"c1.age": "born", "c1.age.born_0": "1", "c1.age.born_1": "2", "c1.age.born_2": "2014"}
    client.post("/guide/question/2/", {"asked": "c1.age", **born})
    assert "c1.age" not in given_in(client)
    assert Fields(client.get("/guide/question/2/").content.decode()).asked == ["c1.age"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"clock": "25:00"}, "Write the time you became aware like 14:05 or 2pm"),
        ({"clock": "noon"}, "Write the time you became aware like 14:05 or 2pm"),
        ({"clock": ""}, "Enter the time you became aware"),
        ({"day_2": "2099"}, "The day and time you became aware are in the future"),
        ({"day_0": ""}, "The day you became aware needs a day, a month and a year"),
    ],
)
def test_a_moment_that_is_none_is_asked_again(said: dict[str, str], error: str) -> None:
    moment = {"day_0": "2", "day_1": "3", "day_2": "2026", "clock": "9.30"}
    client = begun()
    assert client.post("/guide/aware/", moment | said).content.decode().count(error) == 2
    assert client.post("/guide/aware/", moment).status_code == 302
    assert "Monday 2 March 2026 at 09:30" in client.get("/guide/plan/").content.decode()


@pytest.mark.django_db
def test_an_arrest_starts_its_days_and_an_agreement_says_whom() -> None:
    client = begun(adults="1")
    client.post("/guide/question/1/", {"asked": "a1.alleged_abuser", "a1.alleged_abuser": "yes"})
    moment = {"day_0": "2", "day_1": "3", "day_2": "2026", "clock": "9am"}
    client.post("/guide/aware/", {**moment, "day_0": "1"})
    page = client.post("/guide/since/", {**moment, "event": "disclosure_agreed/a1"}).content.decode()
    assert page.count("Select who may be told") == 2
    client.post("/guide/since/", {**moment, "event": "arrest/a1"})
    assert "Monday 2 March 2026, 09:00" in client.get("/guide/since/").content.decode()
    assert "Overdue since Monday 2 March 2026" in client.get("/guide/plan/").content.decode()


@pytest.mark.django_db
def test_the_plan_has_clauses_reasons_changes_and_whom_to_contact() -> None:
    police = Organisation.objects.create(name="Wexshire Police", kind="police", area="Wexshire")
    school = Organisation.objects.create(name="A School", kind="school", area="Wexshire")
    Contact.objects.create(organisation=police, purpose="Children", phone="101", out_of_hours_phone="102")
    Contact.objects.create(organisation=school, purpose="Lead", phone="103")
    page = begun().get("/guide/plan/").content.decode()
    assert 'href="/manual/e-safety/2017/2.1/#2.1-refer-coercion"' in page
    assert "Because for Child 1: coerced, blackmailed or groomed: yes." in page
    assert "With “coerced, blackmailed or groomed: no” for Child 1, it would be open." in page
    assert 'href="tel:101"' in page
    assert 'href="tel:102"' in page
    assert "103" not in page  # a school's entries are for its own people


@pytest.mark.django_db
def test_a_duty_that_is_held_says_why() -> None:
    client = begun(adults="1")
    client.post("/guide/question/1/", {"asked": ["a1.alleged_abuser"], "a1.alleged_abuser": "yes"})
    client.post(
        "/guide/question/2/",
        {
            "asked": ["c1.depicted", "c1.informing_parents_risks_harm"],
            "c1.depicted": "yes",
            "c1.informing_parents_risks_harm": "no",
        },
    )
    page = client.get("/guide/plan/").content.decode()
    wait = (
        "Wait: Child 1&#39;s parents or carers must not be told yet. An embargo about Adult 1 is in force"
        " (rule 2.2-no-disclosure) until"
    )
    assert wait in page


@pytest.mark.django_db
def test_the_papers_say_no_more_than_they_should() -> None:
    client = begun()
    pdf = client.get("/guide/plan/plan.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in pdf.content  # tagged
    assert b"pdfuaid:part" in pdf.content  # and said to be PDF/UA
    days = client.get("/guide/plan/plan.ics")
    entries = icalendar.Calendar.from_ical(days.content).walk("VEVENT")
    assert [str(entry["summary"]) for entry in entries] == ["2 duties due today (section 2.1)"]
    for word in (b"Child", b"coerc", b"imagery", b"refer"):
        assert word not in days.content


@pytest.mark.django_db
def test_a_letter_without_a_font_is_printed_as_its_number_and_the_plan_stays_pdf_ua() -> None:
    police = Organisation.objects.create(name="Police \ue000", kind="police", area="")
    Contact.objects.create(organisation=police, purpose="W" * 180, phone="101", email=f"{'w' * 60}@example.org")
    pdf = begun().get("/guide/plan/plan.pdf")
    assert pdf.status_code == 200
    assert b"pdfuaid:part" in pdf.content
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.content)).pages)
    assert "Police [U+E000]" in printed


def given_in(client: Client) -> dict[str, Any]:
    """What the cookie holds, as known answers; None for “I don't know”."""
    answers = opened(client.cookies["guide"].value, PACK, settings.SECRET_KEY, timezone.now())
    return {name: one.value for name, one in answers.given.items()}


class Wanderer:
    """Somebody who answers anything, in any order. `known` is what they said, apart from what the guide keeps."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.client = Client()
        self.known: dict[str, Any] = {}
        self.people: list[str] = []

    def begins(self) -> None:
        children, adults = self.chance.randint(1, 2), self.chance.randint(1, 2)
        first: dict[Scope, str] = {"concern": "concern", "child": "c1", "adult": "a1"}
        ticked = [tick for tick in PACK.ticks.values() if self.chance.random() < 0.15]
        self.known = {f"{first[PACK.facts[fact].scope]}.{fact}": True for tick in ticked for fact in tick.answers}
        sent: dict[str, list[str]] = {"concern": [], "child": [], "adult": []}
        for tick in ticked:
            sent[group_of(tick)].append(tick.id)
        assert self.client.post("/guide/", sent).status_code == 302
        said = {"children": str(children), "adults": str(adults)}
        assert self.client.post("/guide/people/", said).status_code == 302
        self.people = [f"c{n + 1}" for n in range(children)] + [f"a{n + 1}" for n in range(adults)]

    def goes_on(self, page: int) -> bool:
        """Do something; return whether there was anything to do."""
        if self.chance.random() < 0.05 and len(self.people) > 1:
            gone = self.people.pop(self.chance.randrange(len(self.people)))
            self.client.post("/guide/people/remove/", {"person": gone})
            self.known = {name: value for name, value in self.known.items() if not name.startswith(f"{gone}.")}
            return True
        address = f"/guide/question/{page}/{self.chance.choice(['', '?rest=1'])}"
        shown = self.client.get(address)
        if shown.status_code == 302:
            return shown.headers["Location"] != "/guide/plan/"
        asked = Fields(shown.content.decode()).asked
        sent: dict[str, Any] = {"asked": asked}
        for row in ASKING.rows(asked):
            sent |= self.says(row)
        if "?" in address:
            sent["rest"] = "1"
        assert self.client.post(f"/guide/question/{page}/", sent).status_code == 302
        return True

    def says(self, row: Row) -> dict[str, str]:
        """Answer one question with anything, or leave it open; remember what was said."""
        self.known.pop(row.name, None)
        choice = self.chance.choice(["open", "unknown", "value", "value"])
        if choice != "value":
            return {} if choice == "open" else {row.name: "unknown"}
        value = self.known[row.name] = self.chance.choice(row.fact.values)
        if row.fact.type == "int":
            return {row.name: "years", f"{row.name}.years": str(value)}
        return {row.name: {True: "yes", False: "no"}.get(value, str(value)) if row.fact.type == "bool" else str(value)}

    def document(self, at: datetime) -> dict[str, Any]:
        """The case of what was said."""

        def of(owner: str) -> dict[str, Any]:
            return {name.partition(".")[2]: value for name, value in self.known.items() if name.startswith(f"{owner}.")}

        people = [{"id": person, "kind": kind_of(person), "facts": of(person)} for person in self.people]
        return {"reported_at": at.isoformat(), "facts": of("concern"), "people": people}


class RandomVisitsTest(TestCase):
    @hypothesis_settings(max_examples=12)
    @given(st.integers(0, 2**32), st.integers(3, 14))
    def test_any_answers_in_any_order_give_the_engines_plan(self, seed: int, steps: int) -> None:
        wanderer = Wanderer(random.Random(seed))  # noqa: S311
        wanderer.begins()
        page = 1
        for _ in range(steps):
            page = page + 1 if wanderer.goes_on(page) else 1
            if wanderer.chance.random() < 0.2:
                page = wanderer.chance.randint(1, page)
        now = timezone.now()
        answers = opened(wanderer.client.cookies["guide"].value, PACK, settings.SECRET_KEY, now)
        said = case_from(wanderer.document(answers.aware_at), PACK)
        expected = decide(PACK, said)
        assert decide(PACK, answers.case(PACK, answers.aware_at)) == expected
        # And the page says every rule that applies
        shown = wanderer.client.get("/guide/plan/").content.decode()
        assert [one.provision for one in expected.outcomes if f'#{one.provision}"' not in shown] == []
