# ruff: noqa: E501
"""Makes documents of papers with the programs that people use: each maker takes a paper and gives a file.

LibreOffice (`soffice`) and WeasyPrint (its command) are used where they are installed; Chromium where `playwright` finds
it; python-docx, ReportLab and Typst are among the tools of development. Nothing here asks the gate anything.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Final

from papers.blocks import Paper

Maker = Callable[[Paper], bytes]
RIGHT_TO_LEFT: Final = {"ar", "fa", "ur", "he"}


# ---- text ------------------------------------------------------------------------------------------------------------


def text(paper: Paper) -> bytes:
    """As an editor saves it."""
    return "\n".join(paper.lines()).encode()


def notepad(paper: Paper) -> bytes:
    """As Notepad saves it: with its mark, and lines that end twice."""
    return b"\xef\xbb\xbf" + "\r\n".join(paper.lines()).encode()


def utf16(paper: Paper) -> bytes:
    """As “Unicode text”."""
    return "\r\n".join(paper.lines()).encode("utf-16")


def old_windows(paper: Paper) -> bytes | None:
    """In the old code page, where it has the signs."""
    try:
        return "\r\n".join(paper.lines()).encode("cp1252")
    except UnicodeEncodeError:
        return None


def commas(paper: Paper) -> bytes | None:
    """A table as Excel saves it as CSV."""
    if not any(block.kind == "table" and len(block.rows) > 9 for block in paper.blocks):
        return None
    out = io.StringIO()
    csv.writer(out).writerows(row for block in paper.blocks for row in block.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


# ---- pages and letters -----------------------------------------------------------------------------------------------

STYLE: Final = """<style>body{font:11pt 'Liberation Sans','Noto Sans','Noto Color Emoji',sans-serif}
table{border-collapse:collapse;font-size:8pt;width:100%}td{border:.5pt solid #888;padding:2pt;vertical-align:top}
@page{size:A4;margin:18mm}</style>"""


def html(paper: Paper) -> str:
    """Return it as a page of the web."""
    out = []
    for block in paper.blocks:
        cells = [[escape(cell) for cell in row] for row in block.rows]
        match block.kind:
            case "heading":
                out.append(f"<h2>{cells[0][0]}</h2>")
            case "text":
                out.append(f"<p>{cells[0][0]}</p>")
            case "list":
                out.append("<ul>" + "".join(f"<li>{row[0]}</li>" for row in cells) + "</ul>")
            case "table":
                rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
                out.append(f"<table>{rows}</table>")
    way = ' dir="rtl"' if paper.language in RIGHT_TO_LEFT else ""
    body = "\n".join(out)
    return f'<!DOCTYPE html><html lang="{paper.language}"{way}><head><meta charset="utf-8"><title>x</title>{STYLE}</head><body>{body}</body></html>'


def page(paper: Paper) -> bytes:
    """A page that was saved."""
    return html(paper).encode()


def _letter() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Nia Parry <nia.parry@example.org>", "MASH <mash@example.org>"
    mail["Subject"], mail["Date"] = "As we discussed", "Mon, 05 Jan 2026 09:12:44 +0000"
    return mail


def plain_mail(paper: Paper) -> bytes:
    """An e-mail of plain text."""
    mail = _letter()
    mail.set_content("\n".join(paper.lines()))
    return bytes(mail)


def quoted_mail(paper: Paper) -> bytes:
    """An e-mail in quoted-printable."""
    mail = _letter()
    mail.set_content("\n".join(paper.lines()), cte="quoted-printable")
    return bytes(mail)


def page_mail(paper: Paper) -> bytes:
    """An e-mail that is a page, as web mail sends it."""
    mail = _letter()
    mail.set_content(html(paper), subtype="html", cte="base64")
    return bytes(mail)


def both_mail(paper: Paper) -> bytes:
    """An e-mail that says the same twice: as text and as a page, with a picture of a logo attached."""
    mail = _letter()
    mail.set_content("\n".join(paper.lines()))
    mail.add_alternative(html(paper), subtype="html")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(200), maintype="image", subtype="png", filename="logo.png")
    return bytes(mail)


# ---- Word ------------------------------------------------------------------------------------------------------------


def python_docx(paper: Paper) -> bytes:
    """As python-docx writes it."""
    from docx import Document

    document = Document()
    for block in paper.blocks:
        match block.kind:
            case "heading":
                document.add_heading(block.rows[0][0], 2)
            case "text":
                document.add_paragraph(block.rows[0][0])
            case "list":
                for row in block.rows:
                    document.add_paragraph(row[0], style="List Bullet")
            case "table":
                width = max(map(len, block.rows))
                table = document.add_table(0, width)
                table.style = "Table Grid"
                for row in block.rows:
                    tr = table._tbl._add_tr()
                    for cell in (row + [""] * width)[:width]:
                        tc = tr.add_tc()
                        tc.p_lst[0].add_r().text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# ---- PDF -------------------------------------------------------------------------------------------------------------


def reportlab(paper: Paper) -> bytes | None:
    """As ReportLab writes it, where DejaVu has the signs."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

    face = TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if paper.language in {"ar", "fa", "ur", "he", "hi", "pa", "bn", "gu", "ta", "th"}:  # which it does not set
        return None
    if any(ord(sign) not in face.face.charToGlyph for line in paper.lines() for sign in line if sign not in "\t\n"):
        return None
    pdfmetrics.registerFont(face)
    style, small = (
        ParagraphStyle("p", fontName="DejaVu", fontSize=10, leading=13),
        ParagraphStyle("s", fontName="DejaVu", fontSize=6),
    )
    story = []
    for block in paper.blocks:
        if block.kind == "table":
            rows = [[Paragraph(escape(cell), small) for cell in row] for row in block.rows]
            story.append(
                LongTable(rows, style=[("GRID", (0, 0), (-1, -1), 0.3, "grey"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
            )
        else:
            story += [Paragraph(escape(row[0]), style) for row in block.rows]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(story)
    return out.getvalue()


def scanner(paper: Paper) -> bytes | None:
    """As a scanner makes a “searchable PDF”: a picture of each page, and its words unseen upon it, word by word."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    if any(ord(sign) > 255 for line in paper.lines() for sign in line):
        return None
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setProducer("PaperScan 3; Tesseract 5.3.0")
    picture, x, y = ImageReader(io.BytesIO(b"P5 8 8 255\n" + bytes(range(64)))), 60.0, 780.0

    def new_page() -> None:
        canvas.drawImage(picture, 0, 0, *A4)

    new_page()
    for line in paper.lines():
        for word in line.split():
            wide = canvas.stringWidth(word, "Helvetica", 10)
            if x + wide > 540:
                x, y = 60.0, y - 13
            if y < 60:
                canvas.showPage()
                new_page()
                x, y = 60.0, 780.0
            written = canvas.beginText(x, y)
            written.setFont("Helvetica", 10)
            written.setTextRenderMode(3)
            written.textOut(word)
            canvas.drawText(written)
            x += wide + 2.8
        x, y = 60.0, y - 18
    canvas.save()
    return out.getvalue()


def typst(paper: Paper) -> bytes:
    """As Typst sets it."""
    import json

    import typst as program

    out = [
        '#set text(font: ("Liberation Sans", "Noto Sans", "DejaVu Sans"), size: 10pt)',
        f'#set text(lang: "{paper.language}")',
    ]
    for block in paper.blocks:
        cells = [[f"[#{json.dumps(cell, ensure_ascii=False)}]" for cell in row] for row in block.rows]
        match block.kind:
            case "heading":
                out.append(f"#heading{cells[0][0]}")
            case "text":
                out.append(f"#par{cells[0][0]}")
            case "list":
                out.append("#list(" + ", ".join(row[0] for row in cells) + ")")
            case "table":
                width = max(map(len, cells))
                flat = ", ".join(cell for row in cells for cell in (row + ["[]"] * width)[:width])
                out.append(f"#[#set text(size: 7pt)\n#table(columns: {width}, {flat})]")
    return bytes(program.compile("\n\n".join(out).encode()))


# ---- programs that make many at once ---------------------------------------------------------------------------------


def chromium(papers: Iterable[Paper]) -> dict[str, bytes]:
    """Print papers as Chromium does."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"))
        sheet, out = browser.new_page(), {}
        for paper in papers:
            sheet.set_content(html(paper))
            out[paper.name] = sheet.pdf(format="A4")
        browser.close()
    return out


def weasyprint(papers: Iterable[Paper], program: str) -> dict[str, bytes]:
    """Print papers as WeasyPrint does."""
    out = {}
    for paper in papers:
        done = subprocess.run(  # noqa: S603
            [program, "-q", "-", "-"],
            input=page(paper).replace(b"'Noto Color Emoji',", b""),
            capture_output=True,
            check=True,
        )
        out[paper.name] = done.stdout
    return out


NAMES: Final = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def flat(paper: Paper) -> str:
    """Return it as a flat ODT, which LibreOffice reads."""
    out = []
    for block in paper.blocks:
        cells = [[escape(cell).replace("\t", "<text:tab/>") for cell in row] for row in block.rows]
        match block.kind:
            case "heading":
                out.append(f'<text:h text:outline-level="2">{cells[0][0]}</text:h>')
            case "text":
                out.append(f"<text:p>{cells[0][0]}</text:p>")
            case "list":
                items = "".join(f"<text:list-item><text:p>{row[0]}</text:p></text:list-item>" for row in cells)
                out.append(f"<text:list>{items}</text:list>")
            case "table":
                width = max(map(len, cells))
                rows = "".join("<table:table-row>" + "".join(
                    f'<table:table-cell office:value-type="string"><text:p text:style-name="S">{cell}</text:p></table:table-cell>'
                    for cell in (row + [""] * width)[:width]) + "</table:table-row>" for row in cells)  # fmt: skip
                out.append(
                    f'<table:table table:name="T{len(out)}"><table:table-column table:number-columns-repeated="{width}"/>{rows}</table:table>'
                )
    styles = '<office:automatic-styles><style:style style:name="S" style:family="paragraph"><style:text-properties fo:font-size="7pt"/></style:style></office:automatic-styles>'
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
            f'{styles}<office:body><office:text>{"".join(out)}</office:text></office:body></office:document>')  # fmt: skip


def libreoffice(papers: Iterable[Paper], suffix: str) -> dict[str, bytes]:
    """Let LibreOffice write papers as ODT, DOCX, RTF or PDF."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for paper in papers:
            (folder / f"{paper.name}.fodt").write_text(flat(paper))
        sources = sorted(map(str, folder.glob("*.fodt")))
        for begin in range(0, len(sources), 25):
            subprocess.run(  # noqa: S603
                [shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
                 "--convert-to", suffix, "--outdir", str(folder / "out"), *sources[begin : begin + 25]],
                capture_output=True, check=True, timeout=600,
            )  # fmt: skip
        return {file.stem: file.read_bytes() for file in sorted((folder / "out").glob(f"*.{suffix}"))}
