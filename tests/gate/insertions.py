"""A picture put into an ordinary document at a random place, in a random writing."""

from __future__ import annotations

import base64
import random
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Final

from fingerpost.gate import Words, read
from gate import ordinary
from gate.making import packed, png

_WRITINGS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "raw": lambda noise: noise,
    "a PNG": png,
    "base64": base64.b64encode,
    "base64 in lines": base64.encodebytes,
    "base85": base64.b85encode,
    "hex": lambda noise: noise.hex().encode(),
    "decimal": lambda noise: b" ".join(b"%d" % one for one in noise),
    "reversed": lambda noise: noise[::-1],
    "XORed": lambda noise: bytes(one ^ 0x5A for one in noise),
    "packed": zlib.compress,
    "quoted": lambda noise: b"".join(b"=%02X" % one for one in noise),
    "entities": lambda noise: b"".join(b"&#%d;" % (0x4E00 + one) for one in noise),
}


FEW: Final = 337
"""Bytes: what 450 signs of base64 have, which may be among words (`wording/codes.py`)."""


@cache
def _documents() -> dict[str, tuple[bytes, str]]:
    found = {name: (made, read(made)) for name, made in ordinary.by_hand().items()}
    return {name: (made, words.text) for name, (made, words) in found.items() if isinstance(words, Words)}


def insert(source: random.Random) -> tuple[str, bytes, bytes, str]:
    """Return how it was done, the document, the picture in it, and what the document said without it."""
    noise = source.randbytes(source.choice((600, 1_500, 3_000)))
    writing = source.choice(sorted(_WRITINGS))
    name = source.choice(sorted(_documents()))
    (document, says), put = _documents()[name], _WRITINGS[writing](noise)
    if document.startswith(b"PK") and source.random() < 0.8:
        made = _in_a_part(document, put, source)
    else:
        made = _somewhere(document, put, source)
    return f"{writing} in {name}", made, noise, says


def _somewhere(document: bytes, put: bytes, source: random.Random) -> bytes:
    place = source.randrange(len(document) + 1)
    over = source.choice((0, 0, len(put)))
    return document[:place] + put + document[place + over :]


def _in_a_part(document: bytes, put: bytes, source: random.Random) -> bytes:
    with zipfile.ZipFile(BytesIO(document)) as file:
        parts: dict[str, bytes | str] = {name: file.read(name) for name in file.namelist()}
    if source.random() < 0.2:
        parts[f"word/{source.randrange(100)}.bin"] = put
        return packed(parts)
    name = source.choice(sorted(name for name in parts if name.endswith(".xml")))
    part = parts[name]
    assert isinstance(part, bytes)
    if source.random() < 0.6:  # where text stands
        places = [place for place in range(len(part)) if part[place : place + 1] == b">"]
        place = source.choice(places) + 1 if places else 0
        parts[name] = (
            part[:place] + put.replace(b"<", b"").replace(b"&#", b"&#" if put[:2] == b"&#" else b"") + part[place:]
        )
    else:
        parts[name] = _somewhere(part, put, source)
    return packed(parts)
