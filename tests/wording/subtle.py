# ruff: noqa: S311
"""Ways to write a picture that look like words, numbers or spaces that people write: 600 bytes of noise each."""

from __future__ import annotations

import base64
import random
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from ipaddress import IPv4Address
from pathlib import Path
from typing import Final

_VISIT: Final = [
    "On",
    "Monday",
    "the",
    "social",
    "worker",
    "visited",
    "the",
    "family",
    "at",
    "home",
    "and",
    "spoke",
    "with",
    "both",
    "children",
    "about",
    "their",
    "school.",
    "Their",
    "mother",
    "said",
    "that",
    "she",
    "had",
    "been",
    "worried",
    "about",
    "the",
    "younger",
    "one",
    "since",
    "the",
    "summer",
    "holidays",
    "began.",
    "The",
    "health",
    "visitor",
    "will",
    "see",
    "the",
    "baby",
    "again",
    "next",
    "week",
    "and",
    "has",
    "told",
    "the",
    "nursery",
    "about",
    "it.",
]
_NUMBERS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_NATO: Final = [
    "Alpha",
    "Bravo",
    "Charlie",
    "Delta",
    "Echo",
    "Foxtrot",
    "Golf",
    "Hotel",
    "India",
    "Juliett",
    "Kilo",
    "Lima",
    "Mike",
    "November",
    "Oscar",
    "Papa",
]


@cache
def _book() -> list[str]:
    """Words of real texts, the commonest first."""
    texts = sorted((Path(__file__).parents[2] / "docs").rglob("*.md"))
    found = Counter(re.findall(r"\b[a-z]{3,11}\b", "".join(path.read_text(encoding="utf-8") for path in texts)))
    return [word for word, _ in found.most_common()]


def _bits(noise: bytes) -> str:
    return "".join(f"{one:08b}" for one in noise)


def _of(noise: bytes, bits: int) -> list[int]:
    """The noise as numbers of so many bits."""
    text = _bits(noise)
    return [int(text[place : place + bits], 2) for place in range(0, len(text) - bits + 1, bits)]


def _cut(text: str, size: int) -> list[str]:
    return [text[place : place + size] for place in range(0, len(text), size)]


def _word(place: int) -> str:
    return _VISIT[place % len(_VISIT)]


def _after_words(pieces: list[str], gap: str = "") -> str:
    """A piece behind each word of a visit."""
    return " ".join(f"{_word(place)}{gap}{piece}" for place, piece in enumerate(pieces))


def _quint(number: int) -> str:
    hard, soft = "bdfghjklmnprstvz", "aiou"
    return (
        hard[number >> 12] + soft[number >> 10 & 3] + hard[number >> 6 & 15] + soft[number >> 4 & 3] + hard[number & 15]
    )


def _words_of_chance(noise: bytes, letters: str) -> str:
    source, spelt = random.Random(1), "".join(letters[one] for one in _of(noise, 4))
    found, place = [], 0
    while place < len(spelt):
        size = source.choice([3, 4, 4, 5, 6, 7])
        found.append(spelt[place : place + size])
        place += size
    return " ".join(found)


def _styled(noise: bytes) -> str:
    letters = "".join(_VISIT * 40).replace(".", "").lower()
    return "".join(
        chr(0x1D400 + 52 * (one & 7) + 26 + ord(letter) - 97) if letter not in "egoh" else letter
        for one, letter in zip(_of(noise, 3), letters, strict=False)
    )


def _between_letters(noise: bytes, marks: str) -> str:
    letters = iter(" ".join(_VISIT * 40))
    found = []
    for one in _of(noise, len(marks).bit_length() - 1):
        found.append(next(letters))
        if found[-1].isalpha():
            found.append(marks[one])
    return "".join(found)


SUBTLE: Final[dict[str, Callable[[bytes], str]]] = {
    "words of sixteen letters": lambda noise: _words_of_chance(noise, "abcdefghilmnopry"),
    "words of sixteen Polish letters": lambda noise: _words_of_chance(noise, "aąbcćdeęfghijklł"),
    "words of sixteen Cyrillic letters": lambda noise: _words_of_chance(noise, "абвгдежзийклмноп"),
    "words of sixteen Greek letters": lambda noise: _words_of_chance(noise, "αβγδεζηθικλμνξοπ"),
    "words of sixteen Thai letters": lambda noise: _words_of_chance(noise, "กขฃคฅฆงจฉชซฌญฎฏฐ"),
    "words of sixteen kana": lambda noise: _words_of_chance(noise, "あいうえおかきくけこさしすせそた"),
    "words by chance, a word between": lambda noise: _after_words(
        _words_of_chance(noise, "abcdefghilmnopry").split(), " "
    ),
    "words by chance, one a sentence": lambda noise: " ".join(
        f"The worker wrote {word} in the book and then the family went home to have their tea."
        for word in _words_of_chance(noise, "abcdefghilmnopry").split()
    ),
    "syllables": lambda noise: " ".join(map(_quint, _of(noise, 16))),
    "syllables as sentences": lambda noise: " ".join(
        " ".join(map(_quint, one)).capitalize() + "."
        for one in (_of(noise, 16)[place : place + 8] for place in range(0, 300, 8))
    ),
    "syllables as names": lambda noise: "\n".join(
        f"{first} {last}".title() for first, last in zip(*[iter(map(_quint, _of(noise, 16)))] * 2, strict=True)
    ),
    "syllables of six bits": lambda noise: " ".join(
        "".join("bcdfghjklmnprstv"[one >> 2] + "aeio"[one & 3] for one in _of(noise, 6)[place : place + 3])
        for place in range(0, 800, 3)
    ),
    "one of 2,048 words": lambda noise: " ".join(sorted(_book()[:2048])[one] for one in _of(noise, 11)),
    "one of 2,048 words, numbered": lambda noise: "\n".join(
        f"{place}. {sorted(_book()[:2048])[one]}" for place, one in enumerate(_of(noise, 11))
    ),
    "one of 256 words": lambda noise: " ".join(sorted(_book()[:256])[one] for one in noise),
    "one of 256 words, as sentences": lambda noise: " ".join(
        " ".join(sorted(_book()[:256])[one] for one in noise[place : place + 9]).capitalize() + "."
        for place in range(0, len(noise), 9)
    ),
    "one of sixteen names": lambda noise: " ".join(_NATO[one] for one in _of(noise, 4)),
    "a first name and a last": lambda noise: "\n".join(
        f"{_NATO[one >> 4]} {_book()[one & 15].title()}" for one in noise
    ),
    "yes and no": lambda noise: " ".join("yes" if one == "1" else "no" for one in _bits(noise)),
    "X and O": lambda noise: " ".join(_cut(_bits(noise).replace("1", "X").replace("0", "O"), 8)),
    "a and b": lambda noise: " ".join(_cut(_bits(noise).replace("1", "a").replace("0", "b"), 5)),
    "numbers said as words": lambda noise: ", ".join(
        f"{_NUMBERS[one // 100]} hundred and {_NUMBERS[one % 100 // 10]} {_NUMBERS[one % 10]}" for one in noise
    ),
    "a little base64 after every eight words": lambda noise: " ".join(
        " ".join((*(_word(8 * place + n) for n in range(8)), piece))
        for place, piece in enumerate(_cut(base64.b64encode(noise).decode(), 8))
    ),
    "base64 as references, one a paragraph": lambda noise: "\n\n".join(
        f"The reference that we were given was {piece} and the school was told of it by telephone."
        for piece in _cut(base64.b64encode(noise).decode(), 8)
    ),
    "a byte in hex after each word": lambda noise: _after_words([f"{one:02x}" for one in noise], " "),
    "an emoji after each word": lambda noise: _after_words([chr(0x1F300 + one) for one in noise], " "),
    "addresses of machines": lambda noise: "\n".join(
        str(IPv4Address(noise[place : place + 4])) for place in range(0, len(noise), 4)
    ),
    "days": lambda noise: "\n".join(
        f"{one % 28 + 1:02}/{one // 28 % 12 + 1:02}/{1990 + one // 336}" for one in _of(noise, 13)
    ),
    "times of the day": lambda noise: "\n".join(f"{one // 60:02}:{one % 60:02}" for one in _of(noise, 10)),
    "moments": lambda noise: "\n".join(
        f"2026-03-{one % 28 + 1:02}T{other % 24:02}:{one % 60:02}:{other % 60:02}.{one * other % 1000000:06}"
        for one, other in zip(*[iter(_of(noise, 16))] * 2, strict=True)
    ),
    "years": lambda noise: " ".join(str(1900 + one % 128) for one in noise),
    "places on a map": lambda noise: "\n".join(
        f"{one / 1000:.3f}, {one * 7 % 9973 / 100:.4f}" for one in _of(noise, 16)
    ),
    "telephone numbers": lambda noise: "\n".join(f"+44{one:010}" for one in _of(noise, 32)),
    "Russian letters, one by one": lambda noise: " ".join(chr(0x430 + one) for one in _of(noise, 5)),
    "characters of all planes": lambda noise: "".join(chr(0x10000 + one) for one in _of(noise, 16)),
    "syllables of Yi": lambda noise: "".join(chr(0xA000 + one) for one in noise),
    "an accent a word": lambda noise: _after_words([chr(0x300 + one) for one in _of(noise, 4)]),
    "two marks a word": lambda noise: _after_words([chr(0x300 + (one >> 4)) + chr(0x310 + one % 16) for one in noise]),
    "Arabic marks": lambda noise: _after_words(
        ["".join("\u064b\u064c"[one >> shift & 1] for shift in range(8)) for one in noise]
    ),
    "separators of lines": lambda noise: _after_words(
        ["".join("\u2028\u2029"[one >> shift & 1] for shift in range(8)) for one in noise]
    ),
    "one space or two": lambda noise: "".join(
        f"{_word(place)}{'  ' if one == '1' else ' '}" for place, one in enumerate(_bits(noise))
    ),
    "spaces of eight kinds": lambda noise: "".join(
        f"{_word(place)}{' \u00a0\u2002\u2003\u2004\u2005\u2009\u200a'[one]}" for place, one in enumerate(_of(noise, 3))
    ),
    "a capital or none": lambda noise: " ".join(
        _word(place).capitalize() if one == "1" else _word(place).lower() for place, one in enumerate(_bits(noise))
    ),
    "letters in eight styles": _styled,
    "joiners between letters": lambda noise: _between_letters(noise, "\u200c\u200d"),
    "signs inside words": lambda noise: _between_letters(noise, "'’-·"),
    "greys of letters and signs": lambda noise: "\n".join(
        _cut("".join(" .:-=+*#%@MWNQ&$"[one] for one in _of(noise, 4)), 40)
    ),
}
"""Each was taken for words once; three quarters of them in a document too."""
