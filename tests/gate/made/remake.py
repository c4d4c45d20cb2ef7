# ruff: noqa: E501
"""Makes the documents in this folder anew, where LibreOffice and WeasyPrint are installed; and the words of each.

PYTHONPATH=tests python tests/gate/made/remake.py    (README.md says with what these were made)
"""

from __future__ import annotations

import base64
import random
import subprocess
import sys
import tempfile
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from gate.made.sources import SOURCES, Block, Box, Heading, Items, Rows, Source, Text
from gate.making import png

HERE: Final = Path(__file__).parent
LOGO: Final = base64.b64encode(png(random.Random(7).randbytes(600))).decode()  # noqa: S311
WITH_OFFICE: Final = {
    **dict.fromkeys(("letter", "minutes", "referral", "report"), ("odt", "docx", "rtf", "pdf")),
    "plan": ("odt", "docx", "rtf"),
    "statistics": ("odt", "docx"),
    **dict.fromkeys(("letter-welsh", "letter-polish", "letter-ukrainian"), ("rtf",)),
    **dict.fromkeys(("letter-arabic", "letter-urdu", "letter-hindi", "letter-punjabi", "letter-thai"), ("pdf",)),
    "letter-tigrinya": ("docx",),
}  # fmt: skip
WITH_WEASYPRINT: Final = ("letter", "minutes", "referral", "report", "statistics", "letter-welsh", "letter-polish",
                          "letter-ukrainian", "letter-vietnamese", "letter-arabic", "letter-tigrinya")  # fmt: skip
FONTS: Final = {"ar": "Noto Sans Arabic", "ur": "Noto Sans Arabic", "hi": "Noto Sans Devanagari", "bn": "Noto Sans Bengali",
                "pa": "Noto Sans Gurmukhi", "th": "Noto Sans Thai", "ti": "Noto Sans Ethiopic"}  # fmt: skip


# ---- the words -------------------------------------------------------------------------------------------------------


def says(source: Source, format: str) -> str:
    """What a document says, in the order of its format: where notes stand, and what is said on each page."""
    body: list[str] = []
    notes: list[str] = []
    for block in source.blocks:
        body += _of(block)
        if isinstance(block, Text) and block.note:
            if format == "odt":
                body.append(block.note)
            elif format in ("pdf", "weasyprint.pdf"):  # on its page it has its number, as the word has that it is for
                body[-1] += f"{len(notes) + 1}"
                notes.append(f"{len(notes) + 1}{'.' if format != 'pdf' else ''} {block.note}")
            else:
                notes.append(block.note)
    around = [source.header] if format != "weasyprint.pdf" else []  # which draws what stands around the page last
    last = [source.header] if format == "weasyprint.pdf" else []
    return "\n".join(one for one in (*around, *body, *notes, *last, source.footer) if one)


def _of(block: Block) -> list[str]:
    match block:
        case Heading() | Box():
            return [block.text]
        case Items():
            return [item for _, item in block.items]
        case Rows():
            return [
                one
                for row in block.rows
                for cell in row
                for one in (_of(cell) if isinstance(cell, Rows) else [str(cell)])
            ]
        case Text():
            return ["\n".join(block.lines) + block.inserted + block.link[0]]


# ---- LibreOffice: a flat ODT that it converts ------------------------------------------------------------------------

_NAMES: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
                       ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"))
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_WHO: Final = "<dc:creator>Amira Khan</dc:creator><dc:date>2026-03-03T10:00:00</dc:date>"


def flat(source: Source) -> str:
    """The document as flat ODT."""
    changes: list[str] = []
    body = "".join(_flat(block, changes) for block in source.blocks)
    picture = (
        '<draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="1cm"><draw:image><office:binary-data>'
        f"{LOGO}</office:binary-data></draw:image></draw:frame>"
    ) if source.logo else ""  # fmt: skip
    head = f"<style:header><text:p>{picture}{escape(source.header)}</text:p></style:header>" if source.header else ""
    foot = f"<style:footer><text:p>{escape(source.footer)}</text:p></style:footer>" if source.footer else ""
    font = FONTS.get(source.language, "Liberation Sans")
    way = ' style:writing-mode="rl-tb"' if source.language in ("ar", "ur") else ""
    bullets = "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="{sign}"><style:list-level-properties '
        f'text:space-before="{level}cm" text:min-label-width="0.6cm"/></text:list-level-style-bullet>'
        for level, sign in ((1, "•"), (2, "◦"), (3, "▪"))
    )
    headings = "".join(
        f'<style:style style:name="H{level}" style:display-name="Heading {level}" style:family="paragraph" style:parent-style-name="S" '
        f'style:default-outline-level="{level}"><style:text-properties fo:font-size="{18 - 2 * level}pt" '
        f'style:font-size-asian="{18 - 2 * level}pt" style:font-size-complex="{18 - 2 * level}pt" fo:font-weight="bold"/></style:style>'
        for level in (1, 2)
    )
    fonts = " ".join(f'style:font-name{kind}="{font}"' for kind in ("", "-asian", "-complex"))
    sizes = " ".join(f'{name}="11pt"' for name in ("fo:font-size", "style:font-size-asian", "style:font-size-complex"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        f'<style:font-face style:name="{font}" svg:font-family="&apos;{font}&apos;"/></office:font-face-decls><office:styles>'
        f'<style:default-style style:family="paragraph"><style:text-properties {fonts} {sizes}/></style:default-style>'
        f'<style:style style:name="S" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.2cm"{way}/>'
        f"</style:style>{headings}</office:styles><office:automatic-styles>"
        f'<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" '
        f'fo:padding="0.1cm"/></style:style><text:list-style style:name="L">{bullets}</text:list-style>'
        '<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin="2cm"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page '
        f'style:name="Standard" style:page-layout-name="P">{head}{foot}</style:master-page></office:master-styles>'
        f"<office:body><office:text>{''.join(changes)}{body}</office:text></office:body></office:document>"
    )


def _flat(block: Block, changes: list[str]) -> str:
    match block:
        case Heading():
            return f'<text:h text:style-name="H{block.level}" text:outline-level="{block.level}">{escape(block.text)}</text:h>'
        case Box():
            return (
                '<text:p><draw:frame text:anchor-type="paragraph" svg:width="9cm" svg:height="1cm" draw:z-index="0">'
                f"<draw:text-box><text:p>{escape(block.text)}</text:p></draw:text-box></draw:frame></text:p>"
            )
        case Items():
            return _nested(list(block.items), 1, '<text:list text:style-name="L">', "</text:list>", "<text:list-item>",
                           "</text:list-item>", '<text:p text:style-name="S">', "</text:p>")  # fmt: skip
        case Rows():
            width = max(map(len, block.rows))
            rows = "".join(
                "<table:table-row>" + "".join(
                    f'<table:table-cell table:style-name="C" office:value-type="string">{_flat_cell(cell, changes)}</table:table-cell>'
                    for cell in row
                ) + "</table:table-row>" for row in block.rows
            )  # fmt: skip
            return f'<table:table><table:table-column table:number-columns-repeated="{width}"/>{rows}</table:table>'
        case Text():
            return f'<text:p text:style-name="S">{_flat_text(block, changes)}</text:p>'


def _flat_cell(cell: object, changes: list[str]) -> str:
    return _flat(cell, changes) + "<text:p/>" if isinstance(cell, Rows) else f"<text:p>{escape(str(cell))}</text:p>"


def _flat_text(block: Text, changes: list[str]) -> str:
    said = "<text:line-break/>".join(map(escape, block.lines))
    if block.lines[-1].endswith(" "):
        said = said[:-1] + "<text:s/>"
    if block.note:
        said += (
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>'
            f"{escape(block.note)}</text:p></text:note-body></text:note>"
        )
    if block.comment:
        said += f"<office:annotation>{_WHO}<text:p>{escape(block.comment)}</text:p></office:annotation>"
    if block.link[0]:
        said += f'<text:a xlink:type="simple" xlink:href="{block.link[1]}">{escape(block.link[0])}</text:a>'
    if block.inserted:
        info = f"<office:change-info>{_WHO}</office:change-info>"
        changes.append(
            f'<text:tracked-changes><text:changed-region xml:id="d" text:id="d"><text:deletion>{info}<text:p>{escape(block.deleted)}'
            f'</text:p></text:deletion></text:changed-region><text:changed-region xml:id="i" text:id="i"><text:insertion>{info}'
            "</text:insertion></text:changed-region></text:tracked-changes>"
        )
        said += (
            f'<text:change text:change-id="d"/><text:change-start text:change-id="i"/>{escape(block.inserted)}'
            '<text:change-end text:change-id="i"/>'
        )
    return said


def _nested(items: list[tuple[int, str]], level: int, *tags: str) -> str:
    """A list, and lists in it."""
    begin, end, item, item_end, inner, inner_end = tags
    found, place = begin, 0
    while place < len(items):
        found += f"{item}{inner}{escape(items[place][1])}{inner_end}"
        place += 1
        below = [one for is_below, run in groupby(items[place:], lambda one: one[0] > level) for one in run if is_below]
        below = below[: next((n for n, one in enumerate(items[place:]) if one[0] <= level), len(below))]
        if below:
            found += _nested(below, level + 1, *tags)
            place += len(below)
        found += item_end
    return found + end


# ---- WeasyPrint: a page ----------------------------------------------------------------------------------------------


def page(source: Source) -> str:
    """The document as HTML."""
    picture = f'<img alt="" width="80" src="data:image/png;base64,{LOGO}">' if source.logo else ""
    font = FONTS.get(source.language, "Liberation Sans")
    style = (
        f"body {{ font: 11pt '{font}', 'DejaVu Sans'; hyphens: auto; text-align: justify }} td {{ border: 1px solid; padding: 2px 6px; "
        "text-align: left } .note { float: footnote; font-size: 8pt } "
        f'@page {{ size: A4; margin: 2cm; @top-center {{ content: "{source.header}" }} '
        f'@bottom-center {{ content: "{source.footer}" }} }}'
    )
    way = ' dir="rtl"' if source.language == "ar" else ""
    body = "".join(map(_page, source.blocks))
    return f'<html lang="{source.language}"{way}><meta charset="utf-8"><style>{style}</style><body>{picture}{body}</body></html>'


def _page(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Box():
            return f"<div>{escape(block.text)}</div>"
        case Items():
            return _nested(list(block.items), 1, "<ul>", "</ul>", "<li>", "</li>", "", "")
        case Rows():
            rows = (
                "".join(f"<td>{_page(c) if isinstance(c, Rows) else escape(str(c))}</td>" for c in row)
                for row in block.rows
            )
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        case Text():
            note = f'<span class="note">{escape(block.note)}</span>' if block.note else ""
            link = f'<a href="{block.link[1]}">{escape(block.link[0])}</a>' if block.link[0] else ""
            return f"<p>{'<br>'.join(map(escape, block.lines))}{escape(block.inserted)}{link}{note}</p>"


# ---- both ------------------------------------------------------------------------------------------------------------


def main() -> None:
    """Make all of them."""
    import weasyprint

    with tempfile.TemporaryDirectory() as folder:
        for format in ("odt", "docx", "rtf", "pdf"):
            names = [name for name, formats in WITH_OFFICE.items() if format in formats]
            for name in names:
                (Path(folder) / f"{name}.fodt").write_text(flat(SOURCES[name]), encoding="utf-8")
            subprocess.run(
                ["soffice", "--headless", "--convert-to", format, "--outdir", str(HERE),
                 *(f"{folder}/{name}.fodt" for name in names)],
                check=True, stdout=sys.stderr,
            )  # fmt: skip
            for name in names:
                (HERE / f"{name}.{format}.txt").write_text(says(SOURCES[name], format) + "\n", encoding="utf-8")
    for name in WITH_WEASYPRINT:
        weasyprint.HTML(string=page(SOURCES[name])).write_pdf(HERE / f"{name}.weasyprint.pdf")
        (HERE / f"{name}.weasyprint.pdf.txt").write_text(says(SOURCES[name], "weasyprint.pdf") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
