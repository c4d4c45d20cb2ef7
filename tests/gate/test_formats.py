# ruff: noqa: E501
"""What a file is, is judged by what it holds; what is not a document that is read is refused by its kind."""

from __future__ import annotations

import re
import zlib

import pytest

from fingerpost.gate import Kind, Left, Limits, Refused, Words, left_out, read, why
from gate.making import MORE, NOISE, PROSE, docx, mail, odt, p, packed, pdf, png, rtf, stream
from gate.ordinary import in_noto
from wording.ordinary import LANGUAGES


def deep(levels: int) -> bytes:
    """An e-mail of parts within parts."""
    head = mail(b"", 'multipart/mixed; boundary="e0"')
    for level in range(1, levels):
        head += f'--e{level - 1}\r\nContent-Type: multipart/mixed; boundary="e{level}"\r\n\r\n'.encode()
    return head + f"--e{levels - 1}\r\n\r\n{PROSE}\r\n".encode()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED: dict[str, tuple[bytes, Kind]] = {
    "PNG": (png(NOISE), Kind.IMAGERY),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF" + NOISE, Kind.IMAGERY),
    "GIF": (b"GIF89a" + NOISE, Kind.IMAGERY),
    "GIF of letters": (b"GIF89a" + b"words and words" * 40, Kind.IMAGERY),
    "BMP": (b"BM" + bytes(12) + (40).to_bytes(4, "little") + NOISE, Kind.IMAGERY),
    "TIFF": (b"II*\0" + NOISE, Kind.IMAGERY),
    "WebP": (b"RIFF\0\0\0\0WEBPVP8 " + NOISE, Kind.IMAGERY),
    "HEIC": (b"\0\0\0\x18ftypheic" + NOISE, Kind.IMAGERY),
    "AVIF": (b"\0\0\0\x20ftypavif" + NOISE, Kind.IMAGERY),
    "MP4": (b"\0\0\0\x20ftypisom" + NOISE, Kind.IMAGERY),
    "Matroska": (b"\x1aE\xdf\xa3" + NOISE, Kind.IMAGERY),
    "AVI": (b"RIFF\0\0\0\0AVI LIST" + NOISE, Kind.IMAGERY),
    "PSD": (b"8BPS\0\x01" + NOISE, Kind.IMAGERY),
    "JPEG XL": (b"\xff\x0a" + NOISE, Kind.IMAGERY),
    "JPEG XL in a box": (b"\0\0\0\x0cJXL \r\n\x87\n" + NOISE, Kind.IMAGERY),
    "JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n" + NOISE, Kind.IMAGERY),
    "raw of a camera": (b"II*\0\x10\0\0\0CR\x02\0" + NOISE, Kind.IMAGERY),
    "DICOM": (bytes(128) + b"DICM" + NOISE, Kind.IMAGERY),
    "SVG": (b'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="x"><path d="M0 0"/></svg>', Kind.IMAGERY),
    "SVG after a remark": (b"<!-- words --><svg:svg xmlns:svg='x'/>", Kind.IMAGERY),
    "PostScript": (b"%!PS-Adobe-3.0\n0 0 moveto", Kind.IMAGERY),
    "PPM": (b"P6 40 25 255\n" + NOISE, Kind.IMAGERY),
    "PPM in letters": (b"P3\n40 25\n255\n" + b"1 2 3 " * 400, Kind.IMAGERY),
    "TGA": (bytes(18) + NOISE + b"\0\0\0\0\0\0\0\0TRUEVISION-XFILE.\0", Kind.IMAGERY),
    "Flash": (b"CWS\x09" + NOISE, Kind.IMAGERY),
    "MP3": (b"ID3\x04\0" + NOISE, Kind.SOUND),
    "WAV": (b"RIFF\0\0\0\0WAVEfmt " + NOISE, Kind.SOUND),
    "ZIP": (packed({"a.txt": "words"}), Kind.ARCHIVE),
    "a ZIP that is empty": (packed({}), Kind.ARCHIVE),
    "RAR": (b"Rar!\x1a\x07\x01\0" + NOISE, Kind.ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c" + NOISE, Kind.ARCHIVE),
    "gzip": (b"\x1f\x8b\x08" + NOISE, Kind.ARCHIVE),
    "tar": (b"a.txt" + bytes(252) + b"ustar\x0000" + NOISE, Kind.ARCHIVE),
    "zstd": (b"(\xb5/\xfd" + NOISE, Kind.ARCHIVE),
    "ISO": (bytes(0x8001) + b"CD001" + NOISE, Kind.DISC),
    "Windows program": (b"MZ\x90\0" + NOISE, Kind.PROGRAM),
    "Linux program": (b"\x7fELF\x02" + NOISE, Kind.PROGRAM),
    "script": (b"#!/bin/sh\necho words", Kind.PROGRAM),
    "old Word": (_OLE + NOISE, Kind.OTHER),
    "locked Word": (_OLE + NOISE + "EncryptedPackage".encode("utf-16-le"), Kind.ENCRYPTED),
    "another kind of XML": (b'<?xml version="1.0"?><office:document xmlns:office="x">Words</office:document>', Kind.OTHER),
    "spreadsheet": (packed({"[Content_Types].xml": "spreadsheetml", "xl/workbook.xml": "<a/>"}), Kind.OTHER),
    "ODS": (odt(parts={"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), Kind.OTHER),
    "locked ODT": (odt(parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), Kind.ENCRYPTED),
    "locked PDF": (pdf(objects=[b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (" + b"a" * 32 + b") /U (" + b"b" * 32 + b") >>"], info=b"/Encrypt 6 0 R /ID [(a) (b)]"), Kind.ENCRYPTED),
    "PGP": (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n", Kind.ENCRYPTED),
    "locked e-mail": (mail(NOISE, "application/pkcs7-mime; smime-type=enveloped-data"), Kind.ENCRYPTED),
    "PGP in an e-mail": (mail(b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----"), Kind.ENCRYPTED),
    "PDF and ZIP": (pdf(tail=packed({"a": NOISE})), Kind.POLYGLOT),
    "PDF after words": (pdf(head=b"Some words first. " * 4), Kind.POLYGLOT),
    "GIF and RAR": (b"GIF89a" + NOISE + b"Rar!\x1a\x07\x01\0" + NOISE, Kind.IMAGERY),
    "text and RAR": (PROSE.encode() + b"Rar!\x1a\x07\x01" + MORE.encode(), Kind.POLYGLOT),
    "e-mail and ZIP": (mail(PROSE.encode()) + packed({"a": NOISE}), Kind.POLYGLOT),
    "DOCX and PDF": (docx() + pdf(), Kind.POLYGLOT),
    "a PDF cut short": (pdf()[:300], Kind.UNREADABLE),
    "a DOCX cut short": (docx()[:-30], Kind.UNREADABLE),
    "a DOCX without a text": (packed({"[Content_Types].xml": "wordprocessingml"}), Kind.UNREADABLE),
    "an RTF cut short": (b"{\\rtf1 {words }", Kind.UNREADABLE),
    "bytes": (b"\x81\x9d\xfe" + NOISE, Kind.UNREADABLE),
    "a ZIP bomb": (docx(parts={"word/styles.xml": b"<a>" + b" " * 60_000_000 + b"</a>"}), Kind.BOMB),
    "many parts": (packed({f"{n}": "" for n in range(2_500)}), Kind.BOMB),
    "entities": (docx(parts={"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'}), Kind.BOMB),
    "deep XML": (docx("<w:sdt>" * 200 + "</w:sdt>" * 200), Kind.BOMB),
    "deeper XML": (docx("<w:sdt>" * 400 + "</w:sdt>" * 400), Kind.BOMB),
    "deep groups": (rtf("{" * 400 + "}" * 400), Kind.BOMB),
    "deep parts of a message": (deep(100), Kind.BOMB),
    "zeros": (bytes(40), Kind.NO_WORDS),
    "a chain of filters": (pdf(objects=[stream(zlib.compress(NOISE), b"/Filter [/FlateDecode /FlateDecode /FlateDecode /FlateDecode /FlateDecode]")]), Kind.BOMB),
    "nothing": (b"", Kind.NO_WORDS),
    "a page without words": (pdf(around=False), Kind.NO_WORDS),
    "a scan": (pdf(b"q 595 0 0 842 0 0 cm /I Do Q", [stream(NOISE, b"/Type /XObject /Subtype /Image /Width 40 /Height 25 /ColorSpace /DeviceRGB /BitsPerComponent 8")], resources=b"/XObject << /I 6 0 R >>", around=False), Kind.NO_WORDS),
    "a long text": ((PROSE + "\n\n").encode() * 2_000, Kind.TOO_LONG),
    "a large file": (b" " * (10 * 2**20 + 1), Kind.TOO_LARGE),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_its_kind(name: str) -> None:
    data, kind = REFUSED[name]
    assert read(data) == Refused(kind)


@pytest.mark.parametrize("kind", Kind)
def test_each_refusal_says_what_happened_and_what_to_do(kind: Kind) -> None:
    told = why(kind)
    assert told.startswith(("This ", "There ", "Something "))
    assert re.search("Save it|save it|Write here|write here|Send|type here|Type here|Say it|Only documents", told)
    assert "base64" not in told


@pytest.mark.parametrize("language", ["Arabic", "Urdu"])
def test_a_pdf_is_not_read_where_it_does_not_keep_the_letters_in_order(language: str) -> None:
    """As DOCX they are: `test_ordinary`. A name in a letter is no reason."""
    assert read(in_noto(LANGUAGES[language])) == Refused(Kind.SCRIPT)
    assert isinstance(read(in_noto(f"{PROSE} {LANGUAGES[language][:12]}")), Words)


def test_refused_tells_nothing_of_the_document_but_a_line_and_logs_not_even_that() -> None:
    assert [*Refused.__slots__] == ["kind", "line"]
    assert "abc" not in repr(Refused(Kind.NOT_WORDS, "abc"))


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({}, ""),
        ({Left.PICTURE: 1}, "One picture was left out: only words are kept."),
        ({Left.PICTURE: 2}, "Two pictures were left out: only words are kept."),
        ({Left.ATTACHMENT: 1, Left.PICTURE: 1}, "One picture and one attachment were left out: only words are kept."),
        (
            {Left.COMMENT: 12, Left.DETAILS: 1, Left.MACRO: 3},
            "12 comments, three macros and details about the file were left out: only words are kept.",
        ),
        ({Left.DETAILS: 1}, "Details about the file were left out: only words are kept."),
        ({Left.SIGN: 2_000}, "2,000 signs that nobody sees were left out: only words are kept."),
    ],
)
def test_what_was_left_out_is_a_sentence(left: dict[Left, int], said: str) -> None:
    assert left_out(left) == said


def test_limits_are_kept() -> None:
    text = (PROSE + "\n\n").encode() * 4
    assert isinstance(read(text), Words)
    assert read(text, limits=Limits(characters=300)) == Refused(Kind.TOO_LONG)
    assert read(text, limits=Limits(size=300)) == Refused(Kind.TOO_LARGE)
    assert read(docx(p(PROSE) * 30), limits=Limits(blocks=20)) == Refused(Kind.TOO_LONG)


def test_a_part_that_unpacks_to_more_than_may_be_is_not_unpacked() -> None:
    assert read(docx(p(PROSE) * 30), limits=Limits(part=4_000)) == Refused(Kind.TOO_LONG)
