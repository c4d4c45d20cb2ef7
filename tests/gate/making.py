# ruff: noqa: S311, E501
"""Documents made by hand, a few lines each; and what in a text would be of a picture. Pictures are noise, made in memory."""

from __future__ import annotations

import base64
import io
import random
import re
import struct
import textwrap
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final
from urllib.parse import quote_from_bytes
from xml.sax.saxutils import escape

NOISE: Final = random.Random(59).randbytes(3_000)
PROSE: Final = (
    "She told her form tutor on Tuesday that somebody had asked her to send a photo and that she was afraid. The school rang "
    "her mother, who came at once, and the designated lead wrote down what she had said in her own words."
)
MORE: Final = (
    "A strategy discussion took place on Thursday between the police, the hospital and social care. It was agreed that a "
    "social worker would see both children at home, and that nobody would speak to the uncle before then."
)


def png(noise: bytes) -> bytes:
    """A picture of noise, as a PNG."""
    width = 40
    height = len(noise) // (3 * width)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + noise[row * 3 * width : (row + 1) * 3 * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


# ---- documents -------------------------------------------------------------------------------------------------------

_W: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPES: Final = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def p(text: str, manner: str = "") -> str:
    """A paragraph of a DOCX."""
    return f'<w:p>{manner}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def packed(parts: Mapping[str, bytes | str], comment: bytes = b"", extra: bytes = b"") -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 3, 1, 10, 0, 0))
            entry.extra = extra
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
        file.comment = comment
    return out.getvalue()


def docx(
    body: str = "", parts: Mapping[str, bytes | str] | None = None, *, around: bool = True, **options: bytes
) -> bytes:
    """A DOCX: what is given, between two paragraphs of words; with other parts."""
    inner = f"{p(PROSE)}{body}{p(MORE)}" if around else body
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "word/document.xml": f'<?xml version="1.0"?><w:document {_W}><w:body>{inner}</w:body></w:document>',
            **(parts or {}),
        },
        **options,
    )


_O: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
    for name, kind in (("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
                       ("meta", "meta"), ("form", "form"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"))
)  # fmt: skip


def odt(
    body: str = "", parts: Mapping[str, bytes | str] | None = None, *, styles: str = "", around: bool = True
) -> bytes:
    """An ODT: as `docx`."""
    inner = f"<text:p>{escape(PROSE)}</text:p>{body}<text:p>{escape(MORE)}</text:p>" if around else body
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_O}><office:automatic-styles>'
            f"{styles}</office:automatic-styles><office:body><office:text>{inner}</office:text></office:body>"
            "</office:document-content>",
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest/>',
            **(parts or {}),
        }
    )


def odt_styles(inner: str) -> str:
    """The part of an ODT that has headers and footers."""
    return f'<?xml version="1.0"?><office:document-styles {_O}><office:master-styles>{inner}</office:master-styles></office:document-styles>'


def rtf(body: str | bytes = b"", after: bytes = b"", *, around: bool = True, head: bytes = b"") -> bytes:
    """An RTF: as `docx`."""
    inner = body.encode("ascii") if isinstance(body, str) else body
    if around:
        inner = PROSE.encode() + b"\\par\n" + inner + b"\\par\n" + MORE.encode() + b"\\par\n"
    return (
        b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Calibri;}{\\f1\\fcharset238 Calibri CE;}}" + head
        + inner + b"}" + after
    )  # fmt: skip


def mail(body: bytes, kind: str = "text/plain; charset=utf-8", encoding: str = "8bit", head: str = "") -> bytes:
    """An e-mail with one part."""
    return (
        f"From: Siân Rees <s.rees@example.org>\r\nTo: desk@example.org\r\nDate: Tue, 3 Mar 2026 09:30:00 +0000\r\n"
        f"Subject: Visit on Thursday\r\nMIME-Version: 1.0\r\n{head}Content-Type: {kind}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode() + body


def letter(*parts: tuple[str, bytes], before: bytes = b"", after: bytes = b"", kind: str = "mixed") -> bytes:
    """An e-mail of several parts: the headers and the bytes of each, in base64; words first."""
    edge = b"--=_edge"
    text = (PROSE + "\r\n\r\n" + MORE).encode()
    found = [edge, b"Content-Type: text/plain; charset=utf-8", b"", text]
    for head, data in parts:
        body = base64.encodebytes(data).replace(b"\n", b"\r\n") if "base64" in head else data
        found += [edge, head.encode(), b"", body]
    inner = b"\r\n".join([before, *found, edge + b"--", after])
    return mail(inner, f'multipart/{kind}; boundary="=_edge"')


def pdf(
    content: bytes = b"", objects: Sequence[bytes] = (), *, resources: bytes = b"", page: bytes = b"", root: bytes = b"",
    tail: bytes = b"", head: bytes = b"", info: bytes = b"", around: bool = True,
) -> bytes:  # fmt: skip
    """A PDF with one page: lines of words, then what is given. The objects given are numbered from 6."""
    lines = textwrap.wrap(PROSE, 80) if around else []
    words = b"".join(
        b"BT /F1 11 Tf 50 %d Td (%s) Tj ET\n" % (760 - 14 * number, line.encode()) for number, line in enumerate(lines)
    )
    stream = words + content
    all_objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s %s >> %s >>"
        % (b"" if b"/Font" in resources else b"/Font << /F1 5 0 R >>", resources, page),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *objects,
    ]
    out, places = head + b"%PDF-1.7\n", []
    for number, one in enumerate(all_objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, info, table)
    return out + tail


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream as an object of a PDF."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


# ---- what would be of a picture --------------------------------------------------------------------------------------

_RUN: Final = 14
"""Characters of an encoding that are the same by chance nowhere: about ten bytes."""


def _windows(text: str) -> set[str]:
    bare = re.sub(r"[\s,;]+", "", text)
    return {bare[place : place + _RUN] for place in range(len(bare) - _RUN + 1)}


@cache
def _encodings(data: bytes) -> frozenset[str]:
    found: set[str] = set()
    for way in (data, data[::-1]):
        for shift in range(5):
            found |= _windows(base64.b32encode(way[shift:]).decode())
            if shift < 3:
                found |= _windows(base64.b64encode(way[shift:]).decode())
                found |= _windows(base64.urlsafe_b64encode(way[shift:]).decode())
            if shift < 4:
                found |= _windows(base64.b85encode(way[shift:]).decode()) | _windows(
                    base64.a85encode(way[shift:]).decode()
                )
        found |= _windows(way.hex()) | _windows(way.hex().upper()) | _windows(" ".join(map(str, way)))
        found |= _windows(quote_from_bytes(way)) | _windows("".join(f"{one:08b}" for one in way))
        found |= _windows(way.decode("latin-1")) | _windows(way.decode("cp1252", errors="ignore"))
        found |= _windows("".join(f"={one:02X}" for one in way))
    return frozenset(found)


def _steps(values: Sequence[int]) -> set[tuple[int, ...]]:
    """Runs of differences by XOR: the same whatever constant the whole was XORed with."""
    steps = [one ^ other for one, other in pairwise(values)]
    return {tuple(steps[place : place + 8]) for place in range(len(steps) - 7)}


@cache
def _steps_of(data: bytes) -> set[tuple[int, ...]]:
    return _steps(data) | _steps(data[::-1])


def remains(text: str, data: bytes) -> int:
    """Return how many runs of the bytes stand in a text, in any usual encoding, reversed, or XORed with a constant.

    The first run has about ten bytes, and each further one about one more.
    """
    seen = _steps_of(data)
    codes = [ord(one) & 0xFF for one in text]
    numbers = [int(one) & 0xFF for one in re.findall(r"\d{1,5}", text)]
    pairs = re.findall(r"\b[0-9a-fA-F]{2}\b", text)
    steps = [len(_steps(run) & seen) for run in (codes, numbers, [int(pair, 16) for pair in pairs])]
    return max(len(_windows(text) & _encodings(data)), *steps)
