"""The HTML of an e-mail: its words, by one pass over its tags. Nothing is fetched, run or laid out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from fingerpost.gate.blocks import Gathered, Kind, Left, Stop
from fingerpost.gate.plain import decoded

_LONGEST: Final = 4 * 2**20  # characters
_VOID: Final = frozenset(
    """
    area base br col embed hr img input link meta param source track wbr
    """.split()
)
_BREAKS: Final = frozenset(
    """
    p div section article header footer main nav aside address center dl dt dd form fieldset figure figcaption pre
    blockquote ul ol li table tr td th thead tbody tfoot caption h1 h2 h3 h4 h5 h6 hr details summary body html
    """.split()
)
_SKIPPED: Final = {
    **dict.fromkeys(["script", "style", "head", "title", "template", "noscript", "noframes", "textarea"]),
    **dict.fromkeys(["svg", "math", "canvas", "picture", "map"], Left.PICTURE),
    **dict.fromkeys(["object", "iframe", "embed", "applet", "video", "audio", "frameset"], Left.OBJECT),
    **dict.fromkeys(["select", "button", "datalist"], Left.FORM),
}
_HIDES: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
)
_SIZE: Final = re.compile(r"(?<![\w-])font-size\s*:\s*([^;!]{1,40})")
_TINY: Final = re.compile(r"(?:[01](?:\.0*)?|\.\d+)(?:px|pt|%)?|0(?:\.\d+)?r?em")


def read(data: bytes, gathered: Gathered) -> None:
    """Gather the words of a page that was saved."""
    read_text(decoded(data), gathered)


def read_text(text: str, gathered: Gathered) -> None:
    """Gather the words of a page."""
    if len(text) > _LONGEST:
        raise Stop(Kind.TOO_LONG)
    reader = _Reader(gathered)
    reader.feed(text)
    reader.close()
    reader.end()


class _Grid:
    """A table: rows of words, unless it is there for its looks."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.is_layout = False


class _Reader(HTMLParser):
    def __init__(self, gathered: Gathered) -> None:
        super().__init__(convert_charrefs=True)
        self.out = gathered
        self.text: list[str] = []
        self.closed: list[str] = []  # the tags of an element that is left out, from it down
        self.sizes: list[
            tuple[str, bool]
        ] = []  # elements from the last that says how large its letters are: too small?
        self.grids: list[_Grid] = []
        self.cell: list[str] = []
        self.heading = self.quoted = self.lists = 0
        self.item = self.pre = False
        self.size = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        if self.closed == ["head"] and tag == "body":
            self.closed.clear()
        if self.closed:
            if tag == self.closed[0]:
                self.closed.append(tag)
            return
        said = dict(attrs)
        if tag == "img":
            self.out.leave(Left.PICTURE)
        elif tag == "input":
            self.out.leave(Left.FORM, int((said.get("type") or "").lower() != "hidden"))
        style = (said.get("style") or "").lower()
        hidden = "hidden" in said or bool(_HIDES.search(style))
        if tag in _SKIPPED or hidden:
            left = _SKIPPED.get(tag, Left.HIDDEN)
            if left is not None:
                self.out.leave(left)
            if tag not in _VOID:
                self._break()
                self.closed.append(tag)
            return
        if tag not in _VOID:
            self._sized(tag, style)
        if tag == "br":
            self.text.append("\n")
        elif tag in _BREAKS:
            self._break()
            self._begin(tag)

    def _sized(self, tag: str, style: str) -> None:
        """Letters without size hide words, unless what stands inside has a size of its own: columns are made so."""
        if self.sizes and self.sizes[-1][0] == tag == "p":  # whose end may be left out
            self.sizes.pop()
        said = _SIZE.findall(style)
        if said:
            size = said[-1].strip()
            is_of_another = size.endswith(("em", "%")) and not size.endswith("rem")
            tiny = bool(_TINY.fullmatch(size)) or (is_of_another and bool(self.sizes) and self.sizes[-1][1])
            self.sizes.append((tag, tiny))
        elif self.sizes and tag == self.sizes[-1][0]:
            self.sizes.append(self.sizes[-1])

    def _begin(self, tag: str) -> None:
        if tag[0] == "h" and tag[1:].isdigit():
            self.heading = int(tag[1:])
        elif tag == "blockquote":
            self.quoted += 1
        elif tag in ("ul", "ol"):
            self.lists += 1
        elif tag == "li":
            self.item = True
        elif tag == "pre":
            self.pre = True
        elif tag == "table":
            for grid in self.grids:
                self._as_text(grid)
            self.grids.append(_Grid())
            if len(self.grids) > self.out.limits.depth:
                raise Stop(Kind.BOMB)
        elif tag == "tr" and self.grids:
            self.grids[-1].rows.append([])

    def handle_endtag(self, tag: str) -> None:
        """End an element, whether or not it began."""
        if self.closed:
            if tag == self.closed[0]:
                self.closed.pop()
            return
        if self.sizes and tag == self.sizes[-1][0]:
            self.sizes.pop()
        if tag not in _BREAKS:
            return
        self._break()
        if tag[0] == "h" and tag[1:].isdigit():
            self.heading = 0
        elif tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
        elif tag in ("ul", "ol"):
            self.lists = max(0, self.lists - 1)
        elif tag == "li":
            self.item = False
        elif tag == "pre":
            self.pre = False
        elif tag in ("td", "th") and self.grids:
            self._end_of_cell()
        elif tag == "table" and self.grids:
            grid = self.grids.pop()
            if not grid.is_layout:
                self.out.table(grid.rows)

    def handle_data(self, data: str) -> None:
        """Take words."""
        if self.closed:
            return
        self.size += len(data)
        if self.size > self.out.limits.characters * 3:
            raise Stop(Kind.TOO_LONG)
        if self.sizes and self.sizes[-1][1]:
            self.out.leave(Left.HIDDEN, int(bool(data.strip())))
            return
        self.text.append(data if self.pre else re.sub(r"[ \t\r\n]+", " ", data))

    def unknown_decl(self, data: str) -> None:
        """Pass by a conditional part of Outlook’s."""

    def _break(self) -> None:
        text, self.text = "".join(self.text).strip(" \n"), []
        if not text:
            return
        if self.grids and not self.grids[-1].is_layout:
            self.cell.append(text)
        elif self.heading:
            self.out.heading(self.heading, text)
        elif self.item or self.lists:
            self.out.item(text, self.lists)
        else:
            self.out.paragraph(text, self.quoted)

    def _end_of_cell(self) -> None:
        grid = self.grids[-1]
        text, self.cell = "\n".join(self.cell), []
        if grid.is_layout:
            return
        if not grid.rows:
            grid.rows.append([])
        grid.rows[-1].append(text)

    def _as_text(self, grid: _Grid) -> None:
        """Write a table with another in it as paragraphs: it is there for its looks."""
        if grid.is_layout:
            return
        grid.is_layout = True
        for row in grid.rows:
            for cell in row:
                self.out.paragraph(cell, self.quoted)
        for cell in self.cell:
            self.out.paragraph(cell, self.quoted)
        grid.rows, self.cell = [], []

    def end(self) -> None:
        """Write what was not ended."""
        if not self.closed:
            self._break()
        if self.cell and self.grids:
            self._end_of_cell()
        while self.grids:
            grid = self.grids.pop()
            if not grid.is_layout:
                self.out.table(grid.rows)
