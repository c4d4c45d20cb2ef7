"""A document as a tagged PDF (PDF/UA-1), with the fonts that this service brings: Noto, for the scripts people write.

A character for which none of them has a form is not drawn as a box: its number is in its place, and the document
says so. So the file always keeps the standard.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

from fingerpost.documents.paper import (
    Block,
    Fields,
    Items,
    Origin,
    Paper,
    Paragraph,
    Section,
    Table,
    about,
    cleaned,
    directed,
)

_TEMPLATE: Final = Path(__file__).with_name("paper.typ")
_PACKAGES: Final = ("manimgx_fonts", "manimgx_fonts_cjk")
_FIRST: Final = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")
"""The first that has a letter's form sets it; Han letters as in simplified Chinese, unless they are Korean or kana."""
_LACKS: Final = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_LONGEST_WORD: Final = 24
_ADDRESS: Final = re.compile(r"https?://[^\s]{1,60}")
_JOINTS: Final = re.compile(r"[^/.@_&?=-]*(?:[/.@_&?=-]+|$)", re.DOTALL)
_MAY_BREAK: Final = "\u200b"
_PAGES: Final = re.compile(rb"/Type\s*/Page\b")
_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Pdf:
    """The file, and how many pages it has."""

    content: bytes
    pages: int


def pdf(paper: Paper, origin: Origin, at: datetime) -> Pdf:
    """Return the document as PDF/UA-1, produced `at` that moment. Raises `typst.TypstError` where it cannot be set."""
    content = tagged(_TEMPLATE, "paper", lambda missing: _document(paper, origin, missing), at)
    return Pdf(content, len(_PAGES.findall(content)))


def tagged(template: Path, name: str, written: Callable[[Set[str]], str], at: datetime) -> bytes:
    """Return a template as PDF/UA-1 with the service's own fonts, produced `at` that moment.

    `written` gives the data that the template reads under this name, without the characters that no font has. Raises
    `typst.TypstError` where it cannot be set.
    """
    missing: set[str] = set()
    for _ in range(_TRIES):
        try:
            return _compiled(template, {name: written(missing)}, at)
        except typst.TypstError as error:
            found = _missing(error.diagnostic or error.message)
            if found <= missing:
                raise
            missing |= found
    raise typst.TypstError("the document has characters that cannot be set", "")


def in_numbers(missing: Set[str]) -> dict[int, str]:
    """Return what is printed for characters that no font has, as `str.translate` takes it."""
    return {ord(letter): f"[U+{ord(letter):04X}]" for letter in missing}


def scripts() -> tuple[str, ...]:
    """Return the names of the fonts that are there, Noto's own."""
    return tuple(family for family in _fonts().families() if family.startswith("Noto "))


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=_folders())


def _folders() -> list[Path]:
    found = [spec.submodule_search_locations for name in _PACKAGES if (spec := find_spec(name))]
    return [Path(place) for places in found for place in places or ()]


@cache
def _families() -> str:
    return json.dumps([*_FIRST, *(name for name in scripts() if name not in _FIRST)])


def _compiled(template: Path, inputs: dict[str, str], at: datetime) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={**inputs, "fonts": _families()},
        timestamp=int(at.timestamp()),
    )


def _missing(diagnostic: str) -> set[str]:
    """Return the characters for which the setter says that it has no form."""
    said = "".join(_LACKS.findall(diagnostic))
    return set(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), said))


def _document(paper: Paper, origin: Origin, missing: Set[str]) -> str:
    codes = in_numbers(missing)

    def said(text: str) -> str:
        return directed(_breakable(cleaned(text).translate(codes)))

    def block(one: Block) -> dict[str, object]:
        match one:
            case Paragraph():
                return {"kind": "warning" if one.is_warning else "paragraph", "text": said(one.text)}
            case Items():
                return {"kind": "items", "items": [said(item) for item in one.items]}
            case Fields():
                return {"kind": "fields", "rows": [[said(cell) for cell in row] for row in one.rows]}
            case Table():
                return {
                    "kind": "table",
                    "headings": [said(heading) for heading in one.headings],
                    "rows": [[said(cell) for cell in row] for row in one.rows],
                    "widths": list(one.widths),
                }

    def section(one: Section) -> dict[str, object]:
        return {"heading": said(one.heading), "blocks": [block(part) for part in one.blocks]}

    return json.dumps(
        {
            "title": said(paper.title),
            "reference": origin.reference,
            "number": origin.number,
            "opening": [block(one) for one in paper.opening],
            "sections": [section(one) for one in [*paper.sections, about(origin, _said_of(missing))]],
        }
    )


def _said_of(missing: Set[str]) -> str:
    if not missing:
        return ""
    named = "; ".join(f"U+{ord(one):04X} {unicodedata.name(one, 'unnamed').lower()}" for one in sorted(missing))
    return f"There is no font here for these characters, so their numbers are in their places: {named}."


def _breakable(text: str) -> str:
    """Let words be broken that are too long for a line, such as an address or a number.

    An address that has a line to itself is left as it is: the marks would be copied with it.
    """
    return "\n".join(line if _ADDRESS.fullmatch(line) else _broken(line) for line in text.split("\n"))


def _broken(line: str) -> str:
    return " ".join(_word(word) if len(word) > _LONGEST_WORD else word for word in line.split(" "))


def _word(word: str) -> str:
    """Break a long word where its parts meet, as an address at its strokes; and a part that is too long by itself
    after every so many letters, but never before a mark that belongs to the letter before it."""
    parts = filter(None, _JOINTS.findall(word))
    return _MAY_BREAK.join(_part(part) if len(part) > _LONGEST_WORD else part for part in parts)


def _part(part: str) -> str:
    made: list[str] = []
    since = 0
    for letter in part:
        joins = unicodedata.category(letter).startswith("M") or letter in "\u200c\u200d"
        if since >= _LONGEST_WORD // 2 and not joins and made[-1] not in "\u200d\u094d\u09cd":
            made.append(_MAY_BREAK)
            since = 0
        made.append(letter)
        since = 0 if letter == "\n" else since + 1
    return "".join(made)
