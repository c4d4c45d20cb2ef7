"""Conflicts that are told of: in the chronology of a concern, and beforehand, by those who are close to somebody."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from access.test_walk import client_of
from casework.test_conflicts import NAME, asks, call, out, sees, suspected
from duties import making
from fingerpost.access import chronology
from fingerpost.access.chronology import ChronologyEntry
from fingerpost.access.errors import AccessError
from fingerpost.access.models import Concern, Declared, ExclusionGround, Organisation
from fingerpost.access.services import concerns, declarations
from fingerpost.casework.conflicts import services
from fingerpost.casework.conflicts.rules import Asks
from fingerpost.keys.errors import NoKeyError
from fingerpost.record.models import Appearance, ConflictAnswer, DetailKind, PersonKind, RelationshipKind
from fingerpost.record.services.people import add_appearance, add_detail
from fingerpost.record.services.relationships import relate
from fingerpost.record.services.search_renewal import renew_search

CHILD, BORN = "Tamsin Sample", "2012-05-04"


def test_the_chronology_has_who_was_shut_out_and_not_by_whose_words(anywhere: Anywhere) -> None:
    # Given a school that is shut out by what its teacher recorded, and an account that was found
    call(anywhere, "u-suspect")
    with anywhere.acting("teacher"):
        concern, adult = suspected(email="suspect@example.org")
        concerns.involve_organisation(concern.pk, worlds.name("council"))
        relate(adult, RelationshipKind.WORKS_AT, "A school", organisation=Organisation.objects.get(name="school"))
        began = timezone.now()
        found, employer = told_of(concern), out(concern).get(organisation__isnull=False)
    # Then it says so of each, to those who see it, and names nobody who said it
    assert [(one.by, one.sentence) for one in found] == [
        ("", f"{NAME} was shut out: a conflict was found."),
        (
            "",
            "The people of school, but for those who are named, were shut out:"
            " the suspected adult works or volunteers there.",
        ),
    ]
    # When somebody undoes one, it is there with whoever answers for that; as known before, it does not
    with anywhere.acting("front-door"):
        services.answer(employer, ConflictAnswer.UNDONE, "Teacher told me that he never worked there.")
        *_, last = told_of(concern)
        assert (last.by, last.sentence) == ("u-front-door, council", "The people of school are no longer shut out.")
        assert [one.sentence for one in told_of(concern, began)] == [one.sentence for one in found]
        # What somebody declares of themselves is theirs, and says no more
        services.declare(concern, "She is my neighbour.")
    with anywhere.acting("teacher"):
        *_, last = told_of(concern)
        assert (last.by, last.sentence) == ("", "u-front-door declared a conflict, and was shut out.")
        assert not told_of(concern, seen=frozenset())
    with anywhere.acting("suspect"):
        assert not told_of(concern)


def told_of(
    concern: Concern, at: datetime | None = None, seen: frozenset[str] = frozenset({"common"})
) -> list[ChronologyEntry]:
    return [one for one in chronology.of_concern(concern, seen, at) if "shut out" in one.sentence]


# ---- said beforehand -------------------------------------------------------------------------------------------------


def concern_with_adult(*details: tuple[DetailKind, str]) -> tuple[Concern, Appearance]:
    concern = making.concern()
    return concern, add_appearance(concern, PersonKind.CHILD, details=details)


def test_whoever_said_beforehand_that_they_are_close_does_not_see_it_and_its_owner_is_told(anywhere: Anywhere) -> None:
    # Given a lead who says that a child is hers, before there is any concern
    with anywhere.acting("lead"):
        declarations.declare("Tamsin Ann Sample", BORN)
        assert [str(row.name) for row in declarations.own()] == ["Tamsin Ann Sample"]
    # When a concern names that child, heard only, with the date of birth
    with anywhere.acting("teacher"):
        assert declarations.own() == []
        (row,) = Declared.objects.all()
        if connection.vendor == "postgresql":
            with pytest.raises(NoKeyError):
                str(row.name)
        concern, _ = concern_with_adult((DetailKind.NAME, "Tamzin Sampel"), (DetailKind.BORN, BORN))
        # Then she does not see it, and whoever has it is told why, and not whom she named
        (one,) = out(concern)
        assert (one.user_id, one.ground) == (worlds.name("u-lead"), ExclusionGround.CONFLICT)
        assert "said beforehand" in one.reason
        assert asks(concern) == {Asks.FOUND}
        # Another birthday, or the name alone, is somebody else
        for details in (
            [(DetailKind.NAME, "Tamsin Sample"), (DetailKind.BORN, "2012-05-05")],
            [(DetailKind.NAME, "Tamsin Sample")],
            [(DetailKind.NAME, "Robin Nobody"), (DetailKind.BORN, BORN)],
        ):
            other, person = concern_with_adult(*details)
            assert not out(other).exists()
        # What is learned later counts too, and what somebody undid is not done again
        add_detail(person, DetailKind.OTHER_NAME, CHILD)
        assert [it.user_id for it in out(other)] == [worlds.name("u-lead")]
        services.answer(one, ConflictAnswer.UNDONE, "It is another child.")
        add_detail(Appearance.objects.visible().get(concern=concern), DetailKind.HANDLE, "tam")
        assert not out(concern).filter(ends=None).exists()
    assert sees(anywhere, "lead", concern)
    assert not sees(anywhere, "lead", other)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_it_holds_under_a_new_search_key_and_not_when_it_is_taken_back(anywhere: Anywhere) -> None:
    with anywhere.acting("lead"):
        declarations.declare(CHILD, phone="01632 960 001")
        with pytest.raises(AccessError, match="a name alone is not enough"):
            declarations.declare(CHILD)
    list(renew_search())
    details = (DetailKind.NAME, CHILD), (DetailKind.PHONE, "+44 1632 960001")
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult(*details)
        assert out(concern).exists()
    (row,) = Declared.objects.all()
    with anywhere.acting("teacher"), pytest.raises(AccessError):
        declarations.take_back(row.pk)
    with anywhere.acting("lead"):
        declarations.take_back(row.pk)
    with anywhere.acting("teacher"):
        concern, _ = concern_with_adult(*details)
        assert not out(concern).exists()


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_whoever_records_somebody_they_are_close_to_is_shut_out_afterwards(anywhere: Anywhere) -> None:
    with anywhere.acting("teacher"):
        declarations.declare(CHILD, BORN)
        concern, _ = concern_with_adult((DetailKind.NAME, CHILD), (DetailKind.BORN, BORN))
        assert not out(concern).exists()
    making.work("record")
    assert not sees(anywhere, "teacher", concern)
    assert sees(anywhere, "lead", concern)


@pytest.mark.usefixtures("anywhere")
@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_the_page_takes_a_person_and_shows_it_to_nobody_else() -> None:
    page, client = reverse("account_conflicts"), client_of("lead")
    told = client.post(page, {"name": CHILD}).content.decode()
    assert "Give a date of birth or a telephone number" in told
    sent = {"name": CHILD, "born_0": "4", "born_1": "5", "born_2": "2012"}
    assert client.post(page, sent).status_code == 302
    shown = client.get(page).content.decode()
    assert CHILD in shown
    assert "4 May 2012" in shown
    assert CHILD not in client_of("teacher").get(page).content.decode()
    (row,) = Declared.objects.all()
    assert client_of("teacher").post(page, {"take_back": str(row.pk)}).status_code == 404
    assert client.post(page, {"take_back": str(row.pk)}).status_code == 302
    assert CHILD not in client.get(page).content.decode()
    done = client.get(reverse("my_looks")).content.decode()
    assert "declared beforehand that they are close to somebody" in done
    assert CHILD not in done
