"""Codes made of words, letters or signs: what is used as evenly, or repeated as seldom, as nobody does who writes.

Each is looked for in stretches of a few hundred, so that words around them hide nothing. Short ones pass: what they
carry is small. So do codes that are made to look like language: see decision 59.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from math import log2
from typing import Final

from fingerpost.wording import scripts

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_WINDOW: Final = 1_000  # words
_LEAST_WORDS: Final = 300
_EACH: Final = 3.0  # so often each word stands in a window, before it is asked how evenly
_EVEN: Final = 1.6
"""How often two words drawn from a text are the same, in proportion to words used evenly, for which it is one."""
_CHANCE: Final = 0.7
"""Of the bits that words drawn by chance would have: a text that repeats itself has far fewer, though evenly used."""
_IDEOGRAPHS: Final = 300
_ALIKE: Final = 0.0015
"""The chance that two characters of a Chinese text are the same: 0.003 and more, of 4,096 drawn by chance 0.00024."""
_SPELT: Final = frozenset({
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty",
    "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "alfa", "alpha", "bravo", "charlie",
    "delta", "echo", "foxtrot",
})  # fmt: skip
_MOST_SPELT: Final = 150  # numbers said as words in a window of 400
_SELDOM: Final = 0.0004
"""The chance that two words of four hundred are the same: 0.003 in prose, 0.002 where words have many endings."""
_WORDS: Final = 400
_LETTERS: Final = 300
_BY_SCRIPT: Final = 0.018
"""The chance that two letters of a script with many are the same: 0.021 and more, of 64 drawn by chance 0.016."""
_ACCENTED: Final = 0.03
_PIECE: Final = 100  # signs
_ODD: Final = 24  # of them
_RUN: Final = re.compile(r"[^\W\d_]+")
_USUAL: Final = frozenset("“”‘’–—…•€£°§½¼¾«»¿¡·™©®ªº")


def is_coded(text: str) -> bool:
    """Whether words or signs are used as evenly as nobody uses them (a byte each, say), or spell numbers on end."""
    signs = [sign for run in scripts.IDEOGRAPHS.findall(text) for sign in run]
    if any(_same(Counter(window)) < _ALIKE for window in _windows(signs, _WINDOW, _IDEOGRAPHS)):
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    if any(sum(word in _SPELT for word in window) > _MOST_SPELT for window in _windows(words, 400, _MOST_SPELT)):
        return True
    if any(_same(Counter(window)) < _SELDOM for window in _windows(words, _WORDS, _WORDS)):
        return True
    return any(map(_is_drawn, _windows(words, _WINDOW, _LEAST_WORDS))) or (
        not text.isascii() and (_is_even(text) or _is_garbled(text))
    )


def _is_even(text: str) -> bool:
    """Whether the letters of a script that has many, or letters with accents, are used evenly."""
    by: dict[str, list[str]] = {}
    for sign in text:
        if sign > "\x7f" and unicodedata.category(sign)[0] in "LM" and not scripts.IDEOGRAPHS.match(sign):
            by.setdefault(scripts.script(sign), []).append(sign)
    for script, letters in by.items():
        if script in scripts.ALPHABETS and script != "latin":
            continue  # whose evenness `wording` measures
        least = _ACCENTED if script == "latin" else _BY_SCRIPT
        if any(_same(Counter(window)) < least for window in _windows(letters, 2 * _LETTERS, _LETTERS)):
            return True
    return False


def _is_garbled(text: str) -> bool:
    """Whether letters with accents stand by themselves or with capitals inside, among signs: bytes read as Latin-1."""
    odd = 0
    marks = bytearray()
    for chunk in text.split():
        place = 0
        for run in _RUN.finditer(chunk):
            marks += _signs(chunk[place : run.start()])
            letters, place = run[0], run.end()
            plain = letters.isascii() or (
                len(letters) > 1 and letters[1:] in (letters[1:].lower(), letters[1:].upper())
            )
            marks += bytes([not plain and letters[0] < "\u0370"]) * len(letters)
        marks += _signs(chunk[place:])
    for place, mark in enumerate(marks):
        odd += mark - (marks[place - _PIECE] if place >= _PIECE else 0)
        if odd >= _ODD:
            return True
    return False


def _signs(between: str) -> bytes:
    return bytes(("\xa0" < sign < "\u0300" or "\u2010" < sign < "\u20d0") and sign not in _USUAL for sign in between)


def _windows(values: Sequence[str], size: int, least: int) -> Iterator[Sequence[str]]:
    """Yield stretches that overlap by half; none shorter than the least."""
    for start in range(0, max(1, len(values) - size // 2), size // 2):
        window = values[start : start + size]
        if len(window) >= least:
            yield window


def _is_drawn(words: Sequence[str]) -> bool:
    """Whether words look drawn by chance from a few: used evenly, and not because the text repeats itself."""
    counts = Counter(words)
    kinds = len(counts)
    if kinds < 2 or len(words) < _EACH * kinds or _same(counts) * kinds >= _EVEN:
        return False
    places = {word: place for place, word in enumerate(counts)}
    packed = zlib.compress(b"".join(places[word].to_bytes(2, "big") for word in words), 9)
    return len(packed) * 8 > _CHANCE * len(words) * log2(kinds)


def _same(counts: Counter[str]) -> float:
    """Return the chance that two of them are the same."""
    total = counts.total()
    return sum(count * (count - 1) for count in counts.values()) / (total * (total - 1))
