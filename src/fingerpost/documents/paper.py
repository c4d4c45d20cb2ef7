"""A document as plain data: what it says, in which order. `pdf` and `word` each set it from one template.

No word here knows of a database, a clock or a format; a subject's builder makes a `Paper`, and its producer says
in an `Origin` where it comes from.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_KEPT = frozenset("\n\t")
_CHOSEN = "It has what was chosen for its recipient, and not all that is recorded."
_PROTECTED = (
    "Its file is encrypted (AES-256). The fingerprint is that of the encrypted file, as you were given it: take it"
    " before you open the file. A copy that was saved without the password is another file, and the check does not know"
    " it."
)
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of what follows: with them a text can be made to read as another one."""
FROM_THE_RIGHT: Final = "\u200f"
_APART: Final = ("\u2066", "\u2067")
_END_APART: Final = "\u2069"
"""Marks that nobody sees: the text runs from the right; what follows runs by itself, from either side."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; its lines stay lines. `is_warning`: it is set so that nobody reads past it."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """What is said to each heading: “Decided by: …”, a line each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, which are repeated on each page. `widths`: how wide each column is beside the others."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


type Block = Paragraph | Items | Fields | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it. `inward`: why it is for the agencies alone, in words; empty: it is not."""

    heading: str
    blocks: tuple[Block, ...]
    inward: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. Its title names nobody: it is in the file's own properties, which anybody may read."""

    title: str
    sections: tuple[Section, ...]
    opening: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from: its number, the concern's reference, who it is for, who produced it and when,
    from which parts of the record, under which version of the procedure, and the address at which it can be checked.

    `check`: the whole address. `is_protected`: its file is encrypted, as it goes to somebody outside the agencies;
    `is_chosen`: and has only what was chosen for them. Of an answer that two people decided, nothing is said of that.
    """

    number: str
    reference: str
    for_whom: str
    produced: str
    by: str
    parts: str
    procedure: str
    check: str
    is_protected: bool = False
    is_chosen: bool = False


def about(origin: Origin, missing: str = "") -> Section:
    """Return the section with which every document ends. `missing`: what could not be printed, as a sentence."""
    rows = (
        ("Number of this document", origin.number),
        ("Concern", origin.reference),
        ("For", origin.for_whom),
        ("Produced", origin.produced),
        ("By", origin.by),
        ("From", origin.parts),
        ("Under the procedure", origin.procedure),
    )
    return Section(
        "About this document",
        (
            Fields(rows),
            Paragraph(
                "It says what was recorded when it was produced. To check that nobody has changed it since, give its"
                " number and fingerprint (SHA-256) on the page “Check a document” of this service:\n"
                f"{origin.check}"
            ),
            *((Paragraph(" ".join(_protected(origin))),) if origin.is_protected else ()),
            *((Paragraph(missing, is_warning=True),) if missing else ()),
        ),
    )


def _protected(origin: Origin) -> Iterator[str]:
    if origin.is_chosen:
        yield _CHOSEN
    yield _PROTECTED


def cleaned(text: str) -> str:
    """Return a text as it may be set: no control characters, and nothing that turns what is read around."""
    return "".join(
        letter
        for letter in text.replace("\r\n", "\n").replace("\r", "\n")
        if letter in _KEPT or (letter not in _TURNING and unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))
    )


def is_from_the_right(text: str) -> bool:
    """Whether a text is set from the right: most of its letters are of a script that runs from there.

    A sentence in English that begins with somebody's name in Arabic letters is not.
    """
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    return sum(kind in ("R", "AL") for kind in kinds) > 2 * kinds.count("L")


def directed(text: str) -> str:
    """Return a text that begins with a mark where it is set from the right. A line of it that runs the other way is
    set apart, so that its words and its full stop are in their order."""
    whole = is_from_the_right(text)
    apart = _APART[not whole]
    lines = (
        line if is_from_the_right(line) == whole or not any(map(str.isalpha, line)) else f"{apart}{line}{_END_APART}"
        for line in text.lstrip(FROM_THE_RIGHT).split("\n")
    )
    return f"{FROM_THE_RIGHT if whole else ''}{'\n'.join(lines)}"


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return what somebody typed as paragraphs: an empty line parts them."""
    parts = (part.strip("\n") for part in cleaned(text).split("\n\n"))
    return tuple(Paragraph(part) for part in parts if part.strip())


def words_of(paper: Paper) -> Iterator[str]:
    """Yield every text of a document."""
    yield paper.title
    yield from (text for block in paper.opening for text in _words(block))
    for section in paper.sections:
        yield section.heading
        yield from (text for block in section.blocks for text in _words(block))


def _words(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Items():
            yield from block.items
        case Fields():
            for row in block.rows:
                yield from row
        case Table():
            yield from block.headings
            for cells in block.rows:
                yield from cells
