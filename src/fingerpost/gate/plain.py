"""Plain text: its encoding, and its paragraphs, items and quoted lines."""

from __future__ import annotations

import re
from typing import Final

from fingerpost.gate.blocks import Gathered, Kind, Stop

_BINARY: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNDEFINED: Final = frozenset(b"\x81\x8d\x8f\x90\x9d")
_ITEM: Final = re.compile(
    r"(?P<in>[ \t]*)(?:(?P<bullet>[-*•‣◦▪·–—])|(?P<number>(?:\d{1,3}|[a-z])[.)]))[ \t]+(?P<text>\S.*)"
)
_QUOTED: Final = re.compile(r"(?:> ?)+")
_RULE: Final = re.compile(r"[\s\-_=*~.·—–]{3,}")


def decoded(data: bytes) -> str:
    """Return the text: UTF-8, UTF-16 or Windows-1252. Stops at what is none of them."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") and data[:4] != b"\xff\xfe\0\0":
        text = _as(data, "utf-16")
    elif len(data) >= 4 and len(data) % 2 == 0 and b"\0" in data[:64]:
        text = _as(data, "utf-16-le" if data[1:64:2].count(0) >= data[0:64:2].count(0) else "utf-16-be")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            if _UNDEFINED & set(data):
                raise Stop(Kind.UNREADABLE) from None
            text = data.decode("cp1252")
    if _BINARY.search(text.rstrip("\x1a\0")):
        raise Stop(Kind.UNREADABLE)
    return text


def _as(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Stop(Kind.UNREADABLE) from None
    return text.removeprefix("\ufeff")


def read(data: bytes, gathered: Gathered) -> None:
    """Gather the words of a plain text."""
    if len(data) > 8 * gathered.limits.characters:
        raise Stop(Kind.TOO_LONG)
    lines(decoded(data), gathered)


def lines(text: str, gathered: Gathered) -> None:
    """Gather paragraphs: blank lines part them; items, quoted lines and lines across begin one."""
    paragraph: list[str] = []
    depth = 0

    def end() -> None:
        gathered.paragraph("\n".join(paragraph), depth)
        paragraph.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        quoted = _QUOTED.match(line)
        level = quoted[0].count(">") if quoted else 0
        bare = line[quoted.end() :] if quoted else line
        if level != depth or not bare.strip():
            end()
            depth = level
        if not bare.strip():
            continue
        if _RULE.fullmatch(bare):
            end()
            gathered.paragraph(bare, depth)
            continue
        item = _ITEM.fullmatch(bare) if not level else None
        if item:
            end()
            number = item["number"]
            gathered.item(
                f"{number} {item['text']}" if number else item["text"], 1 + len(item["in"].expandtabs(2)) // 2
            )
        else:
            paragraph.append(bare)
    end()
