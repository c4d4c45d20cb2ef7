"""What of a document goes to somebody outside the agencies, and what is held back and why. Pure: a paper in and out.

Held back are what a builder keeps for the agencies alone, each line that speaks of an embargo (2.2-no-disclosure: that
there is one tells who it is about), and all that its maker has not chosen: the recipient gets what they need.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from fingerpost.documents.paper import Block, Fields, Items, Paper, Paragraph, Table, words_of

_EMBARGO: Final = "embargo"
_OF_AN_EMBARGO: Final = "Lines that speak of an embargo: they are for the agencies alone."


@dataclass(frozen=True, slots=True)
class HeldBackPart:
    """What is held back, by its heading, and why. Never a word of it."""

    heading: str
    why: str


@dataclass(frozen=True, slots=True)
class OutgoingPaper:
    """What may go, whole; and what is held back even if its maker chooses it."""

    paper: Paper
    held: tuple[HeldBackPart, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The sections from which its maker chooses."""
        return tuple(dict.fromkeys(one.heading for one in self.paper.sections))

    @property
    def fingerprint(self) -> str:
        """How a maker’s choice knows that what they saw is what is there now: any change of a word changes it."""
        said = [*words_of(self.paper), *(f"{one.heading}\0{one.why}" for one in self.held)]
        return sha256("\0\0".join(said).encode()).hexdigest()


def of_paper(paper: Paper) -> OutgoingPaper:
    """Return what of a paper may go to somebody outside."""
    sections, held = [], []
    for section in paper.sections:
        if section.inward:
            held.append(HeldBackPart(section.heading, section.inward))
            continue
        blocks = tuple(kept for block in section.blocks for kept in _without(block))
        if blocks != section.blocks:
            held.append(HeldBackPart(section.heading, _OF_AN_EMBARGO))
        if blocks:
            sections.append(replace(section, blocks=blocks))
    opening = tuple(kept for block in paper.opening for kept in _without(block))
    return OutgoingPaper(replace(paper, sections=tuple(sections), opening=opening), tuple(held))


def chosen(going: OutgoingPaper, headings: Collection[str]) -> Paper:
    """Return the sections that were chosen. One that has come since then is not among them."""
    kept = tuple(one for one in going.paper.sections if one.heading in headings)
    return replace(going.paper, sections=kept)


def _without(block: Block) -> Iterator[Block]:
    """Yield a block without what speaks of an embargo, if anything is left."""
    match block:
        case Paragraph():
            if not _speaks(block.text):
                yield block
        case Items():
            items = tuple(one for one in block.items if not _speaks(one))
            if items:
                yield replace(block, items=items)
        case Fields() | Table():
            rows = tuple(row for row in block.rows if not any(map(_speaks, row)))
            if rows:
                yield replace(block, rows=rows)  # type: ignore[arg-type]


def _speaks(text: str) -> bool:
    return _EMBARGO in text.casefold()
