# ruff: noqa: E501
"""Writes a paper as Word writes it: emoji in two ways, boxes, notes, comments, changes, runs that break anywhere."""

from __future__ import annotations

import io
import re
import zipfile
from html import escape
from random import Random
from typing import Final

from papers.blocks import Paper, dice

SPACES: Final = " ".join(
    f'xmlns:{short}="{address}"'
    for short, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    }.items()
)
EMOJI: Final = re.compile("([\U0001f000-\U0001faff\u2600-\u27bf])")
MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def runs(text: str, chance: Random) -> str:
    """Return the runs of a text: broken where Word likes, and each emoji as `symEx` with what older programs show."""
    out = []
    for piece in EMOJI.split(text):
        if EMOJI.fullmatch(piece):
            out.append(
                '<w:r><w:rPr><mc:AlternateContent><mc:Choice Requires="w16se"/><mc:Fallback><w:rFonts w:ascii="Segoe UI Emoji"/>'
                '</mc:Fallback></mc:AlternateContent></w:rPr><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx '
                f'w16se:font="Segoe UI Emoji" w16se:char="{ord(piece):X}"/></mc:Choice><mc:Fallback><w:t>{piece}</w:t></mc:Fallback>'
                "</mc:AlternateContent></w:r>"
            )
            continue
        left = piece
        while left:
            cut = chance.randrange(1, 40)
            part, left = left[:cut], left[cut:]
            inner = "".join(
                "<w:tab/>" if bit == "\t" else f'<w:t xml:space="preserve">{escape(bit)}</w:t>'
                for bit in re.split("(\t)", part) if bit
            )  # fmt: skip
            out.append(
                f'<w:r w:rsidR="00AB12CD">{inner}</w:r>'
                + ('<w:proofErr w:type="spellStart"/>' if chance.random() < 0.1 else "")
            )
    return "".join(out)


def box(inner: str) -> str:
    """Return a text box, as Word writes it: once for itself and once for what is older."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="4" name="Text Box 4"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx><w:txbxContent>'
        f"<w:p>{inner}</w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{inner}</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def word(paper: Paper) -> bytes:
    """Write it; what it says more than its paper is in `more`, and is left out of what a reader is shown."""
    chance, body, notes, remarks = dice(f"word {paper.name}"), [], [], []
    said = 0
    for block in paper.blocks:
        if block.kind == "table":
            rows = "".join(
                "<w:tr>" + "".join(f"<w:tc><w:tcPr/><w:p>{runs(cell, chance)}</w:p></w:tc>" for cell in row) + "</w:tr>"
                for row in block.rows
            )
            body.append(f"<w:tbl><w:tblPr/>{rows}</w:tbl>")
            continue
        for (text,) in block.rows:
            said += 1
            inner = runs(text, chance)
            style = {"heading": '<w:pPr><w:pStyle w:val="Heading2"/></w:pPr>', "list": "<w:pPr><w:numPr/></w:pPr>"}.get(
                block.kind, ""
            )
            match said % 11:
                case 3:
                    inner = f'<w:ins w:id="{said}" w:author="LD" w:date="2026-01-05T09:00:00Z">{inner}</w:ins><w:del w:id="{said}" w:author="LD"><w:r><w:delText>struckout</w:delText></w:r></w:del>'
                case 5:
                    inner = box(inner)
                case 7:
                    remarks.append(
                        f'<w:comment w:id="{said}" w:author="LD" w:initials="LD"><w:p><w:r><w:t>remarkedupon</w:t></w:r></w:p></w:comment>'
                    )
                    inner = f'<w:commentRangeStart w:id="{said}"/>{inner}<w:commentRangeEnd w:id="{said}"/><w:r><w:commentReference w:id="{said}"/></w:r>'
                case 9:
                    inner = f'<w:hyperlink r:id="rId9"><w:smartTag>{inner}</w:smartTag></w:hyperlink>'
                case 10 if block.kind == "text":
                    notes.append(
                        f'<w:footnote w:id="{said}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> footnoted{said}</w:t></w:r></w:p></w:footnote>'
                    )
                    inner += f'<w:r><w:footnoteReference w:id="{said}"/></w:r>'
                case 2:
                    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
            body.append(f"<w:p>{style}{inner}</w:p>")
    parts = {"document": f"<w:document {SPACES} mc:Ignorable=\"w14 w16se\"><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
             "footnotes": f'<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>{"".join(notes)}</w:footnotes>',
             "comments": f"<w:comments {SPACES}>{''.join(remarks)}</w:comments>"}  # fmt: skip
    kinds = {"document": "document.main", "footnotes": "footnotes", "comments": "comments"}
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{MAIN}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "[Content_Types].xml",
            f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        )
        made.writestr(
            "_rels/.rels",
            f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        made.writestr(
            "word/_rels/document.xml.rels",
            f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="{RELATED}/footnotes" Target="footnotes.xml"/><Relationship Id="rId8" Type="{RELATED}/comments" Target="comments.xml"/><Relationship Id="rId9" Type="{RELATED}/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>',
        )
        for part, xml in parts.items():
            made.writestr(f"word/{part}.xml", head + xml)
    return out.getvalue()
