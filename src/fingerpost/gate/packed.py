"""A ZIP as Word and LibreOffice write one: every byte of it accounted for, and no part unpacked beyond a limit."""

from __future__ import annotations

import io
import zipfile
import zlib
from struct import error as struct_error
from typing import Final

from lxml import etree

from fingerpost.gate.blocks import Kind, Limits, Stop

_GAP: Final = 64  # bytes between two parts: a descriptor of 24 at the most, or what aligns them
_RATIO: Final = 400  # of a part of more than a mebibyte; prose packs to a tenth, empty tables to a hundredth
_ALL: Final = 400 * 2**20  # bytes of all parts, unpacked


class Packed:
    """The parts of a document that is a ZIP."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.data = data
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            self.parts = self.zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError, struct_error) as error:
            raise Stop(Kind.UNREADABLE) from error
        self._account()
        self.names = [part.filename for part in self.parts]

    def _account(self) -> None:
        """Stop where the ZIP holds more than its parts, unpacks to too much, or is locked."""
        if len(self.parts) > self.limits.parts:
            raise Stop(Kind.BOMB)
        if len({part.filename for part in self.parts}) != len(self.parts):
            raise Stop(Kind.POLYGLOT)
        end = len(self.data) - 22
        if self.data[end : end + 4] != b"PK\x05\x06" or self.zip.comment:
            raise Stop(Kind.POLYGLOT)
        place = 0
        for part in sorted(self.parts, key=lambda one: one.header_offset):
            if part.flag_bits & 0x2041:
                raise Stop(Kind.ENCRYPTED)
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Stop(Kind.UNREADABLE)
            if not 0 <= part.header_offset - place <= (_GAP if place else 0):
                raise Stop(Kind.POLYGLOT if part.header_offset >= place else Kind.BOMB)  # parts that overlap
            head = self.data[part.header_offset : part.header_offset + 30]
            if head[:4] != b"PK\x03\x04" or len(head) < 30:
                raise Stop(Kind.UNREADABLE)
            place = part.header_offset + 30 + part.compress_size
            place += int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
            if part.file_size > 2**20 and part.file_size > _RATIO * max(part.compress_size, 1):
                raise Stop(Kind.BOMB)
        if not 0 <= self.zip.start_dir - place <= _GAP:
            raise Stop(Kind.POLYGLOT)
        if sum(part.file_size for part in self.parts) > _ALL:
            raise Stop(Kind.BOMB)

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self.names

    def bytes_of(self, name: str) -> bytes:
        """Return a part, unpacked: no more of it than may be."""
        try:
            with self.zip.open(name) as part:
                found = part.read(self.limits.part + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise Stop(Kind.UNREADABLE) from error
        if len(found) > self.limits.part:
            raise Stop(Kind.TOO_LONG)
        return found

    def xml(self, name: str) -> etree._Element:
        """Return a part as a tree."""
        return parsed(self.bytes_of(name))


def parsed(data: bytes) -> etree._Element:
    """Return XML as a tree: without entities, a DTD, comments, or anything fetched; no deeper than 256."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        raise Stop(Kind.BOMB if b"<!ENTITY" in data else Kind.UNREADABLE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=False,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Stop(Kind.BOMB if "depth" in str(error) else Kind.UNREADABLE) from error


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute by its name without a namespace; nothing where it is not there."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
