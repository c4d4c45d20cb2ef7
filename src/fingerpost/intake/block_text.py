"""The blocks of a document as one text, and back (pure). Each line says in a word what it is, so all of it is words.

Heading 2: What was agreed
Paragraph: Two lines
And: of one paragraph
Item 1: something of a list
Table: a cell
Cell: another of its row
Row: the first of the next row
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from fingerpost.gate import Block, Heading, Item, Paragraph, Table
from fingerpost.gate.blocks import text_of

_AND: Final = "And"


class NotKeptError(ValueError):
    """A text is none that `encoded` made."""


def encoded(blocks: Iterable[Block]) -> str:
    """Return the blocks as one text."""
    return "\n".join(line for block in blocks for line in _lines(block))


def decoded(text: str) -> list[Block]:
    """Return the blocks that `encoded` made a text of. Raises NotKeptError for any other text."""
    blocks: list[Block] = []
    parts: list[tuple[str, str]] = []
    for line in text.split("\n"):
        mark, colon, words = line.partition(": ")
        if not colon:
            raise NotKeptError
        if mark == _AND and parts:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]}\n{words}")
        else:
            parts.append((mark, words))
    rows: list[list[str]] = []
    for mark, words in [*parts, ("", "")]:
        if mark in ("Row", "Cell"):
            if not rows:
                raise NotKeptError
            if mark == "Row":
                rows.append([])
            rows[-1].append(words)
            continue
        if rows:
            blocks.append(Table(tuple(map(tuple, rows))))
        rows = [[words]] if mark == "Table" else []
        if mark and mark != "Table":
            blocks.append(_block(mark, words))
    return blocks


def texts(text: str) -> Iterable[str]:
    """Return what of such a text is to read as words: each block, and all of them together."""
    found = [text_of(block) for block in decoded(text)]
    return [*found, "\n".join(found)]


def shown_levels(blocks: Sequence[Block], first: int = 3) -> Iterator[int]:
    """Yield for each block at which level its heading is shown, 0 where it is none.

    The highest is `first`, and none is more than one below the one before, so that nobody misses a level.
    """
    before = first - 1
    for block in blocks:
        if not isinstance(block, Heading):
            yield 0
            continue
        before = min(block.level + first - 1, before + 1, 6)
        yield before


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from _marked(f"Heading {block.level}", block.text)
        case Paragraph():
            yield from _marked(f"Quoted {block.quoted}" if block.quoted else "Paragraph", block.text)
        case Item():
            yield from _marked(f"Item {block.level}", block.text)
        case Table():
            for number, row in enumerate(block.rows):
                for place, cell in enumerate(row):
                    yield from _marked("Cell" if place else "Row" if number else "Table", cell)


def _marked(mark: str, text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"{mark}: {line}"
        mark = _AND


def _block(mark: str, words: str) -> Block:
    name, _, level = mark.partition(" ")
    if name == "Paragraph" and not level:
        return Paragraph(words)
    if level in ("1", "2", "3", "4", "5", "6"):
        match name:
            case "Heading":
                return Heading(int(level), words)
            case "Item":
                return Item(words, int(level))
            case "Quoted":
                return Paragraph(words, int(level))
    raise NotKeptError
