"""An e-mail: who wrote to whom, when and of what, and the words of its text. Whatever is attached is left out."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from typing import Final

from fingerpost.gate import html, plain
from fingerpost.gate.blocks import Gathered, Kind, Left, Stop

_SHOWN: Final = ("From", "To", "Cc", "Date", "Subject")
_LONGEST: Final = 20_000  # characters of one header
_ENCRYPTED: Final = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_PKCS7: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ARMOUR: Final = b"-----BEGIN PGP MESSAGE-----"


def read(data: bytes, gathered: Gathered) -> None:
    """Gather the words of an e-mail."""
    message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=compat32)
    values: dict[str, str] = {}
    for name, value in message.raw_items():
        values.setdefault(name.lower(), str(value))
    for name in _SHOWN:
        if said := " ".join(_header(values.get(name.lower(), "")).split()):
            gathered.paragraph(f"{name}: {said}")
    _part(message, gathered, 0)


def _header(value: str) -> str:
    """Return a header's text, decoded."""
    if len(value) > _LONGEST:
        raise Stop(Kind.TOO_LONG)
    found = []
    value = _decoded(value.encode("utf-8", "surrogateescape"), "")  # bytes that stand there undeclared
    try:
        pieces = decode_header(value)
    except HeaderParseError:  # encoded words that are none
        return value
    for text, charset in pieces:
        piece = text if isinstance(text, str) else _decoded(text, charset or "utf-8")
        found.append(f" {piece} " if charset is None else piece)  # between encoded words there is no space
    return "".join(found)


def _part(part: Message, gathered: Gathered, depth: int) -> None:
    if depth > gathered.limits.depth:
        raise Stop(Kind.BOMB)
    kind = part.get_content_type()
    if kind in _ENCRYPTED or (kind in _PKCS7 and part.get_param("smime-type") != "signed-data"):
        raise Stop(Kind.ENCRYPTED)
    if kind == "message/rfc822" and depth:
        gathered.leave(Left.MESSAGE)
    elif part.is_multipart():
        _parts(part, kind, gathered, depth)
    elif kind in _SIGNATURES:
        return
    elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        _text(part, kind, gathered)
    else:
        gathered.leave(Left.PICTURE if part.get_content_maintype() == "image" else Left.ATTACHMENT)


def _parts(part: Message, kind: str, gathered: Gathered, depth: int) -> None:
    payload = part.get_payload()
    children = [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []
    if kind == "multipart/alternative":
        _part(_best(children), gathered, depth + 1) if children else None
        return
    for child in children:
        _part(child, gathered, depth + 1)


def _best(children: list[Message]) -> Message:
    """Of the same text in several forms, the last that is words: that with headings and tables."""
    for child in reversed(children):
        if child.get_content_type() in ("text/html", "multipart/related", "multipart/mixed", "text/plain") and _says(
            child
        ):
            return child
    return children[0]


def _says(part: Message) -> bool:
    return part.is_multipart() or bool((part.get_payload(decode=True) or b"").strip())


def _text(part: Message, kind: str, gathered: Gathered) -> None:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return
    if _ARMOUR in payload:
        raise Stop(Kind.ENCRYPTED)
    if len(payload) > 4 * 2**20:
        raise Stop(Kind.TOO_LONG)
    text = _decoded(payload, part.get_content_charset() or "")
    if kind == "text/html":
        html.read_text(text, gathered)
        return
    if str(part.get_param("format") or "").lower() == "flowed":
        text = _flowed(text, str(part.get_param("delsp") or "").lower() == "yes")
    plain.lines(text, gathered)


def _decoded(data: bytes, charset: str) -> str:
    """Return bytes as text: as they say, or as they look where they say nothing or nothing that is known."""
    for name in (charset, "utf-8"):
        try:
            return data.decode(name) if name else data.decode("utf-8")
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def _flowed(text: str, delete_space: bool) -> str:
    """Return format=flowed text (RFC 3676) with its paragraphs on one line each."""
    found: list[str] = []
    open_at = ""
    is_open = False
    for line in text.replace("\r\n", "\n").split("\n"):
        quote = re.match(r">*", line)
        marks = quote[0] if quote else ""
        bare = line[len(marks) :].removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        if flows and delete_space:
            bare = bare[:-1]
        if is_open and marks == open_at and bare != "-- ":
            found[-1] += bare
        else:
            found.append(f"{marks} {bare}" if marks else bare)
        is_open, open_at = flows, marks
    return "\n".join(found)
