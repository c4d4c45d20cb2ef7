"""Letters that follow one another as in no language: words of them are a code, in whatever script.

Asked of stretches of a few hundred letters: how often are two of them the same, and how much oftener are two pairs the
same than letters drawn one by one would make them? Languages repeat themselves; what was drawn does not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from fingerpost.wording.codes import script, words

_STRETCH: Final = 300  # letters, and of pairs:
_LONG_STRETCH: Final = 600
_LONGEST_STRETCH: Final = 1_200  # in scripts of thousands of signs
_OF_THOUSANDS: Final = ("CJK", "HANGUL")
_LEAST: Final = {
    **dict.fromkeys(_OF_THOUSANDS, 0.0015),  # 0.003 and more in Chinese, of 4,096 signs 0.00024
    "LATIN": 0.0485,  # 0.055 and more in its languages, of 26 letters 0.0385
    **dict.fromkeys(("GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "GEORGIAN"), 0.044),
}
_LEAST_OF_OTHERS: Final = 0.018  # of 64 signs 0.016
"""The chance that two letters of a script are the same."""
_PAIRS: Final = (1.12, 30.0)
_PAIRS_OF_THOUSANDS: Final = (2.0, 8.0)  # in Chinese 3 and more
"""How much oftener pairs are the same than letters drawn one by one make them: 1.2 and more in languages. And how often
they have to be the same by chance, or there is nothing to compare."""
_SINGLE: Final = 3  # letters: so short, and it may be a code's letters one by one
_VOWELS: Final = (0.29, 0.70)  # of Latin letters, y and w among them


def drawn(lines: Iterable[str]) -> int | None:
    """Return a line of letters that follow one another as in no language."""
    by: dict[str, list[tuple[str, int]]] = {}
    before = set[str]()  # words that were said: names and labels are, over and over
    for number, line in enumerate(lines):
        for word in words(line):
            if len(word) <= _SINGLE or word not in before:
                before.add(word)
                by.setdefault(script(word[0]), []).append((word.casefold(), number))
    for of, said in by.items():
        least = _LEAST.get(of, _LEAST_OF_OTHERS)
        for text, number in _stretches(said, _STRETCH):
            if _same(Counter(text)) < least or (of == "LATIN" and not _VOWELS[0] <= _of_vowels(text) <= _VOWELS[1]):
                return number
        has_thousands = of in _OF_THOUSANDS
        for text, number in _stretches(said, _LONGEST_STRETCH if has_thousands else _LONG_STRETCH):
            if _are_by_chance(text, *(_PAIRS_OF_THOUSANDS if has_thousands else _PAIRS)):
                return number
    return None


def _stretches(said: list[tuple[str, int]], size: int) -> Iterator[tuple[str, int]]:
    """Yield stretches of so many letters, each with the line of its middle; they overlap by half."""
    text, lines, begins = "".join(word for word, _ in said), [number for _, number in said], [0]
    for word, _ in said:
        begins.append(begins[-1] + len(word))
    at = 0
    for start in range(0, len(text) - size + 1, size // 2):
        while begins[at + 1] <= start + size // 2:
            at += 1
        yield text[start : start + size], lines[at]


def _are_by_chance(text: str, oftener: float, enough: float) -> bool:
    pairs = Counter(map(str.__add__, text, text[1:]))
    by_chance = _same(Counter(text)) ** 2
    return pairs.total() ** 2 * by_chance > 2 * enough and _same(pairs) < oftener * by_chance


def _of_vowels(text: str) -> float:
    plain = unicodedata.normalize("NFD", text)
    return sum(map(plain.count, "aeiouyw")) / max(1, sum(map(str.isalpha, plain)))


def _same(counts: Counter[str]) -> float:
    """Return the chance that two of them are the same."""
    total = counts.total()
    return sum(count * (count - 1) for count in counts.values()) / max(1, total * (total - 1))
