"""What a file is, by what it holds: never by its name, nor by what anybody says that it is."""

from __future__ import annotations

import re
from typing import Final

from fingerpost.gate.blocks import Kind, Stop

# Where a format says itself: at an offset, these bytes.
_AT: Final[tuple[tuple[Kind, int, tuple[bytes, ...]], ...]] = (
    (Kind.IMAGERY, 0, (
        b"\xff\xd8\xff", b"\x89PNG", b"\x8aMNG", b"\x8bJNG", b"GIF8", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"8BPS",
        b"8BPB", b"\0\0\x01\0", b"\0\0\x02\0", b"\xff\x0a", b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ", b"\xffO\xffQ",
        b"\x1aE\xdf\xa3", b"FLV\x01", b"OggS", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"0&\xb2u", b"v/1\x01", b"#?RADIANCE",
        b"#?RGBE", b"DDS ", b"SIMPLE  =", b"gimp xcf", b"qoif", b"farbfeld", b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS",
        b"IIU\0",
        b"II\x1a\0\0\0HEAPCCDR", b"FOVb", b"\0MRM", b"\xd7\xcd\xc6\x9a", b"AT&TFORM", b"FWS", b"CWS", b"ZWS",
        b"BPG\xfb",
        b"FLIF", b"icns", b"\x97JB2", b"II\xbc\x01", b"\xc5\xd0\xd3\xc6", b"%!PS", b"\x04%!PS", b"MLVI", b"YUV4MPEG2",
        b"KTX ", b"\xabKTX", b"\x01\xda\x01", b"\x59\xa6\x6a\x95", b"/* XPM", b"! XPM2", b"ARRI", b"SDPX", b"XPDS",
        b"\x80*_\xd7", b"RIFX", b"id=ImageMagick", b"WPG", b"\xffWPC", b"LEADTOOLS", b"PIXAR", b"DKIF", b"\x89HDF",
        b".RMF", b"P7 332", b"XCF", b"\xf1\0\x40\xbb", b"CPC\xb2", b"\x00\x00\x00\x18ftyp", b"AFF\x10", b"SIT!\0IMG",
    )),
    (Kind.IMAGERY, 4, (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free", b"pnot", b"jumP", b"\x11\xaf",
    b"\x12\xaf")),
    (Kind.IMAGERY, 8, (b"WEBP", b"AVI ", b"ACON", b"RMID")),
    (Kind.IMAGERY, 40, (b" EMF",)),
    (Kind.IMAGERY, 128, (b"DICM",)),
    (Kind.SOUND, 0, (b"ID3", b"fLaC", b"MThd", b"#!AMR", b"MAC ", b"wvpk", b"FORM", b".snd", b"caff", b"\xff\xfb",
    b"\xff\xf1")),
    (Kind.SOUND, 8, (b"WAVE",)),
    (Kind.ARCHIVE, 0, (
        b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh",
        b"\xfd7zXZ",
        b"(\xb5/\xfd", b"\x04\"M\x18", b"MSCF", b"!<arch>", b"0707", b"\xc7q", b"\x60\xea", b"LZIP", b"\x1f\x9d",
        b"\x1f\xa0",
        b"StuffIt", b"SIT!", b"ZOO ", b"]\0\0", b"ITSF", b"MSWIM", b"!BDN", b"\x89LZO", b"xar!", b"LRZI",
        b"\xcf\xad\x12\xfe",
        b"SQLite format 3", b"From ",
    )),
    (Kind.ARCHIVE, 2, (b"-lh", b"-lz")),
    (Kind.ARCHIVE, 7, (b"**ACE**",)),
    (Kind.ARCHIVE, 257, (b"ustar",)),
    (Kind.DISC, 0, (b"conectix", b"vhdxfile", b"KDMV", b"QFI\xfb", b"hsqs", b"sqsh", b"EVF\x09", b"LVF\x09",
    b"# Disk Descr",
                    b"<<< ", b"\xeb\x3c\x90", b"\xeb\x58\x90", b"\xeb\x52\x90", b"\xeb\x76\x90", b"ER\x02\0",
                    b"\x45\x3d\xcd\x28")),
    (Kind.DISC, 0x8001, (b"CD001", b"BEA01", b"NSR0")),
    (Kind.DISC, 1080, (b"\x53\xef",)),
    (Kind.DISC, 510, (b"\x55\xaa",)),
    (Kind.PROGRAM, 0, (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
                       b"\0asm", b"dex\n", b"#!/", b"#! /", b"L\0\0\0\x01\x14\x02\0", b"\x1bLua", b"BC\xc0\xde",
                       b"@echo off")),
    (Kind.ENCRYPTED, 0, (b"-----BEGIN PGP MESSAGE", b"age-encryption.org", b"LUKS\xba\xbe", b"Salted__", b"-FVE-FS-",
                         b"\x84\x8c\x03", b"\x85\x01\x0c\x03", b"\x85\x02\x0c\x03")),
    (Kind.OTHER, 0, (b"{\\urtf", b"\xdb\xa5-\0", b"\x31\xbe\0\0", b"%FDF",
    b"\x78\x9f\x3e\x22",
                     b"\0\0\x1a\0", b"\x09\x08\x10\0\0\x06\x05\0", b"VERSIO", b"ITOLITLS", b"BOOKMOBI")),
)  # fmt: skip

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|<!DOCTYPE[^>\[]{0,400}(?:\[.{0,2000}?\]\s*)?>|\s)*"
    rb"<([\w:]{1,20})[\s>/]",
    re.DOTALL,
)
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,900}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_NETPBM: Final = re.compile(rb"P[1-7](?:\s|#)|P[Ff]\s")
_HEADER: Final = re.compile(rb"([!-9;-~]{1,60}):[ \t]?[^\n]*\n(?:[ \t]+[^\n]*\n)*")
_OF_MAIL: Final = frozenset(
    """
    from to cc bcc date subject message-id received mime-version content-type return-path reply-to sender references
    in-reply-to x-mailer user-agent delivered-to dkim-signature content-transfer-encoding
    """.split()
)
_TAILS: Final = (b"TRUEVISION-XFILE.\0", b"TRUEVISION-XFILE.")
_ENDS: Final = 70_000  # bytes in which a ZIP's end stands: a comment of 65,535 bytes and 22 more


def sniff(data: bytes) -> str:
    """Return the format of a document that is read: pdf, zip, rtf, mail, page or text. Stops at everything else."""
    if not data.strip(b"\0 \t\r\n"):
        raise Stop(Kind.NO_WORDS)
    if data.startswith(b"%PDF-"):
        return _alone(data, "pdf")
    if data.startswith(b"PK\x03\x04"):
        return "zip"
    if data.startswith(b"{\\rtf"):
        return _alone(data, "rtf")
    _stop_at_what_says_itself(data)
    if is_mail(data):
        return _alone(data, "mail")
    if _PAGE.match(data[:2048]):
        return _alone(data, "page")
    if b"%PDF-" in data[:1100] and b"startxref" in data:
        raise Stop(Kind.POLYGLOT)
    return _alone(data, "text")


def is_mail(data: bytes) -> bool:
    """Whether a file begins with the headers of an e-mail: two of those that all have, and nothing but headers."""
    start = data[:65536].replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    place, found = 0, set[str]()
    while match := _HEADER.match(start, place):
        found.add(match[1].decode("ascii").lower())
        place = match.end()
    ends = start[place : place + 1] == b"\n" or place >= len(start) or len(data) > 65536
    return (
        ends and len(found & _OF_MAIL) >= 2 and bool(found & {"from", "date", "received", "mime-version", "message-id"})
    )


def _stop_at_what_says_itself(data: bytes) -> None:
    bare = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
    if bare.startswith(_OLE):
        raise Stop(Kind.ENCRYPTED if _LOCKED in bare else Kind.OTHER)
    for kind, offset, signs in _AT:
        if offset and bare[:4].isalpha() and bare[:64].isascii() and offset < 100 and not bare.startswith(b"RIFF"):
            continue  # words that happen to have these letters there
        if bare.startswith(signs, offset) and not _are_words(bare, offset, signs):
            raise Stop(kind)
    if (
        bare.startswith(b"BM")
        and len(bare) > 26
        and int.from_bytes(bare[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    ):
        raise Stop(Kind.IMAGERY)
    if bare[:1] == b"\x0a" and bare[1:2] in b"\0\x02\x03\x04\x05" and bare[2:3] == b"\x01":  # PCX
        raise Stop(Kind.IMAGERY)
    if bare[:1] == b"G" and bare[188:189] == b"G" and bare[376:377] == b"G" and not bare[:400].isascii():  # MPEG-TS
        raise Stop(Kind.IMAGERY)
    if _NETPBM.match(bare) and not bare[:3].isalpha() and re.match(rb"P[1-7Ff](?:\s+#[^\n]*\n)*\s+\d+\s+\d+", bare):
        raise Stop(Kind.IMAGERY)
    if bare.endswith(_TAILS):
        raise Stop(Kind.IMAGERY)
    if bare[-512:-508] == b"koly" or bare[-512:].startswith(b"conectix"):
        raise Stop(Kind.DISC)
    markup = _MARKUP.match(bare[:8192])
    if markup:
        space, _, name = markup[1].lower().rpartition(b":")
        if name in (b"svg", b"canvas", b"img", b"vml", b"shape", b"path"):
            raise Stop(Kind.IMAGERY)
        if space or (bare.lstrip().startswith(b"<?xml") and name != b"html"):  # what some program writes: no text
            raise Stop(Kind.OTHER)


def _are_words(bare: bytes, offset: int, signs: tuple[bytes, ...]) -> bool:
    """Whether letters that begin a format begin a word here: MZ, MAC, FORM, WPG, From and the like, in plain text."""
    sign = next(sign for sign in signs if bare.startswith(sign, offset))
    if not (sign.isascii() and sign.replace(b" ", b"").isalnum()) or sign in (b"FUJIFILMCCD-RAW", b"DICM"):
        return False
    return not re.search(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]", bare[:2048]) and sign not in (
        b"GIF8",
        b"Rar!",
        b"8BPS",
        b"8BPB",
    )


def _alone(data: bytes, format: str) -> str:
    """Return the format, unless the same bytes are a file of another kind as well."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _ENDS))
    if (
        end >= 0
        and end + 22 <= len(data)
        and end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") <= len(data)
    ):
        raise Stop(Kind.POLYGLOT)
    if (
        data.endswith(_TAILS)
        or data[-512:-508] == b"koly"
        or data[257:262] == b"ustar"
        or data[0x8001:0x8006] == b"CD001"
    ):
        raise Stop(Kind.POLYGLOT)
    if format == "pdf":
        last = data.rfind(b"%%EOF")
        if last < 0:
            raise Stop(Kind.UNREADABLE)
        if data[last + 5 :].strip(b"\0 \t\r\n\x1a"):
            raise Stop(Kind.POLYGLOT)
    elif (format == "rtf" and data.rstrip(b"\0 \t\r\n\x1a")[-1:] != b"}") or any(
        sign in data
        for sign in (b"\x89PNG\r\n\x1a\n", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\xff\xd8\xff\xe0\0\x10JFIF")
    ):
        raise Stop(Kind.POLYGLOT)
    return format
