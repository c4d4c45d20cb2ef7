"""What values and letters could carry by how often each is used."""

from __future__ import annotations

import re
from collections import Counter
from math import log2
from typing import Final

from fingerpost.wording import scripts

TOGETHER: Final = 64  # numbers or emoji whose entropy is taken together
_EVEN: Final = 0.0485
"""The chance that two letters of a text are the same. Of languages it is 0.055 or more, of 26 letters drawn 0.0385."""
_EVEN_OF_MORE: Final = 0.044  # where a script has more letters, as those of Urdu and Kyrgyz
_NEARLY_ALL: Final = 0.8  # marks have a sum beside them, a pulse goes over 100
_A_MARK: Final = re.compile(r"(?:\d{1,2}|100)(?:\.\d{1,2})?%?")


def entropy(values: str | list[str]) -> float:
    """Return the bits a value, as often as each is there."""
    total = len(values)
    if total < 2:
        return 0.0 if not total else 3.0
    return -sum(count / total * log2(count / total) for count in Counter(values).values())


def likely(values: list[str]) -> float:
    """Return what share of the entropy is charged: of percentages, marks and measurements, and of emoji, not all of it.

    Registers and tables are full of the former, while bytes go up to 255; and chats of the same few of the latter.
    """
    marks = sum(1 for value in values if _A_MARK.fullmatch(value)) / max(1, len(values))
    if marks >= _NEARLY_ALL:
        return 0.6 * marks + 1.0 - marks
    is_a_chat = len(set(values)) <= TOGETHER // 2 and not any(value[-1].isdecimal() for value in values)
    return 0.4 if is_a_chat else 1.0


def evenly(letters: str) -> bool:
    """Whether letters are used as evenly as no language uses them, or without the vowels of one in Latin letters."""
    if not letters.isascii():
        letters = _of_the_first_script(letters)
    total = len(letters)
    counts = [letters.count(letter) for letter in set(letters)]
    same = sum(count * (count - 1) for count in counts) / (total * (total - 1))
    if same < (_EVEN if letters.isascii() else _EVEN_OF_MORE):
        return True
    if not letters.isascii():
        return False
    vowels = sum(map(letters.count, "aeiouyw")) / total
    return not 0.29 <= vowels <= 0.70


def _of_the_first_script(letters: str) -> str:
    """Return the letters of the script that most of them are of: two languages together use theirs evenly."""
    of = [scripts.script(letter) for letter in letters]
    first = max(set(of), key=of.count)
    return "".join(letter for letter, its in zip(letters, of, strict=True) if its == first)
