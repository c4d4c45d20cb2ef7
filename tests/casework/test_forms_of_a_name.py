"""Somebody suspected whose account has another form of their name: on both databases."""

from __future__ import annotations

import pytest

from access import worlds
from access.anywhere import Anywhere
from casework.test_conflicts import call, out, sees, suspected
from fingerpost.access.models import IdentifierKind
from fingerpost.access.services import identifiers
from fingerpost.record.models import ConflictFound, DetailKind

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
