"""Codes: what stretches of a text are neither words nor anything else that people read.

Every sign of a code counts one; every letter of a word takes three away, and so does what has the shape of a day, a
time or a telephone number. The sum never falls below nothing, and a stretch that comes to `MOST` is a code: a picture
pasted as base64 or as numbers, a drawing of signs. What people paste among words (a hash beside a file's name, an
IMEI in a list of devices, the token of a link) is paid for by what stands around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

MOST: Final = 450
"""Signs: 337 bytes in base64, 225 in hexadecimal, fourteen MD5 with nothing beside them."""
_A_LETTER_PAYS: Final = 3
_ALONE: Final = 0.4  # a sign by itself: registers and rotas have many
_LONGEST_WORD: Final = 40
_LONGEST_RUN: Final = 300  # letters of scripts without spaces, before a stop or a gap
_LONGEST_LINK: Final = 400
_LONG: Final = 6
_MANY_SIGNS: Final = 20  # within a chunk
_SHORT: Final = 4  # letters: a word of fewer pays nothing, since codes have so many by chance

_TIME: Final = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d{1,6})?(?:\s?[ap]m|Z|[+-]\d{2}:?\d{2})?"
_DAY: Final = (
    r"(?:\d{1,2}[-/.]\d{1,2}(?:[-/.](?:19|20)?\d{2})?|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})"  # 05/01 on charts
)
_READ: Final = re.compile(
    rf"(?<![\w.:])(?:{_DAY}(?:[T ]{_TIME})?|{_TIME}"  # a day, a time
    r"|\+\d{9,13}|0\d{3,4} ?\d{3} ?\d{3,4}|\d{3} \d{3} \d{4}"  # a telephone, an NHS number
    r"|[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}"  # a postcode
    r"|[\w-]{1,80}\.[a-z][a-z0-9]{1,4}|[\w-]{1,80}\.[A-Z]{3,4})(?![\w]|:\w)"  # the name of a file
)
"""What people read as it stands, though it is no word."""
_NEUTRAL: Final = re.compile(
    r"[£€$]?-?\d{1,3}(?:,\d{3})*(?:\.\d{1,8})?%?|-?\d{1,7}\.\d{1,8}%?"  # an amount, a measurement, a coordinate
    r"|\d{1,3}(?:\.\d{1,3}){3}(?:/\d\d?|:\d{1,5})?"  # an address of the internet, of either kind
    r"|(?=\S{0,40}:)(?:[0-9A-Fa-f]{0,4}:){4,7}[0-9A-Fa-f]{1,4}"
    r"|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"  # an identifier
    r"|[A-Z0-9]{1,6}(?:[-/][A-Z0-9]{1,6}){2,4}"  # a reference
    r"|[A-Z]{1,2}\d{6,12}[A-Z]?|\d{6,20}"  # a number of a pupil, a device, a bag
)
"""What stands in lists by the hundred and says nothing by itself: it neither counts nor pays."""
_A_LINK: Final = re.compile(r"(?:(?:https?|hxxps?)(?::|%3A)//|www\.)\S+", re.IGNORECASE)
_PART: Final = re.compile(r"[^\W\d_]+|\d+|[\u2801-\u283f]+")
_LATIN: Final = "A-Za-z\u00aa-\u024f\u1e00-\u1eff"
_RUN: Final = re.compile(rf"[0-9{_LATIN}]+|[^\W\d_{_LATIN}]+|\d+|[\u2801-\u283f]+")
_OF_LATIN: Final = re.compile(f"[{_LATIN}]+")
_NUMBERED: Final = re.compile(r"([A-Za-z]{4,30})\d{1,4}")
_CELLS: Final = re.compile(r"[,;|]")
_ALIKE: Final = re.compile(r"((.)\2\2)\2*")
_DRAWN: Final = re.compile("[\u2500-\u25ff\u2800-\u28ff\u2b1b\u2b1c\U0001f7e0-\U0001f7eb\U0001fb00-\U0001fbff]")
_AROUND: Final = "()[]{}<>\"'“”‘’„«»‹›,.;:!?…–—-*_#|/\\~`·•،؛؟۔।॥¿¡"
_INSIDE: Final = str.maketrans("", "", "'’ʼ‘-\u2010\u2011·")


def stretch(lines: list[str]) -> int | None:
    """Return the first line with much of the first stretch that is a code; None where there is none."""
    here, known = 0.0, dict[str, float]()
    of_it: dict[int, float] = {}  # what each line of the stretch counts
    for number, line in enumerate(lines):
        for worth in _chunks(line, known):
            here += worth
            of_it[number] = of_it.get(number, 0.0) + worth
            if here <= 0.0:
                here = 0.0
                of_it.clear()
            elif here > MOST:
                most = max(of_it.values())
                return next(number for number, counts in of_it.items() if 2 * counts >= most)
    return None


def words(line: str) -> Iterator[str]:
    """Yield the words of a line that are long enough to be believed, each of letters of one script."""
    for word in _RUN.findall(_bare(_A_LINK.sub(" ", line))[0]):
        if (word.isalpha() or word >= "\u2801") and (len(word) >= _SHORT or not word.isascii()) and _is_word(word):
            yield word


@cache
def script(letter: str) -> str:
    """Return the script of a letter, as Unicode names it."""
    return unicodedata.name(letter, "?").split()[0]


def _chunks(line: str, known: dict[str, float]) -> Iterator[float]:
    """Yield what each chunk between spaces counts; what links count; and what pays, what people read as it stands."""
    place = 0
    for link in _A_LINK.finditer(line):
        yield from _outside_links(line[place : link.start()], known)
        yield max(0.0, float(len(link[0]) - _LONGEST_LINK))
        place = link.end()
    yield from _outside_links(line[place:], known)


def _outside_links(line: str, known: dict[str, float]) -> Iterator[float]:
    place = 0
    for found in _READ.finditer(line):
        yield from _between(line[place : found.start()], known)
        yield -float(_A_LETTER_PAYS * len(found[0]))
        place = found.end()
    yield from _between(line[place:], known)


def _between(text: str, known: dict[str, float]) -> Iterator[float]:
    before = ""
    for chunk in _cells(text.split()):
        if chunk == before and len(chunk) == 1:  # present, present, present
            continue
        before = chunk
        worth = known.get(chunk)
        if worth is None:
            worth = known[chunk] = _worth(chunk)
        yield worth


def _cells(chunks: list[str]) -> Iterator[str]:
    """Yield chunks, and of a row of a table, as spreadsheets write it, its cells."""
    for chunk in chunks:
        cells = len(_CELLS.findall(chunk))
        if cells > 2 and 10 * cells > len(chunk):
            yield from _CELLS.sub(" ", chunk).split()
        else:
            yield chunk


def _worth(chunk: str) -> float:
    """Return what a chunk counts, or by a minus what it pays."""
    if len(chunk) == 1 and (chunk.isascii() or not chunk.isalpha()):
        return _ALONE
    bare = chunk.strip(_AROUND)
    around = _signs(chunk) - _signs(bare)
    if not bare:
        return float(around)
    beside = max(0.0, around - 2.0)
    if _NEUTRAL.fullmatch(bare) and len(set(bare)) > 2:
        return beside + (_of_number(bare) if bare.isdecimal() else 0.0)
    letters, marks = _bare(bare)
    beside += max(0, marks - 2 * len(letters))
    whole = letters.translate(_INSIDE)
    if _is_word(whole):
        return beside + (float(_signs(whole)) if _ALIKE.search(whole) else _of_word(whole))  # XXXX draws
    parts = _RUN.findall(letters)
    inside = _signs(letters) - _signs("".join(parts))
    if 3 * inside > len(letters):
        return beside + _signs(letters)
    beside += max(0, inside - 3)
    least = 0 if inside <= _MANY_SIGNS else _LONG  # between so many signs a short part is a word by chance
    return beside + sum(_of_part(part) if len(part) >= least else float(len(part)) for part in parts)


def _of_part(part: str) -> float:
    if part.isdecimal():
        return _of_number(part)
    if numbered := _NUMBERED.fullmatch(part):
        return _of_word(numbered[1])
    return _of_word(part) if _is_word(part) else float(_signs(part))


def _of_number(number: str) -> float:
    """A year and a long number count nothing, what has but ones and noughts all its digits, others half of them."""
    if len(set(number)) <= 3 and len(number) > 5:
        return float(len(number))
    is_year = len(number) == 4 and number[:2] in ("19", "20")
    return 0.0 if is_year or 6 <= len(number) <= 20 else 0.5 * len(number) if len(number) <= 5 else float(len(number))


def _of_word(word: str) -> float:
    if len(word) < _SHORT and _OF_LATIN.fullmatch(word):
        return 0.0 if len(word) == 3 else 0.5 * len(word)
    return -float(_A_LETTER_PAYS * len(word))


def _signs(text: str) -> int:
    """Return how many signs there are: the same one over and over is three, and what draws counts twice."""
    text = _ALIKE.sub(r"\1", text)
    return len(text) if text.isascii() else len(text) + len(_DRAWN.findall(text))


def _bare(text: str) -> tuple[str, int]:
    """Return a text without the marks on its letters, and how many marks there were."""
    if text.isascii():
        return text, 0
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in apart if unicodedata.category(one)[0] != "M" and one not in "\u200c\u200d")
    return unicodedata.normalize("NFC", bare), len(apart) - len(bare)


def _is_word(letters: str) -> bool:
    """Whether these are letters of one script, with capitals where a word has them, and no more than a word has."""
    if letters.isascii():
        if not letters.isalpha() or len(letters) > _LONGEST_WORD:
            return False
        return letters[1:].islower() or letters.isupper() or len(letters) == 1 or _has_an_inner_capital(letters)
    if not _PART.fullmatch(letters) or letters.isdecimal() or len(letters) > _LONGEST_RUN:
        return False
    of = {script(one) for one in letters}
    if len(of) > 1 and not of <= {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}:
        return False
    return len(letters) == 1 or letters[1:] == letters[1:].lower() or letters == letters.upper()


def _has_an_inner_capital(letters: str) -> bool:
    """Whether a word is like WhatsApp, McDonald, iPhone or YPs: long parts, or one letter before or after the rest."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", letters)
    return 5 <= len(letters) <= 24 and len(parts) <= len(letters) // 4 + 1
