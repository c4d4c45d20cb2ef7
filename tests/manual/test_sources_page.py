"""Where a version comes from: the page for everybody, what is old on a policy officer's home, and words of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from django.test import Client

from access.anywhere import Anywhere
from fingerpost.manual.services import looks
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.sources import Sources, sources_of
from manual.test_manual import Page
from manual.test_publishing import client_of

PAGE = "/manual/e-safety/2026/sources/"
RULE = "8-making-a-referral"
LOCAL = "Ring the front door of the county."


def aged(sources: Sources) -> Sources:
    """The same, of which one was last looked at years ago."""
    key = next(iter(sources.by_key))
    old = replace(sources.by_key[key], whole=replace(sources.by_key[key].whole, looked=date(2020, 1, 2)))
    return Sources(MappingProxyType({**sources.by_key, key: old}))


def test_everybody_can_read_who_looked_at_which_source_when(anywhere: Anywhere) -> None:
    with anywhere.serving():
        shown = Page(Client().get(PAGE).content.decode())
        pack = load_pack("e-safety@2026")
        for title in pack.sources.values():
            assert " ".join(title.split()) in shown.text
        assert shown.text.count("2 December 2026 by the editors of this edition") >= len(pack.sources)
        assert "Commencement was not established." in shown.text
        assert PAGE in Page(Client().get("/manual/e-safety/2026/").content.decode()).links
        rule = Page(Client().get("/manual/e-safety/2026/7/").content.decode()).text
        assert "No regulations that commence them were found." in rule


def test_what_nobody_has_looked_at_for_six_months_is_on_a_policy_officers_home(
    anywhere: Anywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    with anywhere.serving():
        monkeypatch.setattr(looks, "sources_of", lambda pack: aged(sources_of(pack)))
        home = Page(client_of("policy").get("/").content.decode())
        assert "Nobody has looked at these sources for six months" in home.text
        assert "/manual/e-safety/2017/sources/" in home.links
        assert "six months" not in Page(client_of("teacher").get("/").content.decode()).text


def test_a_partnerships_words_take_the_place_of_ours_and_of_no_others(anywhere: Anywhere) -> None:
    address = "/manual/e-safety/2026/8-on-the-day/"
    with anywhere.serving():
        address = next(
            one for one in Page(Client().get("/manual/e-safety/2026/").content.decode()).links if "/8" in one
        )
        before = Page(Client().get(address).content.decode()).text
        assert "\nNumber: in the directory" in Client().get(address).content.decode()
        ours = " ".join(load_pack("e-safety@2026").provisions[RULE].text.split())
        other = " ".join(load_pack("e-safety@2026").provisions["8-allegations"].text.split())
        assert ours in before
        officer = client_of("policy")
        sent = officer.post(f"/procedures/local/e-safety/{RULE}/", {"text": LOCAL, "after": "0"})
        assert sent.status_code == 302
        after = Page(Client().get(address).content.decode()).text
        assert ours not in after
        assert LOCAL in after
        assert other in after
