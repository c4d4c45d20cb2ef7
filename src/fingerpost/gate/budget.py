"""Whether what was taken from a document reads as words: each block, and all of them together.

A block is asked as a field is (`fingerpost.wording`: 200 bytes that are no words in any stretch). A document has many
blocks, and words between them that pay; so all that is no word is counted together too. It may come to 250 bytes and
a third of a bit for each word; with how the blocks stand, to `LEAST` and a bit for each word, `MOST` at the most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise
from math import log2
from typing import Final

from fingerpost.gate.blocks import Block, Heading, Item, Kind, Paragraph, Stop, Table, text_of
from fingerpost.wording import Reason, measure, not_words

LEAST: Final = 4_800.0  # bits: 600 bytes
MOST: Final = 12_000.0  # bits: 1,500 bytes
_MOST_BESIDE: Final = 6_000.0  # bits of what is no word, in a document however long
_LEAST_BESIDE: Final = 2_000.0  # bits: 250 bytes, and for each word:
_A_WORD_ALLOWS: Final = 0.35
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LONG: Final = 90  # characters
_A_CODE: Final = 600.0  # bits
_SHORT: Final = 40  # characters of a line that did not end because the page did
_FULL: Final = 0.85  # of the longest lines: letters are not all as wide
_A_SHORT_LINE: Final = 2.0  # bits
_LETTERS_OF_WORDS: Final = 0.5  # beside a drawing, so much of a block is letters, or it is part of the drawing


def of_words(blocks: Sequence[Block]) -> tuple[list[Block], int]:
    """Return the blocks that read as words, and how many were drawings. Stops where anything else is no words."""
    kept, drawn = [], 0
    for block in blocks:
        reason = not_words(text_of(block))
        if reason is None:
            kept.append(block)
        elif reason is Reason.DRAWING:
            drawn += 1
        else:
            raise Stop(Kind.NOT_WORDS)
    if drawn:  # what a drawing has at its edges is too little to be one
        words = [block for block in kept if _is_of_letters(text_of(block))]
        kept, drawn = words, drawn + len(kept) - len(words)
    text = "\n".join(map(text_of, kept))
    if not_words(text) is not None or _is_long_code(text) or not is_within(kept):
        raise Stop(Kind.NOT_WORDS)
    if not _WORD.search(text):
        raise Stop(Kind.NOT_WORDS if drawn else Kind.NO_WORDS)
    return kept, drawn


def _is_of_letters(text: str) -> bool:
    seen = "".join(text.split())
    return bool(_WORD.search(text)) and sum(map(str.isalnum, seen)) >= _LETTERS_OF_WORDS * len(seen)


def _is_long_code(text: str) -> bool:
    """Whether something without a space is a code longer than any that people write down: a SHA-512 has 512 bits."""
    return any(len(chunk) > _LONG and measure.carries(chunk) > _A_CODE for chunk in text.split())


def is_within(blocks: Sequence[Block]) -> bool:
    """Whether all that is no word comes to no more than a document of so many words may have."""
    text = "\n".join(map(text_of, blocks))
    spoken = len(_WORD.findall(text))
    allowed = min(MOST, LEAST + spoken)
    shape = in_shape(blocks)
    if shape > allowed:
        return False
    allowed = min(allowed - shape, _MOST_BESIDE, _LEAST_BESIDE + _A_WORD_ALLOWS * spoken)
    return measure.beside(text, allowed) <= allowed


def in_shape(blocks: Sequence[Block]) -> float:
    """Return the bits that the order of blocks, their levels, empty cells and short lines could carry.

    Words that say nothing (yes, yes, yes) would otherwise carry a picture in how they stand.
    """
    bits = _entropy(Counter(_manner(block) for block in blocks))
    for block in blocks:
        if isinstance(block, Table):
            widest = max(map(len, block.rows))
            filled = sum(bool(cell) for row in block.rows for cell in row)
            bits += _entropy(Counter({True: filled, False: widest * len(block.rows) - filled}))
        elif "\n" in block.text:
            bits += _A_SHORT_LINE * _short_lines(block.text.split("\n"))
    return bits


def _short_lines(lines: Sequence[str]) -> int:
    """Count lines that end early; but not because the next word had no room, as in a narrow column."""
    lengths = sorted(map(len, lines))
    width = _FULL * lengths[min(9 * len(lines) // 10, len(lines) - 2)]  # a few stand beside another column
    return sum(
        len(line) < _SHORT and len(line) + 1 + len(following.split(" ", 1)[0]) <= width
        for line, following in pairwise(lines)
    )


def _manner(block: Block) -> tuple[str, int]:
    match block:
        case Heading():
            return "heading", block.level
        case Paragraph():
            return "paragraph", block.quoted
        case Item():
            return "item", block.level
        case Table():
            return "table", 0


def _entropy[T: Hashable](counts: Counter[T]) -> float:
    """Return the bits that so many of each could carry by their order."""
    total = counts.total()
    return -sum(count * log2(count / total) for count in counts.values() if count)
