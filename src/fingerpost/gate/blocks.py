"""What is taken from a document: blocks of words in order; and what a reader gathers them with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from fingerpost.gate.symbol_fonts import TICKS
from fingerpost.gate.tidy import tidy

DEEPEST: Final = 6
"""Levels of headings, items and quotation; what is deeper counts as that."""


class Kind(StrEnum):
    """Why a document was refused."""

    IMAGERY = "imagery"
    SOUND = "sound"
    ARCHIVE = "archive"
    DISC = "disc image"
    PROGRAM = "program"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    POLYGLOT = "polyglot"
    BOMB = "bomb"
    TOO_LARGE = "too large"
    TOO_LONG = "too long"
    TOO_SLOW = "too slow"
    NOT_WORDS = "not words"
    NO_WORDS = "no words"
    SCRIPT = "script"
    OTHER = "other format"


class Left(StrEnum):
    """What is left out of what is kept, by the name that people have for it."""

    PICTURE = "picture"
    PREVIEW = "preview of the first page"
    ATTACHMENT = "attachment"
    MESSAGE = "attached message"
    OBJECT = "embedded object"
    HIDDEN = "piece of hidden text"
    COMMENT = "comment"
    CHANGE = "tracked change"
    MACRO = "macro"
    FORM = "form field"
    SIGN = "sign that nobody sees"
    DETAILS = "details about the file"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read at most."""

    size: int = 10 * 2**20  # bytes of the document
    characters: int = 300_000  # of all that is kept: about 120 pages
    blocks: int = 20_000
    cells: int = 20_000
    pages: int = 300
    part: int = 16 * 2**20  # bytes of one part of a DOCX or ODT, unpacked
    parts: int = 2_000
    depth: int = 60  # of what is nested: XML, groups of RTF, parts of a message
    seconds: float = 10.0  # by the clock
    processor: int = 2  # seconds
    memory: int = 144 * 2**20  # bytes that it may write to; with the program itself less than 200


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 is the highest."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its lines are kept apart where the document has them apart. `quoted`: how deep in a reply."""

    text: str
    quoted: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, without its bullet; with its number where the document has it as text."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. Rows may differ in length."""

    rows: tuple[tuple[str, ...], ...]


type Block = Heading | Paragraph | Item | Table


@dataclass(frozen=True, slots=True)
class Words:
    """What is kept: blocks in the document's order; and what was left out, with how many there were."""

    format: str
    blocks: tuple[Block, ...]
    left_out: Mapping[Left, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All words, a block a line."""
        return "\n".join(text_of(block) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Refused:
    """That a document was refused: why; and how the line begins that is no words, where that is the reason.

    The line is for the answer to whoever sent it, and for nothing else: no log, no ledger, no row has it.
    """

    kind: Kind
    line: str = field(default="", repr=False)


class Stop(Exception):  # noqa: N818 - no error of ours: it is how a document is refused
    """The document is refused."""

    def __init__(self, kind: Kind, line: str = "") -> None:
        super().__init__(kind.value)
        self.kind = kind
        self.line = line


def text_of(block: Block) -> str:
    """Return the words of a block; cells of a row are apart by a tab."""
    if isinstance(block, Table):
        return "\n".join("\t".join(row) for row in block.rows)
    return block.text


class Gathered:
    """Blocks as they are read, tidied; stops as soon as there is more than may be."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.blocks: list[Block] = []
        self.left: Counter[Left] = Counter()
        self.characters = self.cells = 0

    def tidied(self, text: str) -> str:
        """Return a text without what nobody sees; and count it against what may be."""
        self.characters += len(text)
        if self.characters > self.limits.characters:
            raise Stop(Kind.TOO_LONG)
        if not text.isascii():
            text = text.translate(TICKS)
        found, unseen = tidy(text)
        if unseen:
            self.left[Left.SIGN] += unseen
        return found

    def heading(self, level: int, text: str) -> None:
        """Add a heading, on one line."""
        if text := " ".join(self.tidied(text).split()):
            self._add(Heading(_level(level), text))

    def paragraph(self, text: str, quoted: int = 0) -> None:
        """Add a paragraph."""
        if text := self.tidied(text):
            self._add(Paragraph(text, min(max(quoted, 0), DEEPEST)))

    def item(self, text: str, level: int = 1) -> None:
        """Add an item of a list."""
        if text := self.tidied(text):
            self._add(Item(text, _level(level)))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Add a table, without rows that say nothing; what has one cell a row is no table."""
        kept = []
        for row in rows:
            self.cells += len(row)
            if self.cells > self.limits.cells:
                raise Stop(Kind.TOO_LONG)
            cells = tuple(self.tidied(cell) for cell in row)
            while cells and not cells[-1]:
                cells = cells[:-1]
            if any(cells):
                kept.append(cells)
        if any(len(row) > 1 for row in kept):
            self._add(Table(tuple(kept)))
        else:
            for row in kept:
                self._add(Paragraph(row[0]))

    def leave(self, what: Left, number: int = 1) -> None:
        """Count what is left out."""
        if number > 0:
            self.left[what] += number

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        if len(self.blocks) > self.limits.blocks:
            raise Stop(Kind.TOO_LONG)


def _level(level: int) -> int:
    return min(max(level, 1), DEEPEST)
