"""What is ticked first, and the boxes for what cannot wait: each mistake is named, and nothing grave is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.procedure.errors import PackError
from fingerpost.procedure.language.tree import Answer, Applies, Named, Node, walk
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from

FOLDER = procedures_folder() / "e-safety" / "2017"
FILES = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
FIRST, ADULTS, PACK = "facts-first.md", "2.2-adults.md", "pack.md"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (FIRST, "answers: [online_bullying]", "answers: [age]", "answers “age”, which is no yes-or-no fact"),
        (FIRST, "answers: [online_bullying]", "answers: [bulying]", "names “bulying”, which is no fact"),
        (FIRST, "answers: [online_bullying]\n", "", "answers nothing"),
        (FIRST, "  - bullying_may_be_crime\n", "  - foster_carer\n", "lists no adult of which “foster_carer”"),
        (FIRST, 'section: "3"', 'section: "9"', "the section “9” of “bullying” has no box"),
        (FIRST, "form: bullying", "form: bulying", "`form` cannot be “bulying”"),
        (FIRST, "id: bullying\n", "id: bullying\nwhy: so\n", "a tick has no key `why`"),
        (ADULTS, "  2.2-refer-police: ", "  2.2-refer-polize: ", "there is no provision “2.2-refer-polize”"),
        (
            ADULTS,
            "  2.2-refer-police: ",
            "  2.2-urgent-action: ",
            "“2.2-refer-police” cannot wait, and no box names it",
        ),
        (ADULTS, "ask: the adult has to be", "# the adult has to be", "`ask` says in one what `rules` ask one by one"),
        (PACK, "  otherwise: your", "  elsewhere: your", "`tell` does not say who is told first"),
        (PACK, "  fact: setting\n", "  fact: online_bullying\n", "`tell` does not say who is told first"),
    ],
)
def test_a_mistake_is_named(file: str, old: str, new: str, said: str) -> None:
    assert FILES[file].count(old) == 1
    with pytest.raises(PackError) as error:
        pack_from({**FILES, file: FILES[file].replace(old, new)})
    assert said in str(error.value)


def facts_of(pack: Pack, node: Node) -> set[str]:
    """All facts that a condition reads, through definitions and other rules."""
    found: set[str] = set()
    for one in walk(node):
        match one:
            case Answer(fact=name):
                found.add(name)
            case Named(name=name):
                found |= facts_of(pack, pack.definitions[name].meaning)
            case Applies(provision=name):
                found |= facts_of(pack, pack.provisions[name].condition or node)
            case _:
                pass
    return found


@pytest.mark.parametrize("name", available())
def test_whatever_cannot_wait_can_be_reached_by_a_tick(name: str) -> None:
    pack = load_pack(name)
    reached = {fact for tick in pack.ticks.values() for fact in (*tick.answers, *tick.raises)}
    for rule in pack.provisions.values():
        if rule.condition and "practitioner" in rule.who and (rule.urgent or rule.by == "same_day"):
            assert facts_of(pack, rule.condition) & reached, rule.id


@pytest.mark.parametrize("name", available())
def test_a_tick_says_nothing_that_it_also_raises(name: str) -> None:
    for tick in load_pack(name).ticks.values():
        assert not set(tick.answers) & set(tick.raises), tick.id
        assert len(set(tick.raises)) == len(tick.raises)


def test_the_box_is_read_in_the_manual_where_it_was() -> None:
    section = next(one for one in load_pack().sections if one.id == "2.2")
    text = (Path(FOLDER) / ADULTS).read_text(encoding="utf-8")
    assert text.index("```now") < text.index("## The focus is on the adult")
    box = next(part for part in section.body if "If it is 16:45 on a Friday" in getattr(part, "markdown", ""))
    assert section.body.index(box) == 1
