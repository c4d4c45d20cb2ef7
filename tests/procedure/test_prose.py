"""The prose of a pack reads as it was meant: no list and no quotation was torn by a line that was broken anew."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from fingerpost.procedure.pack.library import procedures_folder

FILES = sorted(procedures_folder().glob("*/*/*.md"))
TORN = "> A point has still to be held against the >\npublished text.\n> And so on.\n"
SWALLOWED = "1. One.\n2. Two. See here. 3. **Three** of\nthem.\n"


def paragraphs(text: str) -> list[Token]:
    return [one for one in MarkdownIt("commonmark").parse(text) if one.type == "inline"]


def damage(text: str) -> list[str]:
    """What no writer means: the mark of a quotation or the number of an item within a sentence, a line that fell out."""
    prose = re.sub(r"(?ms)^```.*?^```$", "", text)
    found = [one.content for one in paragraphs(prose) if re.search(r"(^|\s)>(\s|$)|[.!?]\s+\d+\.\s+\S", one.content)]
    for before, after in pairwise(prose.splitlines()):
        inside = re.match(r"> ?\S", before) or re.match(r"(\d+\.|-) |  +\S", before)
        if inside and after and not re.match(r"(>|\d+\. |- |  +\S|\|)", after):
            found.append(f"{before}\n{after}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_list_and_no_quotation_is_torn(path: Path) -> None:
    assert damage(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", [TORN, SWALLOWED])
def test_what_was_torn_is_seen(text: str) -> None:
    assert damage(text)
