"""The manual's pages: all of the pack is there, once, in its own words; links lead somewhere; a search finds it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from fingerpost.manual import prose
from fingerpost.manual.examples import examples_of
from fingerpost.manual.search import index_of
from fingerpost.manual.versions import shipped
from fingerpost.procedure.explaining.rules import section_names
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.model import Definition, Event, Fact, Pack, Prose, Provision
from fingerpost.procedure.source.yaml import parse_yaml

PACK = load_pack()
EXAMPLES = Path(__file__).parents[2] / "examples"
SECTIONS = [(pack.version, name) for pack in shipped() for name in section_names(pack)]


class Page(HTMLParser):
    """The anchors, links and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found["href"]] if tag == "a" and found.get("href") else []

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@cache
def page(version: str, name: str) -> Page:
    response = Client().get(f"/manual/e-safety/{version}/{name}/")
    assert response.status_code == 200
    return Page(response.content.decode())


def pack_of(version: str) -> Pack:
    return load_pack(f"e-safety@{version}")


def anchor(part: Provision | Fact | Definition | Event) -> str:
    match part:
        case Provision():
            return part.id
        case Fact():
            return f"fact-{part.id}"
        case Definition():
            return f"word-{part.name}"
        case Event():
            return f"event-{part.id}"


@pytest.mark.django_db
@pytest.mark.parametrize(("version", "name"), SECTIONS)
def test_a_section_has_all_that_the_pack_has_in_it_once(version: str, name: str) -> None:
    shown = page(version, name)
    assert [one for one, count in Counter(shown.ids).items() if count > 1] == []
    for part in section_names(pack_of(version))[name].body:
        if isinstance(part, Prose):
            continue
        assert anchor(part) in shown.ids
        words = part.ask if isinstance(part, Fact) else part.text
        assert " ".join(words.split()) in shown.text
        if isinstance(part, Provision):
            assert f"{part.title} {' '.join(words.split())}" in shown.text
        if isinstance(part, Provision) and part.when:
            assert f"When {' '.join(part.when.split()).rstrip('.')}." in shown.text
        if isinstance(part, Provision) and part.condition:
            assert part.condition_text in shown.text


@pytest.mark.django_db
@pytest.mark.parametrize(("version", "name"), SECTIONS)
def test_each_link_within_the_manual_leads_to_a_place_that_is_there(version: str, name: str) -> None:
    for link in page(version, name).links:
        address, _, place = link.partition("#")
        if address.startswith("/manual/e-safety/") and place:
            _, _, _, other, section, _ = address.split("/")
            assert place in page(other, section).ids, link
        elif not address and place:
            assert place in page(version, name).ids, link


@pytest.mark.django_db
def test_a_rule_named_in_prose_is_a_link() -> None:
    assert "/manual/e-safety/2017/2.2/#2.2-no-disclosure" in page("2017", "2.1").links


def test_the_examples_of_a_rule_are_those_whose_plan_was_worked_out_so_by_hand() -> None:
    by_hand = Counter[str]()
    for path in EXAMPLES.glob("*.expected.yaml"):
        case = parse_yaml((EXAMPLES / path.name.replace(".expected", "")).read_text(encoding="utf-8")).value
        if isinstance(case, dict) and case.get("procedure", PACK.name) != PACK.name:
            continue
        plan = parse_yaml(path.read_text(encoding="utf-8")).value
        assert isinstance(plan, dict)
        by_hand.update({one["provision"] for one in plan["outcomes"] if one["status"] == "applies"})
    assert {rule: len(examples) for rule, examples in examples_of(PACK).items()} == dict(by_hand)
    assert all(one.title and one.about for examples in examples_of(PACK).values() for one in examples)


@hypothesis_settings(max_examples=60)
@given(st.sampled_from(list(PACK.provisions.values())))
def test_whoever_types_a_rules_words_finds_it_at_the_top(rule: Provision) -> None:
    found = [place.anchor for place in index_of(PACK).search(rule.text)]
    assert rule.id in found[:3]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("foster carer", "fact-foster_carer"),
        ("FOSTERING", "fact-foster_carer"),
        ("same day referral", "2.1-same-day"),
        ("embargo", "part-the-embargo-telling-nobody"),
        ("2.1-same-day", "2.1-same-day"),
        ("suspect", "word-suspect"),
        ("arrest", "event-arrest"),
    ],
)
def test_a_word_or_two_find_what_one_looks_for(query: str, wanted: str) -> None:
    assert wanted in [place.anchor for place in index_of(PACK).search(query)][:10]


@given(st.text(max_size=60))
def test_any_search_has_an_answer(query: str) -> None:
    places = index_of(PACK).search(query)
    assert len(places) == len({id(place) for place in places})


@pytest.mark.django_db
def test_a_search_says_what_was_sought_and_what_to_do_when_nothing_is_found() -> None:
    page = Client().get("/manual/e-safety/2017/search/", {"q": "<b>zebra</b>"}).content.decode()
    assert "Nothing in this version has any of the words “&lt;b&gt;zebra&lt;/b&gt;”" in page
    assert "Enter a word or a few" in Client().get("/manual/e-safety/2017/search/").content.decode()
    assert "the best first" in Client().get("/manual/e-safety/2017/search/", {"q": "parents"}).content.decode()


@pytest.mark.django_db
def test_the_manual_leads_to_the_version_that_holds_and_knows_no_other() -> None:
    client = Client()
    assert client.get("/manual/").headers["Location"] == "/manual/e-safety/2017/"
    assert "This is not the version that holds today" not in client.get("/manual/e-safety/2017/").content.decode()
    for address in ("/manual/e-safety/1999/", "/manual/other/2017/", "/manual/e-safety/2017/9/"):
        assert client.get(address).status_code == 404
    for pack in shipped():
        assert f"/manual/e-safety/{pack.version}/" in client.get("/manual/e-safety/2017/").content.decode() or (
            pack.version == "2017"
        )


def test_markup_in_prose_stays_words() -> None:
    made = prose.html("A <script>alert(1)</script> [x](javascript:alert(1)) [2.1-a]", {"2.1-a": "/manual/#2.1-a"})
    assert "<script" not in made
    assert 'href="javascript' not in made
    assert '<a href="/manual/#2.1-a" class="govuk-link">2.1-a</a>' in made
