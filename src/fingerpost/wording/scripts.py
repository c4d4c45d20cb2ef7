"""Which script a letter is of, and which of the thousands of Chinese and Korean characters people write."""

from __future__ import annotations

import re
from bisect import bisect
from functools import cache
from typing import Final

# Where each script begins. What is between two scripts that are named is of the one before, which does no harm: scripts
# are only asked whether a word mixes them.
_BEGINS: Final = (
    (0x0000, "latin"), (0x0370, "greek"), (0x0400, "cyrillic"), (0x0530, "armenian"), (0x0590, "hebrew"),
    (0x0600, "arabic"), (0x0700, "syriac"), (0x0750, "arabic"), (0x0780, "thaana"), (0x07C0, "nko"),
    (0x0800, "samaritan"), (0x0860, "arabic"), (0x0900, "devanagari"), (0x0980, "bengali"), (0x0A00, "gurmukhi"),
    (0x0A80, "gujarati"), (0x0B00, "oriya"), (0x0B80, "tamil"), (0x0C00, "telugu"), (0x0C80, "kannada"),
    (0x0D00, "malayalam"), (0x0D80, "sinhala"), (0x0E00, "thai"), (0x0E80, "lao"), (0x0F00, "tibetan"),
    (0x1000, "myanmar"), (0x10A0, "georgian"), (0x1100, "hangul"), (0x1200, "ethiopic"), (0x13A0, "cherokee"),
    (0x1400, "canadian"), (0x1680, "ogham"), (0x16A0, "runic"), (0x1700, "philippine"), (0x1780, "khmer"),
    (0x1800, "mongolian"), (0x18B0, "canadian"), (0x1900, "limbu"), (0x1950, "tai"), (0x1A00, "other"),
    (0x1AB0, "latin"), (0x1B00, "other"), (0x1C80, "cyrillic"), (0x1C90, "georgian"), (0x1CC0, "other"),
    (0x1D00, "latin"), (0x1F00, "greek"), (0x2000, "latin"), (0x2C00, "other"), (0x2C60, "latin"), (0x2C80, "coptic"),
    (0x2D00, "georgian"), (0x2D30, "tifinagh"), (0x2D80, "ethiopic"), (0x2DE0, "cyrillic"), (0x2E00, "latin"),
    (0x3040, "kana"), (0x3100, "other"),
    (0xA4D0, "lisu"), (0xA500, "vai"), (0xA640, "cyrillic"), (0xA6A0, "bamum"), (0xA700, "latin"), (0xA800, "other"),
    (0xAA60, "myanmar"), (0xAA80, "tai"), (0xAB00, "ethiopic"), (0xAB30, "latin"), (0xAB70, "cherokee"),
    (0xABC0, "meetei"), (0xFB1D, "hebrew"), (0xFB50, "arabic"), (0xFE80, "arabic"), (0xFF00, "latin"),
    (0x10000, "rare"), (0x1E900, "adlam"), (0x1E960, "rare"),
)  # fmt: skip
_STARTS: Final = [start for start, _ in _BEGINS]

UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u1950-\u19ff\u3000-\u30ff\u3100-\u312f\u31f0-\u31ff\ua9e0-\ua9ff"
    "\uaa60-\uaadf\uff01-\uff20\uff5b-\uff9f]+"
)
"""Scripts that put no space between words, and the signs of the East Asian ones."""

IDEOGRAPHS: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff]+"
)
"""Chinese characters, Korean syllables and the syllables of Yi: thousands of them, of which people write some."""

# Those whose letters are few enough that a text of any length uses them unevenly.
ALPHABETS: Final = frozenset({"latin", "greek", "cyrillic", "armenian", "hebrew", "arabic", "georgian"})


def script(letter: str) -> str:
    """Return the script of a letter."""
    return _BEGINS[bisect(_STARTS, ord(letter)) - 1][1]


@cache
def written() -> frozenset[str]:
    """Return the Chinese characters and Korean syllables that people write: the first levels of the old standards.

    About 8,000 of more than 90,000 ideographs, and 2,350 of 11,172 syllables. They are nearly all of any text.
    """
    levels = [("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)), ("shift_jis", range(0x88, 0x99)),
              ("euc_kr", range(0xB0, 0xC9))]  # fmt: skip
    found = (
        bytes((first, second)).decode(encoding, errors="ignore")
        for encoding, firsts in levels
        for first in firsts
        for second in range(0x40, 0xFF)
    )
    jamo = (
        chr(code) for start, end in ((0x1100, 0x1200), (0x3130, 0x3190), (0xA000, 0xA48D)) for code in range(start, end)
    )
    return frozenset(
        character for character in found if len(character) == 1 and IDEOGRAPHS.match(character)
    ) | frozenset(jamo)
