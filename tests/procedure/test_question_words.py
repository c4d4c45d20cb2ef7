"""The questions are for somebody who is afraid: short, plain, one at a time."""

from __future__ import annotations

import re

import pytest

from fingerpost.procedure.pack.library import available, load_pack
from support.reading import reading_age, words_of

PACKS = sorted(name for name in available() if name.startswith("e-safety@"))
OLDEST = 11
LONGEST = 20
MOODS = r"\b(may|might|would|should|could|were|whether|shall|ought|whom)\b"

HARDER = {
    "extremism_concern": "“extremism” and “radicalisation” are the names of what is asked for",
    "terrorist_material_suspected": "“terrorist material” is what the reporting page takes",
    "made_took_downloaded_or_distributed": "the four acts are one ground in the chapter",
    "harmed_another_child": "the three acts are one ground in the chapter",
    "youth_produced_imagery": "the law counts what they made and what they passed on as one thing",
    "information_withheld": "“another agency” is whoever works with the family, and has no shorter name",
    "found_in_possession": "“indecent images” is what the law calls them",
}
"""Questions for which one has to be older than eleven, and why."""


def faults(text: str) -> list[str]:
    """What is wrong with a question, but for its reading age."""
    found = []
    if len(words_of(text)) > LONGEST:
        found.append(f"more than {LONGEST} words")
    if text.count("?") != 1 or not text.endswith("?"):
        found.append("not one question")
    if mood := re.search(MOODS, text, re.I):
        found.append(f"“{mood[0]}”")
    return found


@pytest.mark.parametrize("pack", PACKS)
def test_a_question_is_one_short_plain_question(pack: str) -> None:
    asked = {fact.id: fact.ask for fact in load_pack(pack).facts.values()}
    assert {name: found for name, ask in asked.items() if (found := faults(ask))} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_a_child_of_eleven_can_read_it(pack: str) -> None:
    ages = {fact.id: reading_age([fact.ask]) for fact in load_pack(pack).facts.values()}
    assert {name: age for name, age in ages.items() if age > OLDEST and name not in HARDER} == {}


@pytest.mark.parametrize("pack", PACKS)
def test_a_child_of_ten_can_read_all_of_them_together(pack: str) -> None:
    assert reading_age([fact.ask for fact in load_pack(pack).facts.values()]) < OLDEST - 1


def test_nothing_is_excused_that_is_easy_to_read() -> None:
    asked = [fact for pack in PACKS for fact in load_pack(pack).facts.values()]
    assert {fact.id for fact in asked if reading_age([fact.ask]) > OLDEST} == set(HARDER)


@pytest.mark.parametrize("pack", PACKS)
def test_a_hint_asks_nothing_and_supposes_nothing(pack: str) -> None:
    notes = {fact.id: fact.note for fact in load_pack(pack).facts.values()}
    assert {name: note for name, note in notes.items() if "?" in note or re.search(MOODS, note, re.I)} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Is there a reason?  Is it known?",
        "Would telling the parents put the child at risk?",
        "Tell us.",
        "Is it so " + "and so " * 10 + "?",
    ],
)
def test_what_is_wrong_is_seen(text: str) -> None:
    assert faults(text)


def test_a_harder_sentence_is_for_older_readers() -> None:
    plain, hard = "Has the adult hurt a child?", "Has the individual demonstrated indications of unsuitability?"
    assert reading_age([plain]) < 9 < OLDEST < reading_age([hard])
