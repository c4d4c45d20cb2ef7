"""A look at a source that is recorded in the service: shown, kept, and what takes a source off the list of old ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import Client

from access.anywhere import Anywhere
from fingerpost.access.clock import today
from fingerpost.access.errors import AccessError
from fingerpost.manual.models import SourceLook
from fingerpost.manual.services import looks
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.sources import Source, Sources, sources_of
from manual.officers import NOW
from manual.test_manual import Page
from manual.test_publishing import client_of

PACK = load_pack("e-safety@2026")
LONG_AGO = date(2020, 1, 2)
PAGE = "/manual/e-safety/2026/sources/"
FORM = "/procedures/sources/e-safety/2026/wt2026/"
TITLE = "Working Together to Safeguard Children, statutory guidance for England, March 2026"
SENT = {
    "section": "",
    "looked_0": "3",
    "looked_1": "1",
    "looked_2": "2026",
    "text_of": "the edition of March 2026",
    "sure": "read",
    "where": "chapter 3, paragraph 150",
    "note": "",
}
GIVEN: dict[str, Any] = {"section": "", "text_of": "a text", "sure": "read", "where": "there", "note": "", "now": NOW}


def looked(sources: Sources, pack: Pack) -> Sources:
    """The same, everything of it last looked at today; but of the edition of 2026 Working Together was years ago."""

    def at(source: Source, day: date) -> Source:
        sections = {name: replace(one, looked=day) for name, one in source.sections.items()}
        return replace(source, whole=replace(source.whole, looked=day), sections=MappingProxyType(sections))

    old = "wt2026" if pack == PACK else ""
    known = {key: at(one, LONG_AGO if key == old else today()) for key, one in sources.by_key.items()}
    return Sources(MappingProxyType(known))


@pytest.fixture(autouse=True)
def _one_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "sources_of", lambda pack: looked(sources_of(pack), pack))


def shown(client: Client, address: str = PAGE) -> str:
    return Page(client.get(address).content.decode()).text


def test_a_look_takes_a_source_off_the_home_and_says_who_looked(anywhere: Anywhere) -> None:
    with anywhere.serving():
        officer = client_of("policy")
        assert TITLE in shown(officer, "/")
        assert FORM in Page(officer.get(PAGE).content.decode()).links
        assert FORM not in Page(Client().get(PAGE).content.decode()).links
        assert "2 January 2020" in shown(officer, FORM)
        day = today()
        sent = SENT | {"looked_0": str(day.day), "looked_1": str(day.month), "looked_2": str(day.year)}
        assert officer.post(FORM, sent).url == PAGE
        assert "six months" not in shown(officer, "/")
        # Everybody reads that somebody looked; the name is for those who are signed in.
        row = SourceLook.objects.select_related("recorded_by__user", "organisation").get()
        name, organisation = row.recorded_by.user.name, row.organisation.name
        assert f"by {name}, {organisation}: chapter 3, paragraph 150" in shown(client_of("teacher"))
        assert f"by {organisation}: chapter 3, paragraph 150" in shown(Client())
        assert name not in shown(Client())
        assert "chapter 3, paragraph 150" in shown(Client(), "/manual/e-safety/2026/6/")


def test_a_look_at_a_passage_leaves_the_others_as_they_were(anywhere: Anywhere) -> None:
    with anywhere.serving():
        officer = client_of("policy")
        officer.post(FORM, SENT | {"section": "chapter 3"})
        found = looks.sources(PACK).by_key["wt2026"]
        assert (found.sections["chapter 3"].sure, found.sections["chapter 4"].sure) == ("read", "to-confirm")
        assert found.whole.sure == "to-confirm"
        assert TITLE in shown(officer, "/")
        # All of it is each passage too; what is said of a later day is kept.
        officer.post(FORM, SENT | {"looked_0": "2", "sure": "reported"})
        found = looks.sources(PACK).by_key["wt2026"]
        assert list(found.sections) == ["chapter 3"]
        assert found.whole.sure == "reported"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"looked_2": "2099"}, "This day has not come"),
        ({"looked_0": ""}, "needs a day, a month and a year"),
        ({"where": ""}, "Say where you read it"),
        ({"sure": "to-confirm"}, "Say what you could not establish"),
        ({"sure": "certain"}, "Choose one of those on the page"),
        ({"section": "chapter 99"}, "Choose one of those on the page"),
        ({"text_of": ""}, "Say which text you looked at"),
    ],
)
def test_what_a_packs_file_would_have_to_say_is_asked_here_too(
    anywhere: Anywhere, wrong: dict[str, str], said: str
) -> None:
    with anywhere.serving():
        assert said in client_of("policy").post(FORM, SENT | wrong).content.decode()
        assert not SourceLook.objects.exists()
        assert client_of("policy").get(FORM.replace("wt2026", "no-such-source")).status_code == 404


def test_only_a_policy_officer_records_and_nobody_changes(anywhere: Anywhere) -> None:
    for who in ("teacher", "administrator", "manager-east"):
        with anywhere.acting(who), pytest.raises(AccessError):
            looks.record(PACK, "wt2026", looked=date(2026, 1, 3), **GIVEN)
    with anywhere.acting("policy"):
        looks.record(PACK, "wt2026", looked=date(2026, 1, 3), **GIVEN)
    for change in ("UPDATE manual_sourcelook SET sure = 'read'", "DELETE FROM manual_sourcelook"):
        with anywhere.laying(), pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_a_later_edition_of_a_source_is_another_source_and_a_later_file_counts(anywhere: Anywhere) -> None:
    with anywhere.acting("policy"):
        looks.record(PACK, "wt2026", looked=date(2019, 1, 3), **GIVEN)
        looks.record(PACK, "kcsie", looked=today(), **GIVEN)
        assert looks.sources(PACK).by_key["wt2026"].whole.looked == LONG_AGO
        later = replace(PACK, sources=MappingProxyType({**PACK.sources, "kcsie": "the guidance of 2027"}))
        assert looks.sources(PACK).by_key["kcsie"].whole.text_of == "a text"
        assert looks.sources(later).by_key.get("kcsie") is None
