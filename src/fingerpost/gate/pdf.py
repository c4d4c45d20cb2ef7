"""PDF: its words in the order in which they are written, a paragraph or an item at a time; headings by their size.

PDFium takes the words out; nothing is drawn. A PDF has no paragraphs: what stands close together at one size is one.
Rows of a table are lines.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi
from typing import Final

import pypdfium2.raw as pdfium

from fingerpost.gate import pdf_letters
from fingerpost.gate.blocks import Gathered, Kind, Left, Stop
from fingerpost.gate.pdf_fields import Filled, Form, places
from fingerpost.gate.pdf_joins import Joins, continued
from fingerpost.gate.pdf_scripts import is_in_order

_CHAIN: Final = re.compile(rb"/Filter\s*\[((?:\s*/[A-Za-z0-9]+){4,})")
_BULLET: Final = re.compile(
    r"(?:(?:[•‣◦▪▫·\uf0b7\uf0a7]|[●○](?=\s+[^\W_]))|(?P<number>(?:\d{1,2}|[a-z])[.)]))\s+(?=\S)"
)
_ONLY_BULLETS: Final = re.compile(r"[•‣◦▪▫·\s]+")
_LEAST: Final = 1.2  # points: what is smaller is read by nobody
_LARGER: Final = 1.12  # than most of the text: a heading
_NEXT: Final = 1.75  # heights from one line to the next: more is another paragraph
_UNKNOWN: Final = 0.05  # of a page's letters: its fonts do not say which they are
_A_FEW: Final = 20
_OBJECTS: Final = 40_000  # of a page
_FORMS: Final = 8  # of what is drawn within what is drawn
_PASSWORD: Final = 4


@dataclass(slots=True)
class _Line:
    text: str
    size: float  # points, of its letters
    left: float
    bottom: float
    page: int


def read(data: bytes, gathered: Gathered) -> None:
    """Gather the words of a PDF."""
    if _CHAIN.search(data):
        raise Stop(Kind.BOMB)
    begin()
    held = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(held, len(data), None)
    if not document:
        raise Stop(Kind.ENCRYPTED if pdfium.FPDF_GetLastError() == _PASSWORD else Kind.UNREADABLE)
    form = None
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
            raise Stop(Kind.ENCRYPTED)
        pages = pdfium.FPDF_GetPageCount(document)
        if pages > gathered.limits.pages:
            raise Stop(Kind.TOO_LONG)
        form = Form(document)
        gathered.leave(Left.ATTACHMENT, pdfium.FPDFDoc_GetAttachmentCount(document))
        gathered.leave(Left.MACRO, pdfium.FPDFDoc_GetJavaScriptActionCount(document))
        lines: list[_Line] = []
        for number in range(pages):
            lines.extend(_page(document, form, number, gathered))
            if sum(len(line.text) for line in lines) > gathered.limits.characters:
                raise Stop(Kind.TOO_LONG)
        gathered.leave(Left.DETAILS, int(pdfium.FPDF_GetMetaText(document, b"Producer", None, 0) > 2))
        made_by = _made_by(document)
    finally:
        if form is not None:
            form.close()
        pdfium.FPDF_CloseDocument(document)
    if not is_in_order("\n".join(line.text for line in lines), made_by):
        raise Stop(Kind.SCRIPT)
    _blocks(lines, gathered)


def _made_by(document: object) -> str:
    """Return what a document says of the programs that made it."""
    said = ""
    for name in (b"Producer", b"Creator"):
        buffer = ctypes.create_string_buffer(200)
        size = pdfium.FPDF_GetMetaText(document, name, buffer, len(buffer))
        said += bytes(buffer)[: min(size, len(buffer))].decode("utf-16-le", errors="replace")
    return said


def begin() -> None:
    """Make PDFium ready: once a process, before it is shut in."""
    if not _begun:
        pdfium.FPDF_InitLibrary()
        _begun.append(True)


_begun: list[bool] = []


# ---- lines -----------------------------------------------------------------------------------------------------------


def _page(document: object, form: Form, number: int, gathered: Gathered) -> list[_Line]:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise Stop(Kind.UNREADABLE)
    try:
        gathered.leave(Left.PICTURE, _pictures(page))
        filled = form.filled(page, gathered)
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return []
        try:
            return list(_lines(text, page, number, filled, gathered))
        finally:
            pdfium.FPDFText_ClosePage(text)
    finally:
        pdfium.FPDF_ClosePage(page)


def _pictures(page: object) -> int:
    """Count the pictures of a page, and those within what is drawn there."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _OBJECTS:
        raise Stop(Kind.TOO_LONG)
    pictures, waiting = 0, [(pdfium.FPDFPage_GetObject(page, place), 0) for place in range(count)]
    seen = 0
    while waiting:
        one, depth = waiting.pop()
        seen += 1
        if seen > 2 * _OBJECTS or depth > _FORMS:
            raise Stop(Kind.BOMB)
        kind = pdfium.FPDFPageObj_GetType(one)
        pictures += kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            for place in range(min(pdfium.FPDFFormObj_CountObjects(one), _OBJECTS)):
                waiting.append((pdfium.FPDFFormObj_GetObject(one, place), depth + 1))
    return pictures


def _lines(text: object, page: object, number: int, filled: list[Filled], gathered: Gathered) -> Iterator[_Line]:
    count = pdfium.FPDFText_CountChars(text)
    if count > gathered.limits.characters:
        raise Stop(Kind.TOO_LONG)
    inside = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(inside))
    codes = pdf_letters.rejoined(text, pdf_letters.codes_of(text, count))
    if not count:
        yield from (_Line(one.text, 10.0, one.left, one.bottom, number) for one in filled)
        return
    if pdf_letters.unknown(codes) > _UNKNOWN * count + _A_FEW:
        raise Stop(Kind.UNREADABLE)
    values = _values(text, codes, filled)
    box = pdfium.FS_RECTF()
    begun = 0
    for place, code in enumerate([*codes, 10]):
        if code not in (10, 13):
            continue
        first, begun = begun, place + 1
        said = pdf_letters.line(text, codes, first, place, values)
        if not said.strip():
            continue
        while first < count and codes[first] in (0, 9, 32, 160):
            first += 1
        if not pdfium.FPDFText_GetLooseCharBox(text, min(first, count - 1), ctypes.byref(box)):
            continue
        angle = pdfium.FPDFText_GetCharAngle(text, min(first, count - 1))
        is_turned = 0.7 < angle % pi < 2.4
        size = abs(box.right - box.left) if is_turned else abs(box.top - box.bottom)
        outside = (
            box.right < inside.left - 1
            or box.left > inside.right + 1
            or box.top < inside.bottom - 1
            or box.bottom > inside.top + 1
        )
        if size < _LEAST or outside:
            gathered.leave(Left.HIDDEN)
            continue
        upright = box.bottom if cos(angle) > 0 else -box.top
        bottom = (box.left if angle < pi else -box.left) if is_turned else upright
        yield _Line(said, round(size, 1), box.left, bottom, number)


def _values(text: object, codes: list[int], filled: list[Filled]) -> dict[int, list[str]]:
    """Return what was filled in, by the character that it stands before."""
    if not filled:
        return {}
    box = pdfium.FS_RECTF()
    boxes = []
    for place in range(len(codes)):
        has = codes[place] > 32 and pdfium.FPDFText_GetLooseCharBox(text, place, ctypes.byref(box))
        boxes.append((box.left, min(box.bottom, box.top), max(box.bottom, box.top)) if has else (0.0, 0.0, 0.0))
    return places(filled, boxes, [place for place, code in enumerate(codes) if code in (10, 13)])


# ---- blocks ----------------------------------------------------------------------------------------------------------


def _blocks(lines: list[_Line], gathered: Gathered) -> None:
    """Join lines into paragraphs and items; what is larger than most of the text is a heading."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({line.size for line in lines if line.size > usual * _LARGER}, reverse=True)
    levels = {size: place + 1 for place, size in enumerate(larger)}
    joins = Joins(line.text for line in lines)
    together: list[_Line] = []
    for line in _whole(lines):
        if together and not _goes_on(together[-1], line):
            _block(together, levels, joins, gathered)
            together = []
        together.append(line)
    if together:
        _block(together, levels, joins, gathered)


def _whole(lines: list[_Line]) -> list[_Line]:
    """Return lines in which no code and no link is broken."""
    longest = max((len(part) for line in lines for part in line.text.split("\x02")), default=0)
    found: list[_Line] = []
    for line in lines:
        last = found[-1] if found else None
        whole = continued(last.text, line.text, longest) if last and last.page == line.page else None
        if last and whole:
            last.text, last.bottom = whole, line.bottom
        else:
            found.append(line)
    return found


def _goes_on(before: _Line, line: _Line) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    gap = before.bottom - line.bottom
    return (
        line.page == before.page
        and abs(line.size - before.size) < 0.6
        and -0.5 * line.size < gap < _NEXT * max(line.size, 1.0)
        and not _BULLET.match(line.text.lstrip())
    )


def _block(lines: list[_Line], levels: dict[float, int], joins: Joins, gathered: Gathered) -> None:
    said = [joins.within(line.text.strip()) for line in lines]
    text, longest = said[0], max(map(len, said))
    for before, one, more in zip(lines, said, said[1:], strict=False):
        text = joins.joined(text, more, ended=before.text[-1:].isspace(), share=len(one) / longest)
    if _ONLY_BULLETS.fullmatch(text):  # drawn apart from what they belong to
        return
    bullet = _BULLET.match(text)
    if lines[0].size in levels and len(text) < 300:
        gathered.heading(levels[lines[0].size], text)
    elif bullet:
        number = bullet["number"]
        gathered.item(f"{number} {text[bullet.end() :]}" if number else text[bullet.end() :])
    else:
        gathered.paragraph(text)
