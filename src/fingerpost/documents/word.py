"""A document as DOCX, for those who edit it: the same order and words as the PDF, in Word's own styles.

Headings are headings, lists are lists, and a table's first row is its heading on every page, so that it can be read
aloud and searched through. Fonts are those of the recipient's machine.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Written

from fingerpost.documents.paper import (
    FROM_THE_RIGHT,
    Block,
    Fields,
    Items,
    Origin,
    Paper,
    Paragraph,
    Table,
    about,
    cleaned,
    directed,
    is_from_the_right,
)

_RUNS = re.compile("([\u0590-\u08ff](?:[\u0590-\u08ff\\s]*[\u0590-\u08ff])?)")
"""Letters of a script that runs from the right, with the spaces between their words: Word wants them apart."""
_BLACK = RGBColor(0x0B, 0x0C, 0x0C)


def word(paper: Paper, origin: Origin, at: datetime) -> bytes:
    """Return the document as DOCX, produced `at` that moment."""
    document = _begun(paper, origin, at)
    document.add_heading(cleaned(paper.title), level=1)
    for block in paper.opening:
        _put(document, block)
    for section in [*paper.sections, about(origin)]:
        document.add_heading(cleaned(section.heading), level=2)
        for block in section.blocks:
            _put(document, block)
    into = BytesIO()
    document.save(into)
    return into.getvalue()


def _begun(paper: Paper, origin: Origin, at: datetime) -> Document:
    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.last_modified_by, known.comments = cleaned(paper.title), "", "", ""
    known.language, known.created, known.modified = "en-GB", at.astimezone(UTC), at.astimezone(UTC)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(22)
    for name, size in (("Normal", 11), ("Heading 1", 20), ("Heading 2", 14)):
        _style(document, name, size)
    footer = page.footer.paragraphs[0]
    footer.text = f"Document {origin.number}, concern {origin.reference}. Page "
    _number(footer)
    return document


def _style(document: Document, name: str, size: int) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - for the type checker
    assert style.type == WD_STYLE_TYPE.PARAGRAPH  # noqa: S101
    style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), _BLACK
    run = style.element.get_or_add_rPr()
    fonts = run.find(qn("w:rFonts"))
    if fonts is not None:
        for which in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(which), "Arial")
        for which in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(which), None)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    run.append(language)


def _put(document: Document, block: Block) -> None:
    match block:
        case Paragraph():
            _write(document.add_paragraph(), block.text, strong=block.is_warning)
        case Items():
            for item in block.items:
                _write(document.add_paragraph(style="List Bullet"), item)
        case Fields():
            for name, said in block.rows:
                line = document.add_paragraph()
                line.add_run(f"{cleaned(name)}{'' if name.endswith('?') else ':'} ").bold = True
                _write(line, said)
        case Table():
            _table(document, block)


def _table(document: Document, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.headings), style="Table Grid")
    table.autofit = False
    wide = [Mm(170 * width / sum(block.widths)) for width in block.widths]
    for cell, heading, width in zip(table.rows[0].cells, block.headings, wide, strict=True):
        _write(cell.paragraphs[0], heading, strong=True)
        cell.width = width
    again = OxmlElement("w:tblHeader")
    again.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(again)
    for row in block.rows:
        for cell, said, width in zip(table.add_row().cells, row, wide, strict=True):
            _write(cell.paragraphs[0], said)
            cell.width = width
    document.add_paragraph()


def _write(line: Written, text: str, *, strong: bool = False) -> None:
    said = directed(cleaned(text)).removeprefix(FROM_THE_RIGHT)
    if is_from_the_right(said):
        line.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for part in _RUNS.split(said):
        if part:
            run = line.add_run(part)
            run.bold = strong or None
            run.font.rtl = True if _RUNS.fullmatch(part) else None


def _number(line: Written) -> None:
    """Add the number of the page, which Word counts itself."""
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = line.add_run()
        part: BaseOxmlElement
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._r.append(part)
