"""Drawings made of characters, and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final

_RUN: Final = 300
"""So often one character may stand in a row. A line across a page has 100."""
_MOST_DRAWN: Final = 300
"""Blocks, squares and eight-dot braille of a whole text: 300 carry a picture of 17 by 17 squares."""
_MOST_LINES: Final = 600
"""Signs in lines that have hardly anything else."""
_MOST_HIDDEN: Final = 60

_DRAWING: Final = re.compile("[\u2580-\u259f\u25a0-\u25ab\u2840-\u28ff\u2b1b\u2b1c\U0001fb00-\U0001fbff"
                             "\U0001f7e0-\U0001f7eb\u2500-\u257f\u26aa\u26ab\U0001f534\U0001f535]")  # fmt: skip
# A flag of England, Scotland or Wales is made of tags; so is nothing else that people write.
_FLAG: Final = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")
_NEVER_SEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2060-\u206f\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0b\x0e-\x1f\x7f]"
)
_JOINERS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff\ufe0e]{2}|\ufe0f{2}")
_ODD_SPACES: Final = re.compile("[\u2000-\u200a\u205f\u3000\u00a0\u202f]{2}")
_TABS_AND_SPACES: Final = re.compile(r"(?:\t | \t)")
_SIGN: Final = re.compile(r"[^\w\s]")
_WORD_IN: Final = re.compile(r"[^\W\d_]{3,}")
_MARK: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3}")


def hidden(text: str) -> bool:
    """Whether more is written in characters that nobody sees than words and emoji need."""
    if not text.isascii():
        bare = _FLAG.sub("", text)
        if len(_NEVER_SEEN.findall(bare)) > _MOST_HIDDEN or len(_JOINERS.findall(bare)) > _MOST_HIDDEN:
            return True
        if len(_ODD_SPACES.findall(bare)) > 4 * _MOST_HIDDEN:
            return True
        if len(_MARK.findall(unicodedata.normalize("NFD", bare))) > 2 * _MOST_HIDDEN:
            return True
    elif len(_NEVER_SEEN.findall(text)) > _MOST_HIDDEN:
        return True
    return len(_TABS_AND_SPACES.findall(text)) > 4 * _MOST_HIDDEN


def drawn(text: str) -> bool:
    """Whether characters make a drawing: one repeated without end, many blocks, or lines of signs."""
    if _repeats(text) or (not text.isascii() and len(_DRAWING.findall(text)) > _MOST_DRAWN):
        return True
    signs = 0
    for line in text.splitlines():
        bare = line.strip()
        if len(bare) < 4 or _WORD_IN.search(bare):
            continue
        count = len(_SIGN.findall(bare)) if bare.isascii() else sum(map(_is_a_sign, bare))
        # A line across the page has one sign, a table's two or three; what a picture has is many kinds or many gaps.
        if 2 * count > len(bare) - bare.count(" ") and not _is_a_rule(bare):
            signs += count
    return signs > _MOST_LINES


def _is_a_sign(character: str) -> bool:
    """Whether this is neither a letter, nor a mark on one, nor a letter in braille of six dots."""
    return unicodedata.category(character)[0] in "PSC" and not "\u2801" <= character <= "\u283f"


def _is_a_rule(line: str) -> bool:
    return len(line) < 200 and "  " not in line and len(Counter(line)) <= 2


def _repeats(text: str) -> bool:
    """Whether one character stands more than `_RUN` times in a row: such a row covers a whole stretch of half that."""
    half = _RUN // 2
    for start in range(0, len(text) - half + 1, half):
        first = text[start]
        if first not in " \n" and text[start + half - 1] == first and text[start : start + half] == first * half:
            around = text[max(0, start - half) : start + 2 * half + 1]
            if first * _RUN in around:
                return True
    return False
