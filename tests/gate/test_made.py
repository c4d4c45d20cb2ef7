"""What LibreOffice and WeasyPrint made, as they wrote it (`made/README.md`): all words are kept, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from fingerpost.gate import Words, read
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
