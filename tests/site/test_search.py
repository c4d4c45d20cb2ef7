"""The search in the head of every page: what is found by whom, and that nothing is said of the rest."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from duties import making
from fingerpost.access.services import concerns
from fingerpost.record.models import DetailKind, HiddenHit, NoteKind, PersonKind
from fingerpost.record.services import notes
from fingerpost.record.services.people import add_appearance
from fingerpost.site.search import parts_of


@pytest.mark.parametrize(
    ("sought", "name", "born"),
    [
        ("Amina Sample", "Amina Sample", None),
        ("Amina Sample 4 May 2012", "Amina Sample", date(2012, 5, 4)),
        ("04/05/2012", "", date(2012, 5, 4)),
        ("Amina, 2012-05-04", "Amina", date(2012, 5, 4)),
        ("31/02/2012", "31/02/2012", None),
    ],
)
def test_a_date_in_what_was_entered_is_one_of_birth(sought: str, name: str, born: date | None) -> None:
    assert parts_of(sought) == (name, born)


def test_what_is_seen_is_found_by_each_way_and_nothing_is_said_of_what_is_not(anywhere: Anywhere) -> None:
    # Given a concern of a school's, which another school does not see
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        said = [(DetailKind.NAME, "Zorana Quillfeather"), (DetailKind.BORN, "2012-05-04")]
        child = add_appearance(concern, PersonKind.CHILD, details=said)
        notes.add_note(concern, NoteKind.LEARNED, "She drew a lighthouse on the form.", about=child)

    def found(who: str, sought: str) -> str:
        page = client_of(who).post(reverse("search"), {"sought": sought})
        assert page.status_code == 200
        text = page.content.decode()
        return text[text.index('id="found"') : text.index("</section>", text.index('id="found"'))]

    ways = [concern.reference, concern.reference.lower(), "Quillfeather Zorana", "4 May 2012", "lighthouse form"]
    with anywhere.serving():
        # Then whoever recorded it finds it by each, called after the child
        for sought in ways:
            shown = found("teacher", sought)
            assert "Zorana Quillfeather</a>" in shown, sought
            assert concern.reference in shown
        # And who does not see it reads for each just what is read for what there is not
        nothing = found("other-teacher", "Nobody Whatever")
        assert "Nothing that you may see has this." in nothing
        for sought in ways:
            assert found("other-teacher", sought) == nothing, sought
        # And the field is in the head of every page of those who work with cases
        assert re.search(r'name="sought"', client_of("teacher").get(reverse("directory")).content.decode())
    # And those who keep the record are told of whoever looked for her by name
    with anywhere.acting("teacher"):
        assert HiddenHit.objects.visible().filter(by=worlds.name("other-teacher"), appearance=child).exists()


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_concern_in_which_several_are_found_is_one_line(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern()
        for name in ("Amina Sample", "Billy Sample"):
            add_appearance(concern, PersonKind.CHILD, details=[(DetailKind.NAME, name)])
        add_appearance(concern, PersonKind.ADULT, details=[(DetailKind.NAME, "Petra Sample")])
    with anywhere.serving():
        page = client_of("teacher").post("/search/", {"sought": "Sample"}).content.decode()
    (line,) = re.findall(rf'<li><a class="[^"]*" href="/concerns/{concern.pk}/">(.*?)</li>', page)
    assert line.startswith("Amina Sample and Billy Sample</a>")
    # Who the concern is not called after is named beneath
    assert line.partition("<br>")[2] == "Petra Sample"


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_a_name_of_ten_letters_is_no_reference(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        add_appearance(making.concern(), PersonKind.CHILD, details=[(DetailKind.NAME, "Abel Sample")])
    with anywhere.serving():
        assert b"Abel Sample</a>" in client_of("teacher").post("/search/", {"sought": "Abel Sample"}).content


def test_nobody_elses_words_are_found(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        concern = making.concern(youth_produced_imagery=True)
        notes.add_note(concern, NoteKind.LEARNED, "She drew a windmill on the form.")
        concerns.involve_member(concern.pk, worlds.name("lead"))
    with anywhere.serving():
        assert (
            b"You wrote: She drew a windmill" in client_of("teacher").post("/search/", {"sought": "windmill"}).content
        )
        assert b"windmill on" not in client_of("lead").post("/search/", {"sought": "windmill"}).content
