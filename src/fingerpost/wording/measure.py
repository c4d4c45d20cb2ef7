"""How much a text could carry beside its words.

Each piece of a text that is no word is worth as many bits as it could carry; each word takes some away again. What
counts is the stretch that is worth most, so that neither words strewn between nor prose around it hide anything.

- A word is letters of one script, as long as words get, with capitals where words have them.
- Letters, digits and signs mixed are worth the entropy of their characters, six bits each at most.
- Short numbers and emoji are worth the entropy of 64 of them at a time: a register of present and absent little, bytes
  written as numbers nearly all that they carry.
  Of percentages, marks and measurements up to 100 three fifths are charged, since tables are full of them.
- What people write in lists, and what has its shape from elsewhere, is worth a round figure: a time, a day, a telephone
  number, an address of the internet.
- Letters that are used evenly, as no language does, are no words however they are cut up.
- A stretch in which a word pays only half a bit may come to 300 bytes: pieces in many sentences are one picture.

`MOST` is 200 bytes. A photograph in which somebody can be recognised is not to be had in so few: the smallest pictures
of file formats made for it take several hundred at the size of a postage stamp. A SHA-256 is 32 bytes, so that six of
them can stand in a text, and a dozen identifiers of devices.

It cannot promise all: whoever means to can say a picture in words (a byte is one of 256 words), in the choice between
two spellings, or in many small pieces: up to 200 bytes a field, and a word pays for four bits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from math import log2
from typing import Final

from fingerpost.wording import columns, scripts
from fingerpost.wording.evenness import TOGETHER, entropy, evenly, likely

MOST: Final = 1600.0
"""Bits: 200 bytes."""

_A_WORD_PAYS: Final = -4.0
_A_WORN_WORD_PAYS: Final = -0.5
_WORN: Final = 30
"""So often a word pays in a text: the few words that somebody strews between are soon worn."""
_LONGEST_WORD: Final = 40
_A_LETTER: Final = 4.7  # bits: one of 26
_AN_IDEOGRAPH: Final = 14.0
_LETTERS: Final = 160  # of which it is asked whether they are used evenly
_A_SINGLE_LETTER: Final = 3.0  # bits, of a script that has words of one
_WIDE: Final = 2400.0  # bits of a stretch in which a word pays no more than
_A_WORD_ALLOWS: Final = 0.5

_TIME: Final = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,6})?(?:[ap]m|Z|[+-]\d{2}:?\d{2})?"
_DAY: Final = r"(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d{2}|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})"
_SHAPED: Final = re.compile(rf"(?<![\w.])(?:{_DAY}(?:[T ]{_TIME})?|{_TIME})(?![\w])")
_A_PHONE: Final = re.compile(r"0\d{9,10}|\+\d{9,13}")
_SHAPE_CHARGE: Final = 1.0
_OF_A_SHAPE: Final = 0.25  # of what days and times could carry: one after another they carry less
_OF_A_ROW: Final = 0.57  # where no word stands between them
_A_ROW: Final = 3
_NO_COLUMN: Final = 20  # so many in a row, and they are not the column of a table
_PHONE_CHARGE: Final = 20.0
_ADDRESS: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")

_AROUND: Final = "()[]{}<>\"'“”‘’„«»‹›,.;:!?…–—-*_#|/\\~`·•،؛؟۔।॥¿¡"
_BRAILLE: Final = re.compile("[\u2801-\u283f]{1,20}")
_PARTS: Final = re.compile(r"[^\W_]+")
_NUMBERS: Final = re.compile(r"\d+")
_INSIDE_A_WORD: Final = str.maketrans("", "", "'’ʼ‘-\u2010\u2011\u00ad\u200c\u200d·")
_WORTH_MUCH: Final = 6.0  # bits: of what is worth less, nothing is gained
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th)")
_VALUE: Final = re.compile(r"-?\d{1,3}(?:\.\d{1,6})?%?")

type _Item = tuple[float, str, str]  # bits; a number or an emoji that is to be taken with others; a word's letters


def carries(text: str) -> float:
    """Return the bits of the stretch that could carry most; `MOST` and something as soon as it is more than that."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    bits = max(_of_ideographs(text), 0.0)
    if bits > MOST:
        return bits
    return max(bits, _of_text(text))


def _of_text(text: str) -> float:
    """Return the bits of its chunks: by rows, or by columns where that is less, as somebody could have written them."""
    bits, longest = _of_chunks(_spaced(text), _A_ROW)
    if bits > MOST and (turned := columns.turned(text)) != text:
        return min(bits, _of_chunks(_spaced(turned), _A_ROW if longest >= _NO_COLUMN else len(text))[0])
    return bits


def beside(text: str, enough: float) -> float:
    """Return the bits of all that is no word, in every stretch together; no further than to more than `enough`.

    For a document: many stretches, of which none carries much, may carry a picture together.
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    written = scripts.written() if not text.isascii() else frozenset()
    bits = sum(_AN_IDEOGRAPH for run in scripts.IDEOGRAPHS.findall(text) for one in run if one not in written)
    stretch = _Total()
    known = _Known()
    for chunk in _spaced(text).split():
        items = known.of(chunk)
        for worth, value, word in items:
            stretch.add(max(worth, 0.0), value, word)
        if bits + stretch.here > enough:
            break
    return bits + stretch.end()


# ---- characters that stand for words ---------------------------------------------------------------------------------


def _of_ideographs(text: str) -> float:
    """Return what Chinese and Korean characters could carry that nobody writes."""
    if text.isascii():
        return 0.0
    written, most, here = scripts.written(), 0.0, 0.0
    for run in scripts.IDEOGRAPHS.findall(text):
        for character in run:
            here = max(0.0, here - 2.0) if character in written else here + _AN_IDEOGRAPH
            most = max(most, here)
    return most


def _spaced(text: str) -> str:
    """Return the text with spaces for times, for days, and for what is written without spaces between words."""
    if not text.isascii():
        text = scripts.UNSPACED.sub(" ", scripts.IDEOGRAPHS.sub(" ", text))
    return _SHAPED.sub(lambda shape: f" \x01{shape[0].replace(' ', '-')} ", text)


# ---- chunks between spaces -------------------------------------------------------------------------------------------


def _of_chunks(text: str, a_row: int) -> tuple[float, int]:
    """Return the bits, and how many days and times stood in a row; where that is `a_row`, they count as a list."""
    known = _Known()
    often: Counter[str] = Counter()
    stretch = _Stretch(a_row)
    add = stretch.add
    for chunk in text.split():
        items = known.of(chunk)
        often[chunk] += 1
        for bits, value, word in items:
            add(_A_WORN_WORD_PAYS if bits < 0.0 and often[chunk] > _WORN else bits, value, word)
        if stretch.most > MOST:
            break
    most = stretch.end()
    return max(most, stretch.widest - (_WIDE - MOST)), stretch.longest


class _Known:
    """What each chunk is worth. Said again (a number that was rung, a device) it is one of those said before."""

    def __init__(self) -> None:
        self.items: dict[str, tuple[_Item, ...]] = {}
        self.last = ""
        self.again: dict[str, float] = {}  # of those that are worth much: how much

    def of(self, chunk: str) -> tuple[_Item, ...]:
        """Return what a chunk is worth here."""
        items = self.items.get(chunk)
        if items is None:
            items = self.items[chunk] = _items(chunk)
            bits = sum(bits for bits, _, _ in items)
            if bits > _WORTH_MUCH:
                self.again[chunk] = bits
        elif chunk in self.again:
            is_last, self.last = chunk == self.last, chunk
            choice = 1.0 if is_last else log2(len(self.again)) + 2.0
            if choice < self.again[chunk]:
                return ((choice, "", ""),)
        return items


class _Stretch:
    """Adds up what stands in a row, and remembers the most that any stretch came to."""

    def __init__(self, a_row: int = _A_ROW) -> None:
        self.a_row = a_row
        self.longest = 0
        self.most = self.here = 0.0
        self.wide = self.widest = 0.0  # the same where words pay little
        self.shapes: dict[int, list[int]] = {}
        self.row = 0  # of days and times
        self.together: list[str] = []
        self.number = -1  # the last that stood there
        self.words: list[str] = []
        self.letters = 0

    def add(self, bits: float, value: str, word: str) -> None:
        """Add a piece: what it is worth, or a number or emoji, and a word's letters."""
        if value:
            if value[0] == "\x01":
                self._shaped(value)
                return
            if value.isdecimal():
                before, self.number = self.number, int(value)
                if self.number == before + 1:  # rows that are numbered
                    self._sum(_SHAPE_CHARGE)
                    return
            self.together.append(value)
            if len(self.together) == TOGETHER:
                self._values()
            return
        if bits > 0.0:
            self._widely(bits)
        elif bits:
            self.wide = max(0.0, self.wide - _A_WORD_ALLOWS)
            self.row = 0
        if word:
            self.words.append(word)
            self.letters += len(word)
            if self.letters >= _LETTERS:
                self._words()
        self.here += bits
        if self.here < 0.0:
            self.here = 0.0
        elif self.here > self.most:
            self.most = self.here

    def end(self) -> float:
        """Return the most."""
        self._values()
        return self.most

    def _shaped(self, shape: str) -> None:
        """Add a day, a time or an address: by how far it is from the one before, since most follow one another."""
        numbers = list(map(int, _NUMBERS.findall(shape)))
        before = self.shapes.get(len(numbers), [0] * len(numbers))
        bits = sum(log2(abs(one - other) + 1) for one, other in zip(numbers, before, strict=True))
        self.shapes[len(numbers)] = numbers
        self.row += 1
        self.longest = max(self.longest, self.row)
        is_in_a_row = self.row >= self.a_row or _ADDRESS.fullmatch(shape, 1)
        bits = max(_SHAPE_CHARGE, bits * (_OF_A_ROW if is_in_a_row else _OF_A_SHAPE))
        self._widely(bits if is_in_a_row else _SHAPE_CHARGE)
        self._sum(bits)

    def _widely(self, bits: float) -> None:
        self.wide += bits
        self.widest = max(self.widest, self.wide)

    def _sum(self, bits: float) -> None:
        self.here = max(0.0, self.here + bits)
        self.most = max(self.most, self.here)

    def _values(self) -> None:
        bits = entropy(self.together) * len(self.together) * likely(self.together)
        self._widely(bits)
        self._sum(bits)
        self.together.clear()

    def _words(self) -> None:
        """Take the last words for letters, where their letters are used as evenly as no language does."""
        if evenly("".join(self.words)):
            self._sum(_A_LETTER * self.letters - _A_WORD_PAYS * len(self.words))  # which the words had paid
        self.words.clear()
        self.letters = 0


class _Total(_Stretch):
    """Adds up all that is no word; words pay for nothing, and none is asked how evenly its letters are used."""

    def _shaped(self, shape: str) -> None:  # noqa: ARG002 - whatever day it is
        self._sum(_SHAPE_CHARGE)

    def end(self) -> float:
        """Return the sum."""
        self._values()
        return self.here

    def _words(self) -> None:
        self.words.clear()
        self.letters = 0


def _items(chunk: str) -> tuple[_Item, ...]:
    """Return what a chunk is worth, piece by piece."""
    if chunk[0] == "\x01":
        return ((0.0, chunk, ""),)
    bare = chunk.strip(_AROUND)
    if not bare and chunk.isascii():
        return ((entropy(chunk) * len(chunk), "", ""),) if len(chunk) > 3 else ()
    letters = bare.translate(_INSIDE_A_WORD)
    if 3 * (len(bare) - len(letters)) > max(6, len(bare)):
        return _of_parts(bare)
    if _BRAILLE.fullmatch(letters):
        return ((_A_WORD_PAYS if len(letters) > 2 else 0.0, "", letters),)
    if _is_word(letters):
        return (_word(letters),)
    if _A_PHONE.fullmatch(bare):
        return ((_PHONE_CHARGE, "", ""),)
    if _ADDRESS.fullmatch(bare):
        return ((0.0, f"\x01{bare}", ""),)
    if _VALUE.fullmatch(bare):
        digits = sum(map(str.isdecimal, bare))
        return ((0.0, bare, ""), (log2(10) * (digits - 3), "", "")) if digits > 3 else ((0.0, bare, ""),)
    return _of_parts(bare)


def _of_parts(bare: str) -> tuple[_Item, ...]:
    """Return what a chunk with signs in it is worth: its parts, if most of it is words or numbers; else all."""
    parts = _PARTS.findall(bare)
    if not parts:  # emoji and other signs
        return tuple((0.0, sign, "") for sign in bare if sign > "\x7f" and _stands(sign))
    signs = len(bare) - sum(map(len, parts))
    plain = sum(len(part) for part in parts if (len(part) >= 3 and _is_word(part)) or part.isdecimal())
    if (
        signs > 2
        and len(bare) >= 4
        and 2 * plain < len(bare) - signs
        and signs * 12 > len(bare)
        and not _is_pairs(bare, parts)
    ):
        return ((min(6.0, entropy(bare)) * len(bare), "", ""),)
    return tuple(_of_part(part) for part in parts)


def _stands(sign: str) -> bool:
    """Whether a sign is one by itself, not a colour of skin, a joiner or a mark of the one before."""
    return unicodedata.category(sign)[0] not in "MC" and not "\U0001f3fb" <= sign <= "\U0001f3ff"


def _is_pairs(bare: str, parts: list[str]) -> bool:
    """Whether this is digits by the pair with something before each: their signs carry nothing."""
    signs = set(bare).difference("".join(parts))
    return len(parts) > 3 and len(signs) <= 3 and sum(len(part) <= 4 for part in parts) * 10 >= len(parts) * 9


def _of_part(part: str) -> _Item:
    if _is_word(part):
        return _word(part)
    if part.isdecimal():
        if len(part) <= 3:
            return (0.0, part, "")
        if len(part) == 4 and part[:2] in ("19", "20"):
            return (0.0, part, "")
        drawn = entropy(part)
        return ((log2(10) if len(part) >= 6 and drawn > 2.0 else drawn) * len(part), "", "")
    if _ORDINAL.fullmatch(part):
        return (0.0, part[:-2], "")
    return (_worth(part) * len(part), "", "")


def _worth(part: str) -> float:
    """Return the bits a character of letters and digits that are no word."""
    if len(part) >= 24:
        return min(6.0, entropy(part))
    if part.isascii():
        if not part.strip("0123456789abcdefABCDEFxuU"):
            return 4.0
        return 5.0 if part.upper() == part or part.lower() == part else 6.0
    return 6.0


def _word(letters: str) -> _Item:
    if len(letters) == 1:
        if letters.isascii():
            return (4.0, "", "")
        return (_A_SINGLE_LETTER if scripts.script(letters) in scripts.ALPHABETS else 0.0, "", "")
    pays = _A_WORD_PAYS if len(letters) > 2 else 0.0
    base = letters.casefold()
    if not base.isascii():
        base = "".join(one for one in unicodedata.normalize("NFD", base) if one.isalpha())
    if base and scripts.script(base[0]) in scripts.ALPHABETS:
        return (pays, "", base)
    return (pays, "", "")


def _is_word(letters: str) -> bool:
    """Whether these are letters of one script, with capitals where a word has them, and no more than a word has."""
    if not letters or len(letters) > _LONGEST_WORD:
        return False
    if letters.isascii():
        if not letters.isalpha():
            return False
        if letters.islower() or letters[1:].islower() or letters.isupper():
            return not (len(letters) > 8 and len(set(letters)) <= 3)
        return _has_an_inner_capital(letters)
    first = ""
    for letter in letters:
        if letter.isalpha():
            first = first or scripts.script(letter)
            if scripts.script(letter) != first:
                return False
        elif unicodedata.category(letter)[0] != "M" or scripts.script(letter) not in (first, "latin"):
            return False
    return bool(first) and (letters[1:] == letters[1:].lower() or letters == letters.upper())


def _has_an_inner_capital(letters: str) -> bool:
    """Whether a word is like WhatsApp, McDonald, iPhone or YPs: long parts, or one letter before or after the rest."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", letters)
    return 5 <= len(letters) <= 24 and len(parts) <= len(letters) // 4 + 1
