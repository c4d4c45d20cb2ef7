"""Ordinary documents are taken: all their words, in order."""

from __future__ import annotations

import re

import pytest

from fingerpost.gate import Words, read
from gate.ordinary import DOCUMENTS


def words(text: str) -> list[str]:
    """The words of a text, without the bullets that a list may have."""
    return [word for word in re.split(r"\s+", text) if word and word not in "•-–*"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_words_are_kept_in_order(name: str) -> None:
    document, says = DOCUMENTS[name]()
    found = read(document)
    assert isinstance(found, Words), found
    assert words(found.text) == words(says)


def test_there_are_documents_enough() -> None:
    assert len(DOCUMENTS) > 100
