"""DOCX: the words of its text, headers, footers and notes, with headings, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from fingerpost.gate.blocks import Gathered, Kind, Left, Stop
from fingerpost.gate.packed import Packed, attribute, local
from fingerpost.gate.symbol_fonts import symbol

_MAIN: Final = re.compile(r"word/document\d{0,2}\.xml")
_INSIDE: Final = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"}
)
_PASSED_BY: Final = frozenset({"del", "moveFrom"})
_PICTURES: Final = frozenset({"blip", "imagedata", "svgBlip", "relIds"})
_SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def main_of(packed: Packed) -> str:
    """Return the name of the part that is the text: some services number it."""
    return next((name for name in sorted(packed.names) if _MAIN.fullmatch(name)), "word/document.xml")


def read(packed: Packed, gathered: Gathered) -> None:
    """Gather the words of a DOCX."""
    _Document(packed, gathered).read()


class _Document:
    def __init__(self, packed: Packed, gathered: Gathered) -> None:
        self.packed = packed
        self.out = gathered
        self.headings: dict[str, int] = {}
        self.lists: dict[str, int] = {}
        self.hidden: set[str] = set()
        self.pictures = 0
        self.depth = 0

    def read(self) -> None:
        """Headers first, then the text, notes, and footers: as they are read."""
        self._styles()
        names = sorted(name for name in self.packed.names if name.startswith("word/"))
        seen: set[str] = set()
        for name in (one for one in names if one.startswith("word/header") and one.endswith(".xml")):
            self._around(name, seen)
        self._blocks(self._body())
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            if self.packed.has(name):
                for note in self.packed.xml(name):
                    if attribute(note, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
                        self._blocks(note)
        for name in (one for one in names if one.startswith("word/footer") and one.endswith(".xml")):
            self._around(name, seen)
        self._count()

    def _body(self) -> etree._Element:
        for child in self.packed.xml(main_of(self.packed)):
            if local(child) == "body":
                return child
        raise Stop(Kind.UNREADABLE)

    def _around(self, name: str, seen: set[str]) -> None:
        """Headers and footers: one for first pages and one for others often say the same."""
        root = self.packed.xml(name)
        says = "".join(root.itertext())
        if says.strip() and says not in seen:
            seen.add(says)
            self._blocks(root)

    def _styles(self) -> None:
        if not self.packed.has("word/styles.xml"):
            return
        based: dict[str, str] = {}
        for style in self.packed.xml("word/styles.xml"):
            if local(style) != "style":
                continue
            known = attribute(style, "styleId")
            for child in style.iter():
                name, value = local(child), attribute(child, "val")
                if name == "name":
                    self._named(known, value.lower())
                elif name == "basedOn":
                    based[known] = value
                elif name == "outlineLvl" and value.isdigit() and int(value) < 9:
                    self.headings.setdefault(known, int(value) + 1)
                elif name == "numPr":
                    self.lists.setdefault(known, 1)
                elif name == "vanish" and _is_on(child):
                    self.hidden.add(known)
        for style in based:
            base, steps = based[style], 0
            while base and steps < 20:
                if style not in self.headings and base in self.headings:
                    self.headings[style] = self.headings[base]
                if style not in self.lists and base in self.lists:
                    self.lists[style] = self.lists[base]
                base, steps = based.get(base, ""), steps + 1

    def _named(self, known: str, name: str) -> None:
        first, _, number = name.rpartition(" ")
        if first == "heading" and number.isdigit():
            self.headings[known] = int(number)
        elif name == "title":
            self.headings[known] = 1
        elif name.startswith(("list bullet", "list number")):
            self.lists[known] = int(number) if number.isdigit() else 1

    # ---- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element) -> None:
        self.depth += 1
        if self.depth > self.out.limits.depth:
            raise Stop(Kind.BOMB)
        for child in _shown(parent):
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self.out.table([[self._cell(cell) for cell in _named(row, "tc")] for row in _named(child, "tr")])
            elif name in _INSIDE:
                self._blocks(child)
            elif name in _PASSED_BY:
                self.out.leave(Left.CHANGE)
            elif name == "altChunk":
                self.out.leave(Left.OBJECT)
        self.depth -= 1

    def _paragraph(self, paragraph: etree._Element) -> None:
        boxes: list[etree._Element] = []
        text = "".join(self._inline(paragraph, boxes))
        style, level, is_item = self._manner(paragraph)
        if style in self.headings and not (is_item and self.headings[style] > 9):
            self.out.heading(self.headings[style], text)
        elif is_item:
            self.out.item(text, level)
        else:
            self.out.paragraph(text)
        for box in boxes:
            self._blocks(box)

    def _manner(self, paragraph: etree._Element) -> tuple[str, int, bool]:
        """Return a paragraph's style, and whether it is an item of a list, and how deep."""
        style, level, is_item = "", 1, False
        for manner in paragraph:
            if local(manner) != "pPr":
                continue
            for child in manner:
                name = local(child)
                if name == "pStyle":
                    style = attribute(child, "val")
                elif name == "outlineLvl" and attribute(child, "val").isdigit() and int(attribute(child, "val")) < 9:
                    style = f"\0{attribute(child, 'val')}"
                    self.headings[style] = int(attribute(child, "val")) + 1
                elif name == "numPr":
                    numbers = {local(one): attribute(one, "val") for one in child}
                    is_item = numbers.get("numId") != "0"
                    level = int(numbers["ilvl"]) + 1 if numbers.get("ilvl", "").isdigit() else 1
        if style in self.lists and not is_item:
            level, is_item = self.lists[style], True
        return style, level, is_item

    def _cell(self, cell: etree._Element) -> str:
        """Return the words of a cell, a paragraph a line; a table inside it likewise."""
        inner = Gathered(self.out.limits)
        outer, self.out = self.out, inner
        try:
            self._blocks(cell)
        finally:
            self.out = outer
            outer.left.update(inner.left)
        lines = []
        for block in inner.blocks:
            lines.append("\n".join(" ".join(row) for row in block.rows) if hasattr(block, "rows") else block.text)
        return "\n".join(lines)

    # ---- what stands in a line ---------------------------------------------------------------------------------------

    def _inline(self, parent: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        self.depth += 1
        if self.depth > self.out.limits.depth:
            raise Stop(Kind.BOMB)
        for child in _shown(parent):
            name = local(child)
            if name == "r":
                yield from self._run(child, boxes)
            elif name in _INSIDE:
                yield from self._inline(child, boxes)
            elif name in _PASSED_BY:
                self.out.leave(Left.CHANGE)
            elif name in ("oMath", "oMathPara"):
                yield "".join(one.text or "" for one in child.iter() if local(one) == "t")
        self.depth -= 1

    def _run(self, run: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
        if self._is_hidden(run):
            self.out.leave(Left.HIDDEN, int(any(local(one) == "t" and one.text for one in run)))
            return
        for child in _shown(run):
            name = local(child)
            if name == "t":
                yield child.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "symEx":
                yield _of_unicode(attribute(child, "char"))
            elif name in ("drawing", "pict", "object"):
                self._drawn(child, boxes)
            elif name == "sym":
                yield symbol(attribute(child, "font"), attribute(child, "char"))
            elif name == "fldChar":
                yield from _filled(child)
            elif name == "ruby":
                yield "".join(
                    one.text or "" for base in _named(child, "rubyBase") for one in base.iter() if local(one) == "t"
                )

    def _is_hidden(self, run: etree._Element) -> bool:
        """Whether a run is hidden by its format, or smaller than a point. Colours decide nothing: see decision 59."""
        for manner in run:
            if local(manner) != "rPr":
                continue
            for child in manner:
                name, value = local(child), attribute(child, "val")
                if (name == "vanish" and _is_on(child)) or (name == "rStyle" and value in self.hidden):
                    return True
                if name == "sz" and value.isdigit() and int(value) <= 2:
                    return True
        return False

    def _drawn(self, drawing: etree._Element, boxes: list[etree._Element]) -> None:
        """Count a picture, and remember boxes with text in them; of two versions of one drawing, the first counts."""
        waiting = [drawing]
        pictures = objects = 0
        while waiting:
            one = waiting.pop()
            name = local(one)
            if name == "txbxContent":
                boxes.append(one)
                continue
            pictures += name in _PICTURES or (
                name in ("wsp", "chart") and not any(local(x) == "txbxContent" for x in one.iter())
            )
            objects += name == "OLEObject"
            waiting.extend(reversed([child for child in one if local(child) != "Fallback"]))
        self.pictures += int(bool(pictures) and not objects)
        self.out.leave(Left.OBJECT, objects)

    def _count(self) -> None:
        """Count what stands in the file beside its text."""
        names = self.packed.names
        self.out.leave(Left.PICTURE, max(self.pictures, sum(name.startswith("word/media/") for name in names)))
        self.out.leave(Left.PREVIEW, sum("thumbnail" in name for name in names))
        inside = sum(name.startswith("word/embeddings/") for name in names)
        self.out.leave(Left.OBJECT, inside - self.out.left[Left.OBJECT])
        self.out.leave(Left.MACRO, sum(name.endswith("vbaProject.bin") for name in names))
        if self.packed.has("word/comments.xml"):
            self.out.leave(Left.COMMENT, sum(local(one) == "comment" for one in self.packed.xml("word/comments.xml")))
        self.out.leave(Left.DETAILS, int(any(name.startswith(("docProps/", "customXml/")) for name in names)))


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    """What stands in an element: of what is there in several versions, the first, which Word shows."""
    for child in parent:
        if local(child) == "AlternateContent":
            yield from (one for version in list(child)[:1] for one in _shown(version))
        else:
            yield child


def _of_unicode(code: str) -> str:
    """Return a sign by its number in hexadecimal, as Word writes emoji; nothing where there is none."""
    try:
        return chr(int(code, 16))
    except ValueError:
        return ""


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, through what wraps them."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in _INSIDE:
            yield from _named(child, name)


def _filled(begins: etree._Element) -> Iterator[str]:
    """A box that is ticked and a choice from a list, in forms of the old kind; what is typed in them is text."""
    for field in begins.iter():
        if local(field) == "checkBox":
            states = {local(one): _is_on(one) for one in field}
            yield "☒" if states.get("checked", states.get("default", False)) else "☐"
        elif local(field) == "ddList":
            entries = [attribute(one, "val") for one in field if local(one) == "listEntry"]
            chosen = next((attribute(one, "val") for one in field if local(one) == "result"), "0")
            if chosen.isdigit() and len(chosen) < 4 and int(chosen) < len(entries):
                yield entries[int(chosen)]


def _is_on(element: etree._Element) -> bool:
    return attribute(element, "val").lower() not in ("0", "false", "off")
