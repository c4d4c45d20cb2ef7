"""The letters of a line of a PDF, in the order in which they are read.

A PDF has shapes and their places. PDFium gives their letters in the order in which they were drawn, which is that of
reading but for signs of another font (a box to tick), Arabic, and what one shape says of several letters. Where the
order of drawing goes back, or a script needs it, letters are put in order by their places.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos
from typing import Any, Final

import pypdfium2.raw as pdfium

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DIGITS: Final = re.compile("[0-9\u0660-\u0669\u06f0-\u06f9]")
_OF_INDIA: Final = re.compile("[\u0900-\u0d7f]")
_SIGN: Final = re.compile("[^\x00-\xff‘’‚“”„–—…•]")
"""What may be of another font than the words around it, and be drawn after them."""
_OF_THAI: Final = re.compile("[\u0e00-\u0eff]")
_OF_MANY: Final = re.compile("[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\ufb1d-\ufdff\ufe70-\ufefc]")
"""Scripts of which one shape says several letters, or that are written from right to left."""
_NEW_LINE: Final = 10
_MANY_LINES: Final = 20
_UPRIGHT: Final = 0.9
_BACK: Final = 1.0  # points: so far the drawing goes back before it is out of order
_SHIFTED: Final = 0.05  # points: a mark is drawn by itself, above or below its line
_SAME: Final = 0.01  # points between two letters of one shape
_GAP: Final = 0.15  # of a letter's height: a space
_GAP_OF_ARABIC: Final = 0.5  # where spaces are always said
_GAP_OF_INDIA: Final = 0.12  # whose letters hang together
_OVERLAPS: Final = 0.05  # of letters: more lie over one another than in a line of words
_STOPS: Final = ".,:;!،؛؟۔"
_OPENS: Final = str.maketrans("()[]{}«»", ")(][}{»«")


@dataclass(slots=True)
class _Shape:
    """What stands in one place: one letter, or several that one shape says."""

    text: str
    x: float
    right: float
    y: float
    height: float
    place: int
    is_apart: bool = False  # PDFium saw a gap before it


def codes_of(text: Any, count: int) -> list[int]:
    """Return the characters of a page; what is written as two halves stands in the first's place."""
    letter = pdfium.FPDFText_GetUnicode
    codes = [letter(text, place) for place in range(count)]
    for place, code in enumerate(codes[:-1]):
        if 0xD800 <= code < 0xDC00 <= codes[place + 1] < 0xE000:
            codes[place] = 0x10000 + ((code - 0xD800) << 10) + codes[place + 1] - 0xDC00
            codes[place + 1] = 0
    return codes


def rejoined(text: Any, codes: list[int]) -> list[int]:
    """Return the characters of a page with its lines whole, where PDFium took a table for what is written downwards.

    Then it ends a line behind each letter, though the next stands beside it.
    """
    ends = [place for place, code in enumerate(codes) if code == _NEW_LINE]
    single = sum(after - before <= 3 for before, after in pairwise([-1, *ends]))
    if len(ends) < _MANY_LINES or 2 * single < len(ends):
        return codes
    here, there = pdfium.FS_RECTF(), pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = list(codes)
    for place in ends:
        before, after = place - 2, place + 1
        if not 0 <= before < after < len(codes):
            continue
        pdfium.FPDFText_GetLooseCharBox(text, before, ctypes.byref(here))
        pdfium.FPDFText_GetLooseCharBox(text, after, ctypes.byref(there))
        pdfium.FPDFText_GetCharOrigin(text, before, ctypes.byref(x), ctypes.byref(y))
        line = y.value
        pdfium.FPDFText_GetCharOrigin(text, after, ctypes.byref(x), ctypes.byref(y))
        if abs(y.value - line) < _BACK and there.left > here.left:
            is_apart = there.left - here.right > _GAP * abs(here.top - here.bottom)
            found[place - 1], found[place] = 0, 32 if is_apart else 0
    return found


def unknown(codes: Sequence[int]) -> int:
    """Return how many of these are no letters: what a font says that does not say which its letters are."""
    odd = {code for code in set(codes) if _is_unknown(code)}
    return sum(code in odd for code in codes) if odd else 0


def _is_unknown(code: int) -> bool:
    return (code < 32 and code not in (0, 2, 9, 10, 13)) or 0xE000 <= code < 0xF900 or code == 0xFFFD


def line(text: Any, codes: Sequence[int], start: int, end: int, values: Mapping[int, Sequence[str]]) -> str:
    """Return the words of a line, from one character to before another, with what was filled in between."""
    plain = "".join([chr(code) if 0 < code < 0x110000 else "" for code in codes[start:end]])
    is_in_order = not _OF_MANY.search(plain) and not (_SIGN.search(plain) and _goes_back(text, codes, start, end))
    if is_in_order and not any(place in values for place in range(start, end + 1)):
        return plain
    order = [] if is_in_order else _in_order(text, codes, start, end)
    if not order:
        order = [(chr(code) if code else "", place) for place, code in enumerate(codes[start:end], start)]
    left = {place: values[place] for place in range(start, end + 1) if place in values}
    found = []
    for said, place in order:
        found += [*left.pop(place, ()), said]
    return "".join([*found, *(value for those in left.values() for value in those)])


def _goes_back(text: Any, codes: Sequence[int], start: int, end: int) -> bool:
    x, y, last = ctypes.c_double(), ctypes.c_double(), -1e9
    here, there = ctypes.byref(x), ctypes.byref(y)
    place_of = pdfium.FPDFText_GetCharOrigin
    if cos(pdfium.FPDFText_GetCharAngle(text, start)) < _UPRIGHT:
        return False
    for place in range(start, end):
        if codes[place] <= 32:
            continue
        if not place_of(text, place, here, there):
            return False
        if x.value < last - _BACK:
            return True
        last = x.value
    return False


def _in_order(text: Any, codes: Sequence[int], start: int, end: int) -> list[tuple[str, int]]:
    """Return the letters by their places, each with where it stood; nothing where they do not stand in a line."""
    shapes = _marked(_once(_shapes(text, codes, start, end)))
    drawn = sorted(shapes, key=lambda one: one.x)
    over = sum(
        b.x < a.x + 0.4 * (a.right - a.x) and min(a.right - a.x, b.right - b.x) > _BACK for a, b in pairwise(drawn)
    )
    tall = max((one.height for one in shapes), default=0.0)
    if over > 1 + _OVERLAPS * len(drawn) or any(abs(one.y - shapes[0].y) > tall for one in shapes):
        return []
    return _read(_spaced(drawn))


def _shapes(text: Any, codes: Sequence[int], start: int, end: int) -> list[_Shape]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    found: list[_Shape] = []
    is_apart = False
    for place in range(start, end):
        if not codes[place]:
            continue
        if pdfium.FPDFText_IsGenerated(text, place) == 1:
            is_apart = True
            continue
        pdfium.FPDFText_GetCharOrigin(text, place, ctypes.byref(x), ctypes.byref(y))
        pdfium.FPDFText_GetLooseCharBox(text, place, ctypes.byref(box))
        said, last = chr(codes[place]), found[-1] if found else None
        is_same = last and abs(last.x - x.value) < _SAME and abs(last.y - y.value) < _BACK
        if last and is_same and _OF_MANY.match(said) and _OF_MANY.match(last.text):
            last.text += said
            last.right = max(last.right, box.right)
        else:
            if said.isspace() and last and is_same and _RIGHT_TO_LEFT.match(last.text):
                x.value -= _SAME  # a space that stands where the letter before it does: to the left of it
            tall = abs(box.top - box.bottom)
            found.append(_Shape(said, x.value, max(box.right, x.value), y.value, tall, place, is_apart))
        is_apart = False
    at = {round(one.x, 1): one for one in found if _RIGHT_TO_LEFT.match(one.text)}
    for one in found:
        if one.text.isspace() and (letter := at.get(round(one.x, 1))) and letter.x - one.x < _SAME / 2:
            one.x = letter.right + _SAME  # where the letter behind it does: to the right of it
        if len(one.text) > 1 and _RIGHT_TO_LEFT.match(one.text):
            one.text = _turned(one.text)
    return found


def _turned(text: str) -> str:
    """Return the letters of one shape, which PDFium gives from left to right, each once and before its marks."""
    half = len(text) // 2
    if half > 1 and len(text) % 2 == 0 and sorted(text[:half]) == sorted(text[half:]):
        text = text[half:]
    letters = [one for one in reversed(text) if unicodedata.category(one) != "Mn"]
    letters.sort(key=lambda one: one != "\u0644")  # what lam joins in one shape stands behind it
    return "".join([*letters, *(one for one in text if unicodedata.category(one) == "Mn")])


def _once(shapes: list[_Shape]) -> list[_Shape]:
    """Leave out what a shape of several parts said again: another letter stands where it would."""
    kept: list[_Shape] = []
    for one in shapes:
        near = [before for before in kept[-12:] if abs(before.x - one.x) < 2 * max(one.height, before.height)]
        if len(one.text) > 1 and any(before.text == one.text for before in near):
            is_apart = any(before.text == one.text and abs(before.y - one.y) > _SHIFTED for before in near)
            if (
                is_apart
                or any(abs(before.x - one.x) < _BACK for before in near if before.text == one.text)
                or any(before.text != one.text and before.x - _BACK <= one.x < before.right - _BACK for before in near)
            ):
                continue
        kept.append(one)
    return kept


def _marked(shapes: list[_Shape]) -> list[_Shape]:
    """Join marks that were drawn by themselves to the letter that they stand on, in scripts written to the left."""
    marks = [one for one in shapes if _RIGHT_TO_LEFT.match(one.text) and unicodedata.category(one.text[0]) == "Mn"]
    if not marks:
        return shapes
    letters = [one for one in shapes if one not in marks]
    for mark in marks:
        on = [one for one in letters if one.x - _BACK <= mark.x <= one.right and _way(one.text) == "R"]
        if on:
            base = min(on, key=lambda one: abs(one.x - mark.x))
            base.text += mark.text
        else:
            letters.append(mark)
    return letters


def _spaced(drawn: list[_Shape]) -> list[_Shape]:
    """Put spaces where there are gaps."""
    found: list[_Shape] = []
    drawn = [one for one in drawn if not (one.text.isspace() and _is_inside(one.x, drawn))]
    for one in drawn:
        last = found[-1] if found else None
        if last and last.text.strip() and one.text.strip():
            of_india = _OF_INDIA.match(one.text) and _OF_INDIA.match(last.text)
            of_arabic = all(_RIGHT_TO_LEFT.match(its) or its in _STOPS for its in (one.text, last.text))
            is_apart = one.is_apart and last.place == one.place - 2 and not _OF_MANY.match(one.text)
            of_thai = _OF_THAI.match(one.text) and _OF_THAI.match(last.text)
            least = _GAP_OF_INDIA if of_india else _GAP_OF_ARABIC if of_arabic or of_thai else _GAP
            if is_apart or one.x - last.right > least * one.height:
                found.append(_Shape(" ", last.right, one.x, one.y, one.height, -1))
        found.append(one)
    return found


def _is_inside(x: float, drawn: list[_Shape]) -> bool:
    """Whether a space would stand within an Arabic letter: it was made of the gap that a letter of two parts left."""
    return any(one.x + _BACK < x < one.right - _BACK for one in drawn if _RIGHT_TO_LEFT.match(one.text))


def _read(drawn: list[_Shape]) -> list[tuple[str, int]]:
    """Return what is drawn from left to right in the order of reading, by the way most of it is read."""
    ways = [_way(one.text) for one in drawn]
    right = ways.count("R")
    if not right:
        return [(one.text, one.place) for one in drawn]
    is_right = right > ways.count("L")
    found: list[_Shape] = []
    runs = _runs(drawn, ways, is_right=is_right)
    for is_inner, run in reversed(runs) if is_right else runs:
        found += run if is_inner == is_right else run[::-1]
    said = [(one.text, one.place) for one in found]
    return _settled(said) if is_right else said


def _runs(drawn: list[_Shape], ways: list[str], *, is_right: bool) -> list[tuple[bool, list[_Shape]]]:
    """Return the stretches of a line that are read one way, each with whether it goes the other way than most."""
    inner = "L" if is_right else "R"
    runs: list[tuple[bool, list[_Shape]]] = []
    for place, one in enumerate(drawn):
        way = ways[place]
        if way == "N":
            before = next((w for w in reversed(ways[:place]) if w != "N"), "")
            after = next((w for w in ways[place + 1 :] if w != "N"), "")
            is_of_a_number = before == after == "D" and one.text in ".,:/+-"
            is_within = before in (inner, "D") and after in (inner, "D") and inner in (before, after)
            way = inner if is_of_a_number or is_within else "N"
        is_inner = way == inner or (way == "D" and is_right)
        if runs and runs[-1][0] == is_inner:
            runs[-1][1].append(one)
        else:
            runs.append((is_inner, [one]))
    return runs


def _settled(said: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Put stops, spaces and brackets of a line that is read from the right where they belong."""
    if said[0][0] in _STOPS and said[-1][0] not in _STOPS:  # a line within what is written to the right
        said.append(said.pop(0))
    for n in range(len(said) - 2):
        if said[n][0] == " " and said[n + 1][0] in _STOPS and said[n + 2][0].strip():  # drawn in another font
            said[n], said[n + 1] = said[n + 1], said[n]
    if len(said) > 1 and said[0][0] in "•◦▪" and said[1][0].strip():
        said.insert(1, (" ", -1))
    return _mirrored(said)


def _way(said: str) -> str:
    if _DIGITS.match(said):
        return "D"
    if _RIGHT_TO_LEFT.match(said) and said.isalpha():
        return "R"
    return "L" if said[0].isalpha() else "N"


def _mirrored(said: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Turn brackets that close before they open: what was kept of them is how they look."""
    signs = [one for one, _ in said if one in "()[]{}«»"]
    if signs and signs[0] in ")]}":
        return [(one.translate(_OPENS), place) for one, place in said]
    return said
