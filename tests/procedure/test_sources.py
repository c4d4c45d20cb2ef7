"""Sources beside a pack: each entry is whole, each mistake has its line, and what is old is said to be due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from cli.running import run
from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.library import available, load_pack, procedures_folder
from fingerpost.procedure.pack.sources import FILE, SURE, read_sources, sources_from, sources_of
from procedure.packs import read

NAMES = [name for name in available() if name.startswith("e-safety@")]
ENTRY = "- {source: chapter, text_of: first, looked: 2026-06-02, by: me, sure: read, where: here"
PACK = read()


def as_written(name: str) -> list[dict[str, str]]:
    """What the file says, read by a reader of its own."""
    identity, _, version = name.partition("@")
    return list(yaml.safe_load((procedures_folder() / identity / version / FILE).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_of_every_edition_says_who_looked_when_and_how_sure(name: str) -> None:
    pack = load_pack(name)
    sources = sources_of(pack)
    for rule in pack.provisions.values():
        assert [cited for cited, _ in sources.looks(rule)] == list(rule.cites)
        for _, look in sources.looks(rule):
            assert look.sure in SURE
            assert look.by
            assert look.text_of
            assert look.looked >= date(2026, 12, 1)
            assert look.where or look.sure == "to-confirm"
            assert look.note or look.sure != "to-confirm"


@pytest.mark.parametrize("name", NAMES)
def test_the_command_lists_every_source_with_its_day(name: str) -> None:
    shown = " ".join(run("manual", "--sources", "--procedure", name).stdout.split())
    pack = load_pack(name)
    for entry in as_written(name):
        assert " ".join(pack.sources[entry["source"]].split()) in shown
        assert f"{SURE[entry['sure']]}, looked at on {entry['looked']}" in shown


def test_a_passage_has_its_own_look_and_takes_the_rest_from_its_source() -> None:
    text = ENTRY + ", sections: [{section: '2', sure: to-confirm, note: Not found.}]}"
    sources = sources_from(PACK, text)
    assert (whole := sources.look("chapter 1")) is not None
    assert (passage := sources.look("chapter 2")) is not None
    assert (whole.sure, passage.sure, passage.looked) == ("read", "to-confirm", date(2026, 6, 2))
    assert sources.look("other") is None


@pytest.mark.parametrize(("today", "due"), [(date(2026, 12, 2), False), (date(2026, 12, 3), True)])
def test_after_six_months_a_source_has_to_be_looked_at_again(today: date, due: bool) -> None:
    found = sources_from(PACK, ENTRY + "}").due(today)
    assert [one.title for one in found] == (["A chapter"] if due else [])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("chapter: read", "this is not a list"),
        ("- chapter", "an entry is no mapping"),
        (ENTRY.replace("chapter", "chaptre") + "}", "“chaptre” is no source of the pack"),
        (ENTRY.replace("read", "sure") + "}", "`sure` cannot be “sure”"),
        (ENTRY.replace("2026-06-02", "June") + "}", "“June” is not a date"),
        (ENTRY.replace(", where: here", "") + "}", "it does not say where it was read"),
        (ENTRY.replace("sure: read", "sure: to-confirm") + "}", "it does not say what could not be established"),
        (ENTRY.replace("by: me, ", "") + "}", "it has no `by`"),
        (ENTRY + ", fax: one}", "“fax” is not known here"),
        (ENTRY + ", sections: [{section: '9', sure: read, where: there}]}", "no provision cites “chapter 9”"),
        (ENTRY + "}\n" + ENTRY + "}", "“chapter” is there twice"),
    ],
)
def test_a_mistake_in_the_file_is_told(text: str, wrong: str) -> None:
    with pytest.raises(PackError) as error:
        sources_from(PACK, text)
    assert any(wrong in str(problem) for problem in error.value.problems)
    assert all(str(problem).startswith(f"{FILE}:") for problem in error.value.problems)


def test_without_the_file_nothing_is_said(tmp_path: Path) -> None:
    assert read_sources(PACK, tmp_path).by_key == {}
