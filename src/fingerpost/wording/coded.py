"""Codes made of words, letters or signs: what is used as evenly, or repeated as seldom, as nobody does who writes.

Each is looked for in stretches of a few hundred, so that words around them hide nothing. Short ones pass: what they
carry is small. So do codes that are made to look like language: see decisions 52 and 59.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log2
from operator import add
from typing import Final

from fingerpost.wording import scripts

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_WINDOW: Final = 1_000  # words
_LEAST_WORDS: Final = 300
_EACH: Final = 2.2  # so often each word stands in a window, before it is asked how evenly
_OFTEN: Final = 3.0
_EVENER: Final = 1.2  # where each stands less often than that
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
_SELDOM: Final = ((150, 0.0002, 1.5), (250, 0.0006, 1.9), (400, 0.0009, 1.9))
"""Of so many words, the chance that two are the same: 0.003 in prose, 0.002 where words have many endings.

Of words drawn from 2,048 it is 0.0005. Fewer words have it by chance, and lists of names come near it; so it is also
asked how much oftener threes of letters are the same than pairs of them make them: of syllables put together by chance
it is 1, of sentences 2 and more.
"""
_ONCE: Final = 1.12
"""How much oftener two pairs of letters are the same than letters drawn one by one make them: 1.2 and more in some
seventy languages, one where each letter says something by itself, however often each of them is used."""
_LETTERS_OF_PAIRS: Final = 400
_ONCE_OF_SIGNS: Final = 3.0
_LEAST_OF_SIGNS: Final = 2.0
_OF_ONE_WORD: Final = 10  # times
_KINDS_OF_WORDS: Final = 8
_MOST_OF_CAPITALS: Final = 1200.0  # bits
_AS_DRAWN: Final = 0.9  # bits a word
_FEW: Final = 30.0  # so often two have to be the same by chance, or there is nothing to compare
_UNSPACED: Final = re.compile(f"{scripts.IDEOGRAPHS.pattern}|{scripts.UNSPACED.pattern}")
_LETTERS: Final = 300
_BY_SCRIPT: Final = 0.018
"""The chance that two letters of a script with many are the same: 0.021 and more, of 64 drawn by chance 0.016."""
_ACCENTED: Final = 0.03
_PIECE: Final = 100  # signs
_ODD: Final = 24  # of them
_RUN: Final = re.compile(r"[^\W\d_]+")
_BEYOND: Final = re.compile("[^\x00-\x7f]+")
_MAY_BE_ODD: Final = re.compile("[\xa1-\u036f\u2010-\u2012\u2015-\u2017\u201a\u201b\u201e-\u2025\u2027-\u20cf]")
_USUAL: Final = frozenset("“”‘’–—…•€£°§½¼¾«»¿¡·™©®ªº")


def is_coded(text: str) -> bool:
    """Whether words or signs are used as evenly as nobody uses them (a byte each, say), or spell numbers on end."""
    beyond = "".join(_BEYOND.findall(text))
    signs = [sign for run in scripts.IDEOGRAPHS.findall(beyond) for sign in run]
    if any(_same(Counter(window)) < _ALIKE for window in _windows(signs, _WINDOW, _IDEOGRAPHS)):
        return True
    if any(map(_is_sign_by_sign, _windows(signs, _WINDOW, _IDEOGRAPHS))):
        return True
    written = _WORD.findall(text)
    words = [word.casefold() for word in written]
    if any(sum(word in _SPELT for word in window) > _MOST_SPELT for window in _windows(words, 400, _MOST_SPELT)):
        return True
    spaced = [word for word in words if word.isascii() or not _UNSPACED.search(word)]
    if any(_is_seldom(window, *most) for size, *most in _SELDOM for window in _windows(spaced, size, size, size // 4)):
        return True
    counts = Counter(words)
    if _is_letter_by_letter(words) or _is_letter_by_letter([word for word in words if counts[word] == 1]):
        return True
    if _are_capitals_drawn(written):
        return True
    return any(
        map(_is_drawn, (*_windows(words, _WINDOW, _LEAST_WORDS), *_windows(words, _WINDOW // 2, _WINDOW // 2)))
    ) or (len(beyond) >= _ODD and (_is_even(beyond) or _is_garbled(text)))


def _is_seldom(words: Sequence[str], least: float, likeness: float) -> bool:
    """Whether so few words stand twice that they are no sentences; a few in each of many languages are words."""
    if _same(Counter(words)) >= least:
        return False
    one, two, three = (_together(words, size) for size in (1, 2, 3))
    return _same(three) * _same(one) < likeness * _same(two) ** 2


def _is_letter_by_letter(words: Sequence[str]) -> bool:
    """Whether the letters of words follow one another by chance: what is spelt so is of no language."""
    for window in _of_letters(words, _LETTERS_OF_PAIRS):
        two = _together(window, 2)
        total, by_chance = two.total(), _same(_together(window, 1)) ** 2
        if total * (total - 1) * by_chance > 2 * _FEW and _same(two) < _ONCE * by_chance:
            return True
    return False


def _is_sign_by_sign(signs: Sequence[str]) -> bool:
    """Whether ideographs or syllables follow one another by chance: in languages, pairs are the same fifteen times so
    often."""
    pairs = Counter(map(add, signs, signs[1:]))
    by_chance = _same(Counter(signs)) ** 2
    return pairs.total() ** 2 * by_chance > 2 * _LEAST_OF_SIGNS and _same(pairs) < _ONCE_OF_SIGNS * by_chance


def _are_capitals_drawn(words: Sequence[str]) -> bool:
    """Whether the same words begin with a capital or not by chance, over and over."""
    small, large = Counter[str](), Counter[str]()
    for word in words:
        if word[1:].islower():
            (large if word[0].isupper() else small)[word.casefold()] += 1
    bits = 0.0
    kinds = total = 0
    for word in small.keys() & large.keys():
        both = (small[word], large[word])
        if sum(both) >= _OF_ONE_WORD:
            kinds += 1
            total += sum(both)
            bits -= sum(count * log2(count / sum(both)) for count in both)
    return kinds >= _KINDS_OF_WORDS and bits > max(_MOST_OF_CAPITALS, _AS_DRAWN * total)


def _together(words: Sequence[str], size: int) -> Counter[str]:
    """Return how often each stands in words: letters, pairs or threes of them."""
    if size == 1:
        return Counter("".join(words))
    text = " ".join(words)
    pairs = map(add, text, text[1:])
    found = Counter(pairs if size == 2 else map(add, pairs, text[2:]))
    for beyond in [one for one in found if " " in one]:
        del found[beyond]
    return found


def _of_letters(words: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield stretches of words that have so many letters; they overlap by a third."""
    before = list(accumulate(map(len, words), initial=0))
    start = 0
    while before[-1] - before[start] >= size:
        yield words[start : bisect_left(before, before[start] + size)]
        start = bisect_left(before, before[start] + 2 * size // 3)


def _is_even(text: str) -> bool:
    """Whether the letters of a script that has many, or letters with accents, are used evenly: of what is not ASCII."""
    by: dict[str, list[str]] = {}
    for sign in text:
        if unicodedata.category(sign)[0] in "LM" and not scripts.IDEOGRAPHS.match(sign):
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
    if len(_MAY_BE_ODD.findall(text)) < _ODD:
        return False
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


def _windows(values: Sequence[str], size: int, least: int, step: int = 0) -> Iterator[Sequence[str]]:
    """Yield stretches that overlap by half, or that begin `step` after one another; none shorter than the least."""
    step = step or size // 2
    for start in range(0, max(1, len(values) - (size - step)), step):
        window = values[start : start + size]
        if len(window) >= least:
            yield window


def _is_drawn(words: Sequence[str]) -> bool:
    """Whether words look drawn by chance from a few: used evenly, and not because the text repeats itself."""
    counts = Counter(words)
    kinds = len(counts)
    if kinds < 2 or len(words) < _EACH * kinds:
        return False
    if _same(counts) * kinds >= (_EVEN if len(words) >= _OFTEN * kinds else _EVENER):
        return False
    places = {word: place for place, word in enumerate(counts)}
    packed = zlib.compress(b"".join(places[word].to_bytes(2, "big") for word in words), 9)
    return len(packed) * 8 > _CHANCE * len(words) * log2(kinds)


def _same(counts: Counter[str]) -> float:
    """Return the chance that two of them are the same."""
    total = counts.total()
    return sum(count * (count - 1) for count in counts.values()) / max(1, total * (total - 1))
