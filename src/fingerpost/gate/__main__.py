"""The process that reads one document: its bytes come in at standard input, what was found goes out at standard output.

Started by `fingerpost.gate.judging` and by nothing else. Once the bytes are there and what reads them is imported, the
process is shut in; it opens nothing and ends.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
import zipfile
from typing import Final, NoReturn

from fingerpost.gate import confining
from fingerpost.gate.blocks import Limits, Refused, Stop, Words
from fingerpost.gate.passing import said
from fingerpost.gate.reading import read
from fingerpost.gate.sniff import sniff

_ENCODINGS: Final = """
utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-7 ascii latin-1 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257
cp1258 cp437 cp850 cp874 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-13
iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman gb2312 gbk gb18030 big5 big5hkscs cp932 cp949 shift_jis euc_jp
iso2022_jp euc_kr hz
"""
"""What documents are written in: looked up before nothing can be opened any more."""

# A small document of each kind: reading it uses all that reading needs.
_A_MAIL: Final = (
    b"From: a@example.org\nDate: Mon, 1 Jan 2026 10:00:00 +0000\nSubject: =?utf-8?q?A_word?=\nMIME-Version: 1.0\n"
    b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    b"PHA+V29yZHM8L3A+\n--x\nContent-Type: text/plain; charset=iso-8859-1; format=flowed\n"
    b"Content-Transfer-Encoding: quoted-printable\n\nWords=20\n--x--\n"
)
_A_PAGE: Final = b"<html><p>Words &rsquo;</p></html>"
_A_PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 37>>stream\nBT /F 9 Tf 9 9 Td (Words of it) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"
)
_A_DOCX: Final = (
    "wordprocessingml",
    '<w:d xmlns:w="urn:w"><w:body><w:p><w:r><w:t>Words \u2019</w:t></w:r></w:p></w:body></w:d>',
)
_AN_ODT: Final = (
    "application/vnd.oasis.opendocument.text",
    '<o:d xmlns:o="urn:o"><o:body><o:text><o:p>Words \u2019</o:p></o:text></o:body></o:d>',
)


def main() -> None:
    """Read, be shut in, find, say, end."""
    limits = Limits(**json.loads(sys.argv[1]))
    confining.limit(limits)
    data = _bytes(limits.size + 1)
    try:
        format = sniff(data) if len(data) <= limits.size else "text"
    except Stop as stop:
        _end(Refused(stop.kind))
    _ready(format)
    confining.shut_in()
    _end(read(data, limits=limits))


def _bytes(most: int) -> bytes:
    """Return what comes in, and no more than that."""
    pieces, size = [], 0
    while size < most and (piece := os.read(0, min(2**20, most - size))):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _ready(format: str) -> None:
    """Import whatever reads this format, and use it once, so that nothing is left to be opened."""
    for name in _ENCODINGS.split():
        codecs.lookup(name)
    if format == "zip":
        for names in (("[Content_Types].xml", "word/document.xml"), ("mimetype", "content.xml")):
            read(_zip(dict(zip(names, _A_DOCX if "word" in names[1] else _AN_ODT, strict=True))))
    else:
        read(
            {"mail": _A_MAIL, "pdf": _A_PDF, "rtf": rb"{\rtf1 Words \u8217?}", "page": _A_PAGE, "text": b"Words"}[
                format
            ]
        )


def _zip(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return made.getvalue()


def _end(found: Words | Refused) -> NoReturn:
    answer = said(found)
    while answer:
        answer = answer[os.write(1, answer) :]
    os._exit(0)


if __name__ == "__main__":
    main()
