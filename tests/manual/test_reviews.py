"""Failures that reviews told of, as a page for everybody: which version would have asked for what, by which day."""

from __future__ import annotations

import pytest
from django.test import Client

from fingerpost.manual.reviews import Asked, in_editions
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.vignettes import Vignette, vignettes
from manual.test_manual import Page

PAGE = "/manual/e-safety/2026/reviews/"
EDITIONS = ("e-safety@2017", "e-safety@2026", "e-safety@2026-wales")
PERSON = {"a": "Adult", "c": "Child"}


@pytest.mark.parametrize("one", vignettes(), ids=lambda one: str(one.name))
def test_each_edition_has_what_was_worked_out_by_hand_on_its_day(one: Vignette) -> None:
    found = in_editions(one, [load_pack(name) for name in EDITIONS])
    for edition, expected in enumerate((one.due, one.later)):
        asked = {(duty.rule.id, duty.about): duty.asked[edition] for duty in found}
        for each in expected:
            about = "" if each.about == "concern" else f"{PERSON[each.about[0]]} {each.about[1:]}"
            assert asked[each.rule, about] == Asked(applies=True, due=each.by)


@pytest.mark.django_db
def test_everybody_reads_which_version_would_have_asked_for_what() -> None:
    client = Client()
    listed = Page(client.get(PAGE).content.decode())
    for one in vignettes():
        assert f"{PAGE}{one.name}/" in listed.links
    assert PAGE in Page(client.get("/manual/e-safety/2026/").content.decode()).links
    shown = Page(client.get(f"{PAGE}01-favoured-pupils/").content.decode())
    assert "By 1 December 2026" in shown.text  # 2.2-lado-meeting: five working days after 24 November
    assert all(name.partition("@")[2] in shown.text for name in EDITIONS)
    assert vignettes()[0].source.address in shown.links
    rules = [link for link in shown.links if "#" in link and link.startswith("/manual/")]
    assert len(rules) >= len(vignettes()[0].due)
    for link in rules:
        assert f'id="{link.partition("#")[2]}"' in client.get(link).content.decode()
    assert client.get(f"{PAGE}99-none/").status_code == 404
