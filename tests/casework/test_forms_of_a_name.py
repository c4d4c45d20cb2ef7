"""Somebody suspected whose account has another form of their name: on both databases."""

from __future__ import annotations

import pytest

from access import worlds
from access.anywhere import Anywhere
from casework.test_conflicts import call, out, sees, suspected
from fingerpost.access.errors import AccessError
from fingerpost.access.models import IdentifierKind
from fingerpost.access.services import concerns, identifiers
from fingerpost.casework.conflicts import services
from fingerpost.record.models import ConflictAnswer, ConflictFound, DetailKind, HitAnswer
from fingerpost.record.services import duplicate_people
from fingerpost.record.services.search import Query, search

SUSPECT = worlds.name("u-suspect")
# What the account is called, and what the concern says
FORMS = {
    "a longer form": ("Katherine Anne Marsh", "Kate Marsh"),
    "letters that look alike": ("K\N{CYRILLIC SMALL LETTER A}te M\N{CYRILLIC SMALL LETTER A}rsh", "Kate Marsh"),
    "another order": ("Marsh, Kate", "Kate Marsh"),
    "a marriage": ("Kate Oduya", "Kate Marsh"),
}


@pytest.mark.parametrize("form", FORMS)
def test_another_form_of_the_name_and_one_mark_shut_out_and_the_form_alone_asks(anywhere: Anywhere, form: str) -> None:
    in_account, in_concern = FORMS[form]
    call(anywhere, "u-suspect", in_account)
    with anywhere.acting("suspect"):
        identifiers.give({IdentifierKind.PHONE: "07700 900321"})
    with anywhere.acting("teacher"):
        concern, _ = suspected(in_concern, phone="+44 7700 900321")
        (one,) = out(concern)
        assert one.user_id == SUSPECT
    assert not sees(anywhere, "suspect", concern)
    with anywhere.acting("teacher"):
        concern, _ = suspected(in_concern, **{DetailKind.PHONE: "+44 7700 900999"})
        assert not out(concern).exists()
        asked = ConflictFound.objects.visible().filter(concern=concern, user=SUSPECT)
        # One given name in common asks nothing: there are too many
        assert asked.exists() is (form != "a marriage")


def test_where_somebody_lives_tells_like_a_date_of_birth(anywhere: Anywhere) -> None:
    call(anywhere, "u-suspect", "Katherine Anne Marsh")
    with anywhere.acting("suspect"):
        identifiers.give({IdentifierKind.ADDRESS: "12 Fore Street, Wexmouth, EX1 1AA"})
    with anywhere.acting("teacher"):
        concern, _ = suspected("Kate Marsh", address="12 Fore St, ex1 1aa")
        assert {one.user_id for one in out(concern)} == {SUSPECT}
        (found,) = ConflictFound.objects.visible().filter(concern=concern)
        assert found.found == "name address"
    assert not sees(anywhere, "suspect", concern)


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_nobody_is_let_in_who_may_be_the_adult_until_somebody_has_said_that_they_are_not(anywhere: Anywhere) -> None:
    """A colleague of another school, whom nobody compared before: by the name alone, in another form."""
    call(anywhere, "u-other-teacher", "Katherine Anne Marsh")
    with anywhere.acting("teacher"):
        concern, _ = suspected("Kate Marsh")
    with anywhere.acting("other-teacher"):
        search(Query(name="Kate Marsh"))
    with anywhere.acting("teacher"):
        ((hit, _),) = duplicate_people.hits_of(concern, {"common"})
        with pytest.raises(AccessError, match="may be the adult"):
            duplicate_people.answer_hit(hit, HitAnswer.LET_IN, words="She asked.")
    assert not sees(anywhere, "other-teacher", concern)
    with anywhere.acting("teacher"):
        concerns.involve_organisation(concern.pk, worlds.name("other-school"))
        asked = ConflictFound.objects.visible().get(concern=concern, user=worlds.name("u-other-teacher"))
        services.say(asked, ConflictAnswer.OTHER, "I know both.")
        duplicate_people.answer_hit(hit, HitAnswer.LET_IN, words="She teaches the child.")
    assert sees(anywhere, "other-teacher", concern)
