"""What LibreOffice and WeasyPrint made, as they wrote it (`made/README.md`): all words are kept, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.gate import Heading, Item, Left, Table, Words, read
from gate.test_ordinary import words

MADE = Path(__file__).parent / "made"
NAMES = sorted(path.name.removesuffix(".txt") for path in MADE.glob("*.txt"))


def kept(name: str) -> Words:
    """What is kept of one of them."""
    found = read((MADE / name).read_bytes())
    assert isinstance(found, Words), found
    return found


@pytest.mark.parametrize("name", NAMES)
def test_all_words_are_kept_in_order(name: str) -> None:
    assert words(kept(name).text) == words((MADE / f"{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("format", ["odt", "docx", "rtf"])
def test_minutes_have_their_tables_and_items(format: str) -> None:
    blocks = kept(f"minutes.{format}").blocks
    assert blocks[0] == Heading(1, "Minutes of the strategy discussion")
    tables = [block for block in blocks if isinstance(block, Table)]
    assert tables[0].rows[:2] == (("Name", "Agency"), ("Dawid Nowak", "Police"))
    assert tables[1].rows[1] == ("1", "See both children alone, at home", "Amira Khan", "06/03/2026", "☒")
    assert [block for block in blocks if isinstance(block, Item)][1:3] == [
        Item("Both children are seen"),
        Item("at home", 2),
    ]


def test_what_was_left_out_is_counted_as_it_is() -> None:
    assert kept("letter.odt").left_out == {Left.PICTURE: 1, Left.PREVIEW: 1, Left.DETAILS: 1}
    assert kept("letter.docx").left_out == kept("letter.pdf").left_out == {Left.PICTURE: 1, Left.DETAILS: 1}
    for name in ("plan.odt", "plan.docx", "plan.rtf"):
        left = kept(name).left_out
        assert (left[Left.CHANGE], left[Left.COMMENT]) == (1, 1), name


def test_they_are_of_both_makers_and_small() -> None:
    assert len(NAMES) >= 40
    assert sum(path.stat().st_size for path in MADE.iterdir() if path.is_file()) < 700_000
