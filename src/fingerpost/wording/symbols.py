"""Drawings made of characters, and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from math import log2
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


_LETTER: Final = "[A-Za-z0-9\u00c0-\u052f]"
_JOINER: Final = "[\u200b-\u200f\u202a-\u202e\u2060\ufeff]"
_JOINERS_AND_MARKS: Final = re.compile(
    f"{_JOINER}|[\u0300-\u0489\u0591-\u0670\u0900-\u094f\u0e31-\u0e4e\u20d0-\u20ff\ufe20-\ufe2f]"
)
_JOINED: Final = re.compile(f"{_LETTER}{_JOINER}")
_BEFORE: Final = re.compile(f"({_JOINER})(?={_LETTER})")
_RARE_MARK: Final = re.compile(
    "[\u0305\u030d\u030e\u0310\u0312-\u031a\u031c-\u0322\u0329-\u032c\u032f\u0332-\u0344\u0346-\u0357\u0359-\u036f]"
    f"|{_LETTER}[\u0591-\u05c7\u0610-\u061a\u064b-\u0670\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e\u20d0-\u20ff\ufe20-\ufe2f]"
)
"""Marks that hardly any language puts on letters, or another script's."""
_GAP: Final = re.compile(r"(?<=\S)[^\S\n\r]+")
_COLUMNS: Final = re.compile(" {4,}")
_MOST_OF_GAPS: Final = 1200.0  # bits, and for each gap:
_OF_A_GAP: Final = 0.45
"""Whoever types two spaces after a sentence comes to 0.41."""
_STYLED: Final = re.compile(
    "[\u02b0-\u02e4\u1d2c-\u1d6a\u2070-\u209c\u2100-\u214f\u2460-\u24ff\uff10-\uff5a\U0001d400-\U0001d7ff"
    "\U0001f110-\U0001f189]"
)
_MOST_OF_STYLES: Final = 1600.0  # bits
_FAR: Final = re.compile("[\U00010000-\U0001cfff\U0001e000-\U0001efff]")
_FAR_SCRIPTS: Final = 4  # of 256 characters


def hidden(text: str) -> bool:
    """Whether more is written in characters that nobody sees than words and emoji need."""
    if _in_gaps(text) or _in_styles(text):
        return True
    if not text.isascii():
        if _between_letters(text):
            return True
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


def _between_letters(text: str) -> bool:
    """Whether joiners stand between letters that nobody joins, or marks on letters that never have them."""
    if len(_JOINERS_AND_MARKS.findall(text)) <= _MOST_HIDDEN:
        return False
    if len(_JOINED.findall(text)) > _MOST_HIDDEN:
        return True
    before = _BEFORE.findall(text)
    if len(before) > _MOST_HIDDEN and len(set(before)) > 2:
        return True
    return len(_RARE_MARK.findall(unicodedata.normalize("NFC", text))) > _MOST_HIDDEN


def _in_gaps(text: str) -> bool:
    """Whether the gaps between words are of more kinds than people type: one space or two, thin or wide."""
    found = _GAP.findall(text)
    gaps = Counter(_COLUMNS.sub("   ", gap) for gap in found if gap not in (" ", "\t"))
    if not gaps:
        return False
    plain = len(found) - gaps.total()
    return _bits([plain, *gaps.values()]) > _MOST_OF_GAPS + _OF_A_GAP * (plain + gaps.total())


def _in_styles(text: str) -> bool:
    """Whether letters are bold, slanted or in circles one by one; or of more scripts than anybody writes."""
    if text.isascii():
        return False
    far = _FAR.findall(text)
    if len(far) > _MOST_HIDDEN and len({ord(one) >> 8 for one in far}) > _FAR_SCRIPTS:
        return True
    styled = _STYLED.findall(text)
    if len(styled) <= _MOST_HIDDEN:
        return False
    styles = Counter(ord(one) // 26 for one in styled)
    plain = sum(map(str.isalnum, text)) - len(styled)
    return _bits([max(0, plain), *styles.values()]) > _MOST_OF_STYLES


def _bits(counts: list[int]) -> float:
    """Return the bits that so many of each could carry by their order."""
    total = sum(counts)
    return -sum(count * log2(count / total) for count in counts if count)
