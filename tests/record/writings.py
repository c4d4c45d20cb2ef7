"""The ways in which a text may stand in a file without being readable at first sight."""

from __future__ import annotations

import codecs
import zlib
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterator
from contextlib import suppress
from re import compile as pattern

_BASE64 = pattern(rb"[A-Za-z0-9+/_-]{24,}")


def of_text(text: str) -> dict[str, bytes]:
    """Return the bytes to look for, by what they are called: each case, backwards, and in the usual encodings."""
    cases = {"as it is": text, "small": text.lower(), "capital": text.upper(), "title": text.title()}
    found: dict[str, bytes] = {}
    for case, written in {**cases, **{f"{name}, backwards": text[::-1] for name, text in cases.items()}}.items():
        plain = written.encode()
        found[case] = plain
        found[f"{case}, UTF-16 LE"] = written.encode("utf-16-le")
        found[f"{case}, UTF-16 BE"] = written.encode("utf-16-be")
        found[f"{case}, hex"] = plain.hex().encode()
        found[f"{case}, capital hex"] = plain.hex().upper().encode()
        found[f"{case}, ROT13"] = codecs.encode(written, "rot13").encode()
        for shift in range(3):
            # Whatever is before and after it, these characters of base64 depend on the text alone.
            encoded = b64encode(b"\0" * shift + plain + b"\0" * (-(shift + len(plain)) % 3))
            start, end = (0, 2, 3)[shift], len(encoded) - (4 if (shift + len(plain)) % 3 else 0)
            found[f"{case}, base64 {shift}"] = encoded[start:end]
    return found


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield what is packed with zlib in `data`, in base64 or not, as Django packs its sessions."""
    for candidate in _BASE64.finditer(data):
        text = candidate[0].replace(b"-", b"+").replace(b"_", b"/")
        try:
            yield zlib.decompress(b64decode(text + b"=" * (-len(text) % 4)))
        except (zlib.error, Error, ValueError):
            continue
    start = data.find(b"\x78\x9c")
    while start >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[start:])
        start = data.find(b"\x78\x9c", start + 1)


def found_in(data: bytes, texts: dict[str, bytes]) -> list[str]:
    """Return the names of those writings that stand in `data`, or in what is packed in it."""
    readings = [data, *unpacked(data)]
    return [name for name, writing in texts.items() if any(writing in reading for reading in readings)]
