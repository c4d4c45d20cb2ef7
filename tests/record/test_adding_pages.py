"""The pages that add to a concern: two people at once, the same person, and what is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fingerpost.access import context
from fingerpost.access.models import Concern, Membership
from fingerpost.record import services
from fingerpost.record.models import Appearance, Assertion, Detail, InitialAccount, Note, PersonKind, TurnTaken
from fingerpost.record.services import duplicate_people, notes
from record import making
from record.test_pages import acting_as
from support.people import member

CLOSED = {"outcome": "done", "why": "all is done", "agreed_by": "the lead"}


@pytest.fixture
def teacher(db: None) -> Membership:  # noqa: ARG001
    return member()


@pytest.fixture
def lead(teacher: Membership) -> Membership:
    made = member("lead@example.org", "safeguarding_lead", teacher.organisation)
    made.intake = True
    made.save()
    return made


@pytest.fixture
def concern(teacher: Membership) -> Concern:
    with context.acting(acting_as(teacher)):
        return making.account().concern


def client_of(person: Membership) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def fields(page: str) -> dict[str, str]:
    names = ("draft", "draft_page", "draft_opened", "draft_changes")
    return {name: hidden(page, name) for name in names} | (
        {"seen": hidden(page, "seen")} if 'name="seen"' in page else {}
    )


def test_who_closes_sees_first_what_another_wrote_meanwhile(
    concern: Concern, teacher: Membership, lead: Membership
) -> None:
    closing, writing = client_of(lead), client_of(teacher)
    address = f"/concerns/{concern.pk}/close/"
    form = fields(closing.get(address).content.decode())
    note = writing.get(f"/concerns/{concern.pk}/notes/new/").content.decode()
    sent = writing.post(
        f"/concerns/{concern.pk}/notes/new/", {**fields(note), "what": "learned", "words": "He wrote again."}
    )
    assert sent.status_code == 302

    again = closing.post(address, {**form, **CLOSED}).content.decode()
    assert "Somebody else recorded something meanwhile" in again
    assert "He wrote again." in again
    assert "Invented Teacher" in again
    assert "all is done" in again  # the lead's own words
    assert not TurnTaken._base_manager.exists()

    assert closing.post(address, {**fields(again), **CLOSED}).status_code == 302
    assert TurnTaken._base_manager.count() == 1
    refused = closing.post(address, {**fields(closing.get(address).content.decode()), **CLOSED}).content.decode()
    assert "It is closed already. Reopen it" in refused


def test_what_is_sent_twice_is_recorded_once(concern: Concern, teacher: Membership) -> None:
    client = client_of(teacher)
    address = f"/concerns/{concern.pk}/notes/new/"
    sent = {**fields(client.get(address).content.decode()), "what": "learned", "words": "He wrote again."}
    for _ in range(2):
        assert client.post(address, sent).headers["Location"] == f"/concerns/{concern.pk}/"
    assert Note._base_manager.count() == 1
    client.post(address, {**sent, "words": "He wrote a third time."})
    assert Note._base_manager.count() == 2


def test_a_concern_is_recorded_once_with_one_page(teacher: Membership) -> None:
    client, now = client_of(teacher), timezone.localtime()
    answers = {
        "child_name": "N.P.",
        "narrative": "She <told> us.",
        "day_0": now.day,
        "day_1": now.month,
        "day_2": now.year,
        "clock": "0.00",
        "child": ["bullying"],
        "adult": ["adult_messages"],
        "forms_of_abuse": ["directed_abuse"],
        "handles": "@him",
    }
    opened = client.get("/concerns/new/").content.decode()
    form = fields(opened)
    assert "Where do you work?" not in opened  # in a school, as the account says
    tomorrow = now + timedelta(days=1)
    ahead = {"day_0": tomorrow.day, "day_1": tomorrow.month, "day_2": tomorrow.year}
    wrong = client.post("/concerns/new/", {**form, **answers, **ahead}).content.decode()
    assert "are in the future" in wrong
    assert "She &lt;told&gt; us." in wrong
    first, second = (client.post("/concerns/new/", {**form, **answers}).headers["Location"] for _ in range(2))
    assert first == second
    (account,) = InitialAccount._base_manager.all()
    assert first == f"/concerns/{account.concern_id}/"
    assert (account.narrative, account.handles) == ("She <told> us.", "@him")
    assert sorted(account.forms) == ["bullying", "directed_abuse", "grooming"]
    with context.acting(acting_as(teacher)):
        people = {one.pk: one.kind for one in Appearance.objects.visible().filter(concern=account.concern)}
        known = {(people.get(one.about), one.fact, one.value) for one in services.known(account.concern, {"common"})}
        names = [str(one.value) for one in Detail.objects.visible().filter(concern=account.concern)]
    # Each tick states what the pack's block says, of the child and the adult whom it lists, and nothing else
    assert known == {
        (None, "setting", "school_or_college"),
        (None, "online_bullying", True),
        ("adult", "sexual_communication_with_child", True),
        (None, "adult_involved", True),
    }
    assert sorted(people.values()) == ["adult", "child"]
    assert names == ["N.P."]


def test_who_is_ticked_alone_lists_nobody_else(teacher: Membership) -> None:
    client = client_of(teacher)
    for sent, kinds in (({"adult": ["adult_found"]}, ["adult"]), ({}, []), ({"child_name": "Ada"}, ["child"])):
        day = timezone.localdate()
        moment = {"day_0": day.day, "day_1": day.month, "day_2": day.year, "clock": "0.00"}
        opened = fields(client.get("/concerns/new/").content.decode())
        form = {**opened, **moment, "narrative": "A colleague told me.", **sent}
        made = client.post("/concerns/new/", form).headers["Location"].split("/")[2]
        assert [one.kind for one in Appearance._base_manager.filter(concern=made)] == kinds


def test_a_draft_is_for_a_form_that_has_drafts_and_for_ones_own(
    concern: Concern, teacher: Membership, lead: Membership
) -> None:
    client = client_of(teacher)
    form = fields(client.get("/concerns/new/").content.decode())
    for path in ("/account/", "/nowhere/", "//elsewhere.example/concerns/new/", f"/concerns/{concern.pk}/"):
        assert client.post("/drafts/save/", {**form, "draft_path": path}).status_code == 404, path
    saved = client.post("/drafts/save/", {**form, "narrative": "hers", "draft_path": "/concerns/new/"})
    assert saved.json()["said"].startswith("Draft saved at")
    other = client_of(lead)
    assert (
        other.post("/drafts/save/", {**form, "narrative": "theirs", "draft_path": "/concerns/new/"}).status_code == 403
    )
    assert other.get(f"/drafts/{form['draft']}/discard/").status_code == 404
    assert "hers" not in other.get(f"/concerns/new/?draft={form['draft']}").content.decode()


def test_the_same_person_is_asked_side_by_side(concern: Concern, teacher: Membership) -> None:
    with context.acting(acting_as(teacher)):
        before = making.person(making.account().concern, "Amina Yusuf", born="2012-05-04")
        person = making.person(concern, "Ameena Yusuf", born="2012-05-04")
        (likeness,) = duplicate_people.candidates(person)
    client = client_of(teacher)
    page = client.get(f"/concerns/{concern.pk}/people/{person.pk}/same/").content.decode()
    assert f"Amina Yusuf, in concern {before.concern.reference}" in page
    assert "not answered yet" in page
    address = f"/concerns/{concern.pk}/people/{person.pk}/same/{likeness.pk}/"
    asked = client.get(address).content.decode()
    assert "Ameena Yusuf" in asked
    assert "Amina Yusuf" in asked
    for answer, shown in (("yes", "Yes, this is the same person"), ("no", "No, this is somebody else")):
        sent = {**fields(client.get(address).content.decode()), "answer": answer, "why": "the form teacher knows"}
        assert shown in client.post(address, sent, follow=True).content.decode()
    assert client.get(f"/concerns/{before.concern_id}/people/{before.pk}/same/{likeness.pk}/").status_code == 200
    assert client.get(f"/concerns/{before.concern_id}/people/{person.pk}/same/{likeness.pk}/").status_code == 404


def test_the_owner_is_told_who_looked_and_says_what_was_done(
    concern: Concern, teacher: Membership, lead: Membership
) -> None:
    with context.acting(acting_as(lead)):
        hidden_concern = services.record_concern(became_aware_at=making.NOON, narrative="hers", tell_intake=False)
        making.person(hidden_concern, "Amina Yusuf", born="2012-05-04")
    with context.acting(acting_as(teacher)):
        assert duplicate_people.candidates(making.person(concern, "Amina Yusuf", born="2012-05-04")) == []
    client = client_of(lead)
    page = client.get(f"/concerns/{hidden_concern.pk}/looked-for/").content.decode()
    assert "Invented Teacher" in page
    address = re.search(r'href="([^"]*/looked-for/[^"]+/)"', page)
    assert address is not None
    sent = {**fields(client.get(address[1]).content.decode()), "answer": "spoken", "words": "We meet on Monday."}
    assert "We meet on Monday." in client.post(address[1], sent, follow=True).content.decode()
    assert client_of(teacher).get(address[1]).status_code == 404


def test_notes_of_each_kind_are_added_by_their_forms(concern: Concern, teacher: Membership) -> None:
    with context.acting(acting_as(teacher)):
        child = making.person(concern, "Amina Yusuf")
    client, today = client_of(teacher), timezone.localdate()
    day = {"happened_on_0": today.day, "happened_on_1": today.month, "happened_on_2": today.year}
    sent = {
        "bullying": {"words": "They post about her.", "about": child.pk, "many_on_one_side": "yes"},
        "extremism": {"words": "A call.", "told": "the police", "teller": "Asha Demo", "address": "a.example", **day},
        "harmful-site": {"words": "She counts.", "about": child.pk, "told": "the school nurse", **day},
        "parents": {
            "words": "She will talk with her.", "told": "That Amina was sent a picture.", "about": child.pk,
            "teller": "The class teacher rang her mother", **day,
        },
    }  # fmt: skip
    for path, answers in sent.items():
        address = f"/concerns/{concern.pk}/notes/{path}/"
        assert client.post(address, {**fields(client.get(address).content.decode()), **answers}).status_code == 302, (
            path
        )
    page = client.get(f"/concerns/{concern.pk}/").content.decode()
    for words in (
        "There are many on one side.",
        "In the name of: Asha Demo",
        "a[.]example",
        "Raised with: the school nurse",
        "Parents or carers of Amina Yusuf.",
        "The class teacher rang her mother, on ",
        "What was said to them: That Amina was sent a picture.",
        "What they said: She will talk with her.",
    ):
        assert words in page
    with context.acting(acting_as(teacher)):
        assert {note.compartment for note in notes.notes_of(concern, {"common"})} == {"common"}


def test_a_contact_with_parents_is_recorded_beside_the_embargo(concern: Concern, teacher: Membership) -> None:
    client, address = client_of(teacher), f"/concerns/{concern.pk}/notes/parents/"
    with context.acting(acting_as(teacher)):
        making.person(concern, "Amina Yusuf")
    assert "An embargo is in force" not in client.get(address).content.decode()
    with context.acting(acting_as(teacher)):
        adult = services.add_appearance(concern, PersonKind.ADULT)
        services.assert_fact(concern, "found_in_possession", True, about=adult)
    shown = client.get(address).content.decode()
    assert "An embargo is in force" in shown
    assert "2.2-no-disclosure" in shown
    refused = client.post(address, fields(shown)).content.decode()
    for words in (
        "Choose the child",
        "Write who spoke to them",
        "Write what was said to them",
        "Write what they said",
    ):
        assert words in refused


def test_an_answer_is_saved_with_one_page_and_taken_back_by_whoever_gave_it(
    concern: Concern, teacher: Membership, lead: Membership
) -> None:
    client, address = client_of(teacher), f"/concerns/{concern.pk}/facts/concern/2/"
    asked = {"answer_youth_produced_imagery": "true", "compartment": "common"}
    with context.acting(acting_as(teacher)):
        before = known(concern)
    # Asked to show it first, nothing is saved
    shown = client.post(address, {**asked, "look": "yes"}).content.decode()
    assert "This would be new" in shown
    with context.acting(acting_as(teacher)):
        assert known(concern) == before
    saved = client.post(address, asked).content.decode()
    assert "This is new" in saved
    with context.acting(acting_as(teacher)):
        assert known(concern) == {**before, "youth_produced_imagery": True}
    made = hidden(saved, "take_back")
    # Nobody else takes it back
    client_of(lead).post(address, {"take_back": made})
    with context.acting(acting_as(teacher)):
        assert known(concern)["youth_produced_imagery"] is True
    assert client.post(address, {"take_back": made}).status_code == 302
    with context.acting(acting_as(teacher)):
        assert known(concern) == {**before, "youth_produced_imagery": None}
        # Both statements stay to be read
        assert Assertion.objects.visible().filter(concern=concern, fact="youth_produced_imagery").count() == 2


def test_an_age_is_not_asked_where_the_day_of_birth_is_recorded(concern: Concern, teacher: Membership) -> None:
    with context.acting(acting_as(teacher)):
        known_day = making.person(concern, "Amina Yusuf", born=f"{timezone.localdate().year - 12}-01-01")
        other = making.person(concern, "Ben Yusuf")
    client = client_of(teacher)
    pages = {
        one.pk: "".join(
            client.get(f"/concerns/{concern.pk}/facts/{one.pk}/{number}/").content.decode() for number in range(1, 4)
        )
        for one in (known_day, other)
    }
    assert "answer_age" in pages[other.pk]
    assert "answer_age" not in pages[known_day.pk]


def known(concern: Concern) -> dict[str, object]:
    return {one.fact: one.value for one in services.known(concern, {"common"})}
