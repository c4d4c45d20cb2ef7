"""What the process that reads a document says, as strict JSON; whoever asked believes none of it."""

from __future__ import annotations

import json
from typing import Any, Final

from fingerpost.gate.blocks import (
    DEEPEST,
    Block,
    Heading,
    Item,
    Kind,
    Left,
    Limits,
    Paragraph,
    Refused,
    Stop,
    Table,
    Words,
    text_of,
)
from fingerpost.gate.reading import of_words
from fingerpost.gate.tidy import tidy
from fingerpost.wording import SHOWN

FORMATS: Final = frozenset({"pdf", "docx", "odt", "rtf", "mail", "page", "text"})
_MOST_LEFT: Final = 1_000_000
_LONGEST_LINE: Final = 60


def said(found: Words | Refused) -> bytes:
    """Return what was found, as JSON."""
    if isinstance(found, Refused):
        return json.dumps({"refused": found.kind.value, "line": found.line}).encode()
    blocks = [_written(block) for block in found.blocks]
    left = {what.value: number for what, number in found.left_out.items()}
    return json.dumps({"format": found.format, "blocks": blocks, "left": left}, ensure_ascii=False).encode()


def _written(block: Block) -> list[Any]:
    match block:
        case Heading():
            return ["heading", block.level, block.text]
        case Paragraph():
            return ["paragraph", block.quoted, block.text]
        case Item():
            return ["item", block.level, block.text]
        case Table():
            return ["table", 0, block.rows]


def heard(answer: bytes, limits: Limits) -> Words | Refused:
    """Return what was said, if it is nothing but words as they are kept; otherwise that the document is unreadable."""
    try:
        return _heard(json.loads(answer.decode("utf-8")), limits)
    except Stop as stop:
        return Refused(stop.kind, stop.line)
    except (ValueError, TypeError, KeyError, RecursionError):
        return Refused(Kind.UNREADABLE)


def _heard(answer: Any, limits: Limits) -> Words | Refused:
    if not isinstance(answer, dict):
        raise TypeError
    if set(answer) == {"refused", "line"}:
        return Refused(Kind(answer["refused"]), _text(answer["line"], may_be_empty=True)[:SHOWN])
    if set(answer) != {"format", "blocks", "left"} or answer["format"] not in FORMATS:
        raise ValueError
    if not isinstance(answer["blocks"], list) or not 0 < len(answer["blocks"]) <= limits.blocks:
        raise ValueError
    blocks = [_block(one) for one in answer["blocks"]]
    if sum(len(text_of(block)) for block in blocks) > 2 * limits.characters:
        raise Stop(Kind.TOO_LONG)
    return Words(answer["format"], tuple(of_words(blocks)), _left(answer["left"]))


def _block(one: Any) -> Block:
    if not isinstance(one, list) or len(one) != 3:
        raise TypeError
    kind, level, what = one
    if type(level) is not int or not 0 <= level <= DEEPEST:
        raise ValueError
    if kind == "table":
        if not isinstance(what, list) or not all(isinstance(row, list) for row in what):
            raise TypeError
        return Table(tuple(tuple(_text(cell, may_be_empty=True) for cell in row) for row in what))
    text = _text(what)
    if kind == "paragraph":
        return Paragraph(text, level)
    if kind == "heading":
        return Heading(max(level, 1), text)
    if kind == "item":
        return Item(text, max(level, 1))
    raise ValueError


def _text(what: Any, *, may_be_empty: bool = False) -> str:
    """Return a text that is tidy already: whatever is not is none of ours."""
    if not isinstance(what, str):
        raise TypeError
    if tidy(what) != (what, 0) or not (what or may_be_empty):
        raise ValueError
    return what


def _left(left: Any) -> dict[Left, int]:
    if not isinstance(left, dict):
        raise TypeError
    if not all(type(number) is int and 0 < number <= _MOST_LEFT for number in left.values()):
        raise ValueError
    return {Left(what): number for what, number in left.items()}
