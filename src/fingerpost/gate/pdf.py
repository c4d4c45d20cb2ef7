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
from itertools import pairwise
from typing import Final

import pypdfium2.raw as pdfium

from fingerpost.gate.blocks import Gathered, Kind, Left, Stop

_CHAIN: Final = re.compile(rb"/Filter\s*\[((?:\s*/[A-Za-z0-9]+){4,})")
_BULLET: Final = re.compile(r"(?:[•‣◦▪▫·●○■□–\uf0b7\uf0a7*-]|(?P<number>(?:\d{1,2}|[a-z])[.)]))\s+(?=\S)")
_LEAST: Final = 1.2  # points: what is smaller is read by nobody
_LARGER: Final = 1.12  # than most of the text: a heading
_NEXT: Final = 1.75  # heights from one line to the next: more is another paragraph
_OBJECTS: Final = 40_000  # of a page
_FORMS: Final = 8  # of what is drawn within what is drawn
_PASSWORD: Final = 4
_UNORDERED: Final = re.compile("[\u0600-\u08ff\u0900-\u109f\u1780-\u17ff\ufb50-\ufdff\ufe70-\ufefc]")
"""Scripts whose letters join or stand around one another: a PDF has their shapes, not their order or their spaces."""
_A_NAME: Final = 20  # letters
_UNSPACED: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
"""Chinese and Japanese: a line goes on in the next without a space."""
_COUNTED: Final = {
    "FPDF_ANNOT_FILEATTACHMENT": Left.ATTACHMENT, "FPDF_ANNOT_WIDGET": Left.FORM, "FPDF_ANNOT_TEXT": Left.COMMENT,
    "FPDF_ANNOT_FREETEXT": Left.COMMENT, "FPDF_ANNOT_HIGHLIGHT": Left.COMMENT, "FPDF_ANNOT_STAMP": Left.PICTURE,
    "FPDF_ANNOT_INK": Left.PICTURE, "FPDF_ANNOT_RICHMEDIA": Left.OBJECT, "FPDF_ANNOT_MOVIE": Left.OBJECT,
    "FPDF_ANNOT_SOUND": Left.OBJECT, "FPDF_ANNOT_SCREEN": Left.OBJECT, "FPDF_ANNOT_THREED": Left.OBJECT,
}  # fmt: skip
_ANNOTATIONS: Final = {getattr(pdfium, name): left for name, left in _COUNTED.items() if hasattr(pdfium, name)}


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
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
            raise Stop(Kind.ENCRYPTED)
        pages = pdfium.FPDF_GetPageCount(document)
        if pages > gathered.limits.pages:
            raise Stop(Kind.TOO_LONG)
        gathered.leave(Left.ATTACHMENT, pdfium.FPDFDoc_GetAttachmentCount(document))
        gathered.leave(Left.MACRO, pdfium.FPDFDoc_GetJavaScriptActionCount(document))
        lines: list[_Line] = []
        for number in range(pages):
            lines.extend(_page(document, number, gathered))
            if sum(len(line.text) for line in lines) > gathered.limits.characters:
                raise Stop(Kind.TOO_LONG)
        gathered.leave(Left.DETAILS, int(pdfium.FPDF_GetMetaText(document, b"Producer", None, 0) > 2))
    finally:
        pdfium.FPDF_CloseDocument(document)
    if sum(len(_UNORDERED.findall(line.text)) for line in lines) > _A_NAME:
        raise Stop(Kind.SCRIPT)
    _blocks(lines, gathered)


def begin() -> None:
    """Make PDFium ready: once a process, before it is shut in."""
    if not _begun:
        pdfium.FPDF_InitLibrary()
        _begun.append(True)


_begun: list[bool] = []


# ---- lines -----------------------------------------------------------------------------------------------------------


def _page(document: object, number: int, gathered: Gathered) -> list[_Line]:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise Stop(Kind.UNREADABLE)
    try:
        gathered.leave(Left.PICTURE, _pictures(page))
        for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), 5_000)):
            annotation = pdfium.FPDFPage_GetAnnot(page, place)
            left = _ANNOTATIONS.get(pdfium.FPDFAnnot_GetSubtype(annotation))
            if left is not None:
                gathered.leave(left)
            pdfium.FPDFPage_CloseAnnot(annotation)
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return []
        try:
            return list(_lines(text, page, number, gathered))
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


def _lines(text: object, page: object, number: int, gathered: Gathered) -> Iterator[_Line]:
    count = pdfium.FPDFText_CountChars(text)
    if count > gathered.limits.characters:
        raise Stop(Kind.TOO_LONG)
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    letter = pdfium.FPDFText_GetUnicode
    box = pdfium.FS_RECTF()
    begun, here = 0, []
    for place in range(count + 1):
        code = letter(text, place) if place < count else 10
        if code not in (10, 13):
            here.append(chr(code) if 0 < code < 0x110000 else "")
            continue
        said = "".join(here)
        here = []
        first, begun = begun, place + 1
        if not said.strip():
            continue
        first += len(said) - len(said.lstrip())
        if not pdfium.FPDFText_GetLooseCharBox(text, first, ctypes.byref(box)):
            continue
        size = abs(box.top - box.bottom)
        outside = box.right < -1 or box.left > width + 1 or box.top < -1 or box.bottom > height + 1
        if size < _LEAST or outside:
            gathered.leave(Left.HIDDEN)
            continue
        yield _Line(said, round(size, 1), box.left, box.bottom, number)


# ---- blocks ----------------------------------------------------------------------------------------------------------


def _blocks(lines: list[_Line], gathered: Gathered) -> None:
    """Join lines into paragraphs and items; what is larger than most of the text is a heading."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({line.size for line in lines if line.size > usual * _LARGER}, reverse=True)
    levels = {size: place + 1 for place, size in enumerate(larger)}
    together: list[_Line] = []
    for line in lines:
        if together and not _goes_on(together[-1], line):
            _block(together, levels, gathered)
            together = []
        together.append(line)
    if together:
        _block(together, levels, gathered)


def _goes_on(before: _Line, line: _Line) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    gap = before.bottom - line.bottom
    return (
        line.page == before.page
        and abs(line.size - before.size) < 0.6
        and -0.5 * line.size < gap < _NEXT * max(line.size, 1.0)
        and not _BULLET.match(line.text.lstrip())
    )


def _block(lines: list[_Line], levels: dict[float, int], gathered: Gathered) -> None:
    text = lines[0].text.strip()
    for before, line in pairwise(lines):
        more = line.text.strip()
        is_parted = before.text.rstrip()[-1:] in ("\x02", "\ufffe", "\u00ad")
        is_unspaced = _UNSPACED.match(text[-1:]) and _UNSPACED.match(more)
        text = text[:-1] + more if is_parted else f"{text}{'' if is_unspaced else chr(10)}{more}"
    bullet = _BULLET.match(text)
    if lines[0].size in levels and len(text) < 300:
        gathered.heading(levels[lines[0].size], text)
    elif bullet:
        number = bullet["number"]
        gathered.item(f"{number} {text[bullet.end() :]}" if number else text[bullet.end() :])
    else:
        gathered.paragraph(text)
