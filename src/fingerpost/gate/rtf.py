"""RTF: the words of its text, headers, footers and notes, with headings, lists and tables. One pass, no recursion."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace
from typing import Final

from fingerpost.gate.blocks import Gathered, Kind, Left, Stop
from fingerpost.gate.rtf_words import AROUND, CHARACTERS, CHARSETS, KEPT, LEFT, SKIPPED

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)


@dataclass(slots=True)
class _State:
    """What a group may change, and its end takes back."""

    skipped: bool = False
    hidden: bool = False
    tiny: bool = False
    deleted: bool = False
    bullet: bool = False
    unicode: int = 1  # characters that stand for one in Unicode, for readers that know none
    encoding: str = "cp1252"
    heading: int = 0
    item: int = 0
    in_table: bool = False
    into: int = -1  # a header, a note or a footer
    destination: str = ""


@dataclass(slots=True)
class _Run:
    """What has been read of one part: the text, or one of what stands around it."""

    text: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    bullet: list[str] = field(default_factory=list)
    blocks: list[tuple[str, int, object]] = field(default_factory=list)


def read(data: bytes, gathered: Gathered) -> None:
    """Gather the words of an RTF."""
    _Reader(data, gathered).read()


class _Reader:
    def __init__(self, data: bytes, gathered: Gathered) -> None:
        self.data = data
        self.out = gathered
        self.state = _State()
        self.groups: list[_State] = []
        self.runs = {0: _Run(), -1: _Run(), 1: _Run(), 2: _Run()}
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.page = "cp1252"
        self.styles: dict[int, int] = {}
        self.style = -1
        self.skip = 0
        self.may_be_skipped = False
        self.bytes = bytearray()
        self.high = 0
        self.field: dict[str, int] = {}

    def read(self) -> None:
        """Read tokens to the end of the outermost group."""
        place, size = 0, len(self.data)
        while place < size:
            match = _TOKEN.match(self.data, place)
            if match is None:
                raise Stop(Kind.UNREADABLE)
            place = match.end()
            word, number, code, sign, brace, text = match.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            if text is not None:
                self._text(text)
                continue
            self._decoded()
            if brace == b"{":
                self._open()
            elif brace == b"}":
                self._close()
                if not self.groups:
                    break
            elif sign is not None:
                self._sign(sign)
            elif word is not None:
                count = int(number) if number else None
                if word == b"bin":
                    place += max(count or 0, 0)
                self._word(word.decode("ascii"), count)
        if self.groups or place > size:
            raise Stop(Kind.UNREADABLE)
        if self.data[place:].strip(b"\0 \t\r\n\x1a"):
            raise Stop(Kind.POLYGLOT)
        self._pour()

    # ---- groups ------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.groups.append(replace(self.state))
        self.state.destination = ""
        if len(self.groups) > 4 * self.out.limits.depth:
            raise Stop(Kind.BOMB)

    def _close(self) -> None:
        if not self.groups:
            raise Stop(Kind.UNREADABLE)
        if self.state.destination in ("header", "note") and not self.state.skipped:
            self._paragraph()
        ended, self.state = self.state.destination, self.groups.pop()
        if ended == "formfield":
            self._ticked()

    @property
    def run(self) -> _Run:
        """Where words go now."""
        return self.runs[self.state.into]

    # ---- characters --------------------------------------------------------------------------------------------------

    def _byte(self, code: int) -> None:
        if self.skip:
            self.skip -= 1
        elif not self.state.skipped:
            self.bytes.append(code)

    def _text(self, text: bytes) -> None:
        if self.skip:
            gone = min(self.skip, len(text))
            text, self.skip = text[gone:], self.skip - gone
        if not self.state.skipped:
            self.bytes += text
        elif self.state.destination == "font" and b";" in text:
            self.state.destination = ""

    def _decoded(self) -> None:
        if self.bytes:
            text = bytes(self.bytes).decode(self.state.encoding, errors="replace")
            self.bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        if self.state.skipped:
            return
        state = self.state
        if state.hidden or state.tiny or state.deleted:
            if text.strip():
                self.out.leave(Left.CHANGE if state.deleted else Left.HIDDEN)
            return
        (self.run.bullet if self.state.bullet else self.run.text).append(text)

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.may_be_skipped = True
            return
        if sign in b"{}\\":
            self._add(sign.decode())
        elif sign == b"~":
            self._add(" ")
        elif sign == b"_":
            self._add("-")
        elif sign in b"\r\n":
            self._paragraph()

    def _unicode(self, number: int) -> None:
        code = number % 65536
        self.skip = self.state.unicode
        if 0xD800 <= code < 0xDC00:
            self.high = code
            return
        if 0xDC00 <= code < 0xE000:
            if self.high:
                self._add(chr(0x10000 + ((self.high - 0xD800) << 10) + code - 0xDC00))
            self.high = 0
            return
        self._add(chr(code))

    # ---- words of control --------------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        may_be_skipped, self.may_be_skipped = self.may_be_skipped, False
        if word != "u":
            self.skip = 0
        if word in SKIPPED or (may_be_skipped and word not in KEPT and word not in LEFT):
            self.state.skipped = True
            self.state.destination = word
            if word in ("vbaproject", "oleclsid"):
                self.out.leave(Left.MACRO)
            if word == "info":
                self.out.left[Left.DETAILS] = 1
            return
        if word in LEFT and (left := LEFT[word]) is not None:
            if word == "formfield":
                self.field, self.state.destination = {}, word
            elif not self.state.skipped or word == "objdata":
                self.out.leave(left)
            self.state.skipped = True
            return
        if self.state.skipped:
            self._of_a_table(word, number)
            return
        self._of_text(word, number)

    def _of_a_table(self, word: str, number: int | None) -> None:
        """Fonts and styles are listed in groups that are no text."""
        inside = [group.destination for group in self.groups] + [self.state.destination]
        if word in ("fftype", "ffres", "ffdefres") and number is not None and "formfield" in inside:
            self.field[word] = number
        if "fonttbl" in inside:
            if word == "f" and number is not None:
                self.font = number
            elif word == "fcharset" and number in CHARSETS:
                self.fonts[self.font] = CHARSETS[number]
        elif "stylesheet" in inside:
            if word == "s" and number is not None:
                self.style = number
            elif word == "outlinelevel" and number is not None and number < 9 and self.style >= 0:
                self.styles[self.style] = number + 1
                self.style = -1

    def _ticked(self) -> None:
        """A box that is ticked or not; what is typed in a form is text that follows."""
        if self.field.get("fftype") == 1:
            result = self.field.get("ffres", 25)  # 25: as it was made
            on = (self.field.get("ffdefres", 0) if result == 25 else result) == 1
            if not (self.state.hidden or self.state.deleted):
                self.run.text.append("☒" if on else "☐")
        elif self.field.get("fftype") == 2:
            self.out.leave(Left.FORM)

    def _of_text(self, word: str, number: int | None) -> None:
        state = self.state
        if word == "u" and number is not None:
            self._unicode(number)
        elif word in CHARACTERS:
            self._add(CHARACTERS[word])
        elif word in ("par", "sect", "page"):
            self._paragraph()
        elif word in ("cell", "nestcell"):
            self._cell()
        elif word in ("row", "nestrow"):
            self.run.rows.append(self.run.cells)
            self.run.cells = []
        elif word == "intbl":
            state.in_table = True
        elif word == "pard":
            state.in_table, state.heading, state.item = False, 0, 0
        elif word == "s" and number is not None:
            state.heading = self.styles.get(number, 0)
        elif word == "outlinelevel" and number is not None:
            state.heading = number + 1 if number < 9 else 0
        elif word in ("ls", "ilvl"):
            state.item = max(state.item, 1) if word == "ls" else (number or 0) + 1
        elif word in ("pntext", "listtext"):
            state.bullet = True
        elif word in ("v", "deleted"):
            setattr(state, "hidden" if word == "v" else "deleted", number != 0)
        elif word == "fs" and number is not None:
            state.tiny = number <= 2  # half points
        elif word == "plain":
            state.hidden = state.deleted = state.tiny = False
        elif word == "uc" and number is not None:
            state.unicode = min(max(number, 0), 8)
        elif word in AROUND:
            state.into, state.destination = AROUND[word], "note"
            state.in_table = False
        else:
            self._of_encodings(word, number)

    def _of_encodings(self, word: str, number: int | None) -> None:
        if word in ("ansicpg", "mac", "pc", "pca"):
            name = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}")
            try:
                codecs.lookup(name)
            except LookupError:
                return
            self.page = self.state.encoding = name
        elif word == "f" and number is not None:
            found = self.fonts.get(number)
            self.state.encoding = self.page if found in (None, "cp1252") else found

    # ---- blocks ------------------------------------------------------------------------------------------------------

    def _cell(self) -> None:
        run = self.run
        run.cells.append("".join(run.text))
        run.text, run.bullet = [], []

    def _paragraph(self) -> None:
        run, state = self.run, self.state
        if state.in_table:
            run.text.append("\n")
            return
        self._end_of_table(run)
        text, bullet = "".join(run.text), "".join(run.bullet).strip()
        run.text, run.bullet = [], []
        if state.heading:
            run.blocks.append(("heading", state.heading, f"{bullet} {text}" if bullet else text))
        elif state.item or bullet:
            number = bullet if bullet and bullet[0].isalnum() else ""
            run.blocks.append(("item", max(state.item, 1), f"{number} {text}" if number else text))
        else:
            run.blocks.append(("paragraph", 0, text))
        if len(run.blocks) > self.out.limits.blocks:
            raise Stop(Kind.TOO_LONG)

    @staticmethod
    def _end_of_table(run: _Run) -> None:
        if run.rows or run.cells:
            if run.cells:
                run.rows.append(run.cells)
            run.blocks.append(("table", 0, run.rows))
            run.rows, run.cells = [], []

    def _pour(self) -> None:
        """Headers first, the text, its notes, and footers; what is said on first and other pages is kept once."""
        self.state = _State()
        self._paragraph()
        seen = set()
        for which in (0, -1, 1, 2):
            self._end_of_table(self.runs[which])
            for kind, level, what in self.runs[which].blocks:
                if which in (0, 2) and isinstance(what, str):
                    if what.strip() in seen:
                        continue
                    seen.add(what.strip())
                if isinstance(what, list):
                    self.out.table(what)
                elif kind == "heading":
                    self.out.heading(level, str(what))
                elif kind == "item":
                    self.out.item(str(what), level)
                else:
                    self.out.paragraph(str(what))
