"""Whether a PDF gives the letters of Arabic, Hindi, Thai and their kin in the order in which they are written.

A PDF has shapes and where they stand. Who made it may have said which letters a shape is for, in the order of writing
or in that of looking. The latter has signs where no spelling has them: then nothing of it is kept.
"""

from __future__ import annotations

import re
from typing import Final

_A_NAME: Final = 20  # letters: in a letter in English they are no reason to refuse it
_UNREAD: Final = re.compile("[\u0700-\u074f\u0780-\u08bd\u0d80-\u0dff\u0e80-\u0eff\u0f00-\u109f\u1780-\u17ff]")
"""Sinhala, Lao, Tibetan, Burmese, Khmer and rarer ones: of these no order is known to be right."""
_OF_ARABIC: Final = re.compile("[\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_OF_URDU: Final = re.compile("[\u0679\u0688\u0691\u06ba\u06c1\u06d2]")  # of which browsers lose spaces
_ONLY_LAST: Final = "[\u0629\u0649\u06ba\u06d2]"  # teh marbuta, alef maksura, noon ghunna, yeh barree: they end a word
_LETTERS: Final = "[\u0620-\u065f\u0671-\u06d3\u0750-\u077f]"
_INSIDE: Final = re.compile(f"{_ONLY_LAST}(?={_LETTERS})")
_LAST: Final = re.compile(f"{_ONLY_LAST}(?!{_LETTERS})")
_OF_INDIA: Final = re.compile("[\u0900-\u0d7f]")
_MIXED: Final = re.compile("[a-z\u00df-\u02af][\u0900-\u0d7f]|[\u0900-\u0d7f][a-z\u00df-\u02af]")
_THAI: Final = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]")
_WRONG_IN_THAI: Final = re.compile(
    "(?<![\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"  # a mark on nothing
    "|\u0e31[\u0e48-\u0e4b]?(?![\u0e01-\u0e2e\u0e48-\u0e4b])"  # a vowel that stands before a consonant alone
)
_KNOWN: Final = ("LibreOffice",)
_KNOWN_FOR_ARABIC: Final = ("LibreOffice", "WeasyPrint", "Skia/PDF")
_TWICE: Final = re.compile(r"([\u0621-\u0643\u0645-\u064a\u0671-\u06d3])\1")  # but lam
_OFTEN: Final = 25  # letters for each that stands twice: dots that were drawn by themselves said it again
_SELDOM: Final = 200  # letters for each that stands where none can


def is_in_order(text: str, made_by: str) -> bool:
    """Whether the letters of such scripts stand as they are spelt, or are so few that they are a name.

    `made_by`: what the file says of the program that made it: only of those that were tried is it known to be right.
    """
    is_known = any(name in made_by for name in _KNOWN)
    if len(_UNREAD.findall(text)) > _A_NAME:
        return False
    letters = len(_OF_ARABIC.findall(text))
    if letters > _A_NAME and (
        not any(name in made_by for name in _KNOWN_FOR_ARABIC)
        or ("Skia" in made_by and len(_OF_URDU.findall(text)) > _A_NAME)
        or len(_INSIDE.findall(text)) * 20 > len(_LAST.findall(text))
        or len(_TWICE.findall(text)) * _OFTEN > letters
    ):
        return False
    letters = len(_OF_INDIA.findall(text))
    if letters > _A_NAME and (not is_known or (_misplaced(text) + len(_MIXED.findall(text))) * _SELDOM > letters):
        return False
    letters = len(_THAI.findall(text))
    return letters <= _A_NAME or (is_known and len(_WRONG_IN_THAI.findall(text)) * _SELDOM <= letters)


def _misplaced(text: str) -> int:
    """Count signs of vowels, and what takes a vowel away, that follow no consonant of their script."""
    found, before = 0, 0
    for sign in text:
        code = ord(sign)
        if 0x900 <= code < 0xD80:
            at, stood = code & 0x7F, before & 0x7F if before >> 7 == code >> 7 else 0
            is_consonant = 0x15 <= stood <= 0x39 or 0x58 <= stood <= 0x5F or stood == 0x3C
            if 0x3E <= at <= 0x4C or at in (0x56, 0x57, 0x62, 0x63):
                found += not is_consonant
            elif at == 0x4D:
                found += not (is_consonant or 0x05 <= stood <= 0x14 or 0x3E <= stood <= 0x4C)
        before = code
    return found
