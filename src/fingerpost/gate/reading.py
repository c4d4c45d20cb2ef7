"""From the bytes of a document to its words, here and now: `judge` does it where it can do no harm."""

from __future__ import annotations

import importlib
import re
from collections.abc import Sequence
from typing import Final

from fingerpost.gate.blocks import Block, Gathered, Heading, Kind, Limits, Paragraph, Refused, Stop, Words, text_of
from fingerpost.gate.sniff import sniff
from fingerpost.wording import not_words

NEEDED: Final = {
    "pdf": ("fingerpost.gate.pdf",),
    "zip": ("fingerpost.gate.packed", "fingerpost.gate.docx", "fingerpost.gate.odt"),
    "rtf": ("fingerpost.gate.rtf",),
    "mail": ("fingerpost.gate.mail",),
    "page": ("fingerpost.gate.html",),
    "text": ("fingerpost.gate.plain",),
}
"""Which modules read a format: each is imported where it is needed, and there before the process is shut in."""

_WORD: Final = re.compile(r"[^\W\d_]{2,}|\d[\d.,:/-]*\d")
_MANY: Final = 60  # headings

_ODT: Final = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")


def read(data: bytes, *, limits: Limits | None = None) -> Words | Refused:
    """Return the words of a document, or why it is refused. Never fails; but see `judge` for what anybody sends."""
    limits = limits or Limits()
    try:
        return _read(data, limits)
    except Stop as stop:
        return Refused(stop.kind, stop.line)
    except (RecursionError, MemoryError):
        return Refused(Kind.BOMB)
    except Exception:  # what its maker's library stumbles over is damaged, or made to be
        return Refused(Kind.UNREADABLE)


def _read(data: bytes, limits: Limits) -> Words:
    if len(data) > limits.size:
        raise Stop(Kind.TOO_LARGE)
    format = sniff(data)
    gathered = Gathered(limits)
    if format == "zip":
        format = _of_a_zip(data, gathered)
    else:
        importlib.import_module(NEEDED[format][0]).read(data, gathered)
    if not gathered.blocks:
        raise Stop(Kind.NO_WORDS)
    blocks = of_words(gathered.blocks)
    return Words(format, tuple(blocks), {what: number for what, number in gathered.left.items() if number > 0})


def of_words(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks if they read as words together. Levels of headings stay where there is text beneath them."""
    text = "\n".join(map(text_of, blocks))
    if found := not_words(text):
        raise Stop(Kind.NOT_WORDS, found.line)
    if not _WORD.search(text):
        raise Stop(Kind.NO_WORDS)
    headings = sum(isinstance(block, Heading) for block in blocks)
    if headings > _MANY and 2 * headings > len(blocks):
        return [Paragraph(block.text) if isinstance(block, Heading) else block for block in blocks]
    return list(blocks)


def _of_a_zip(data: bytes, gathered: Gathered) -> str:
    """Read what is a ZIP by what stands in it, and return its format."""
    from fingerpost.gate import docx, odt
    from fingerpost.gate.packed import Packed

    packed = Packed(data, gathered.limits)
    if packed.has("[Content_Types].xml"):
        types = packed.bytes_of("[Content_Types].xml")
        if b"wordprocessingml" not in types and b"ms-word" not in types:
            raise Stop(Kind.OTHER)
        if not packed.has(docx.main_of(packed)):
            raise Stop(Kind.UNREADABLE)
        docx.read(packed, gathered)
        return "docx"
    if packed.has("mimetype") and packed.has("content.xml"):
        if packed.bytes_of("mimetype").strip() not in _ODT:
            raise Stop(Kind.OTHER)
        odt.read(packed, gathered)
        return "odt"
    raise Stop(Kind.ARCHIVE)
