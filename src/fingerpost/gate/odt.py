"""ODT: the words of its text, headers, footers and notes, with headings, lists and tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from fingerpost.gate.blocks import Gathered, Kind, Left, Stop
from fingerpost.gate.packed import Packed, attribute, local

_WIDEST: Final = 100  # so often one cell is repeated, where it says something
_WRAPS: Final = frozenset({
    "section", "index-body", "table-of-content", "alphabetical-index", "bibliography", "user-index",
    "illustration-index",
    "text", "index-title", "numbered-paragraph", "soft-page-break", "table-header-rows", "table-rows",
    "table-row-group",
})  # fmt: skip
_SKIPPED: Final = frozenset({
    "table-of-content-source", "sequence-decls", "variable-decls", "bibliography-source", "alphabetical-index-source",
    "ruby-text", "note-citation", "script", "user-field-decls", "dde-connection-decls", "change", "change-start",
    "change-end",
})  # fmt: skip


_SHAPES: Final = frozenset({
    "custom-shape", "rect", "ellipse", "line", "g", "path", "polygon", "polyline", "connector", "circle", "caption",
})  # fmt: skip


def read(packed: Packed, gathered: Gathered) -> None:
    """Gather the words of an ODT."""
    _Document(packed, gathered).read()


class _Document:
    def __init__(self, packed: Packed, gathered: Gathered) -> None:
        self.packed = packed
        self.out = gathered
        self.hidden: set[str] = set()
        self.filled: dict[str, str] = {}
        self.later: list[etree._Element] = []
        self.pictures = 0
        self.depth = 0

    def read(self) -> None:
        """Headers first, then the text with its notes, then footers."""
        if self.packed.has("META-INF/manifest.xml") and b"encryption-data" in self.packed.bytes_of(
            "META-INF/manifest.xml"
        ):
            raise Stop(Kind.ENCRYPTED)
        content = self.packed.xml("content.xml")
        headers, footers = self._around(content)
        for header in headers:
            self._blocks(header, 0)
        body = next((one for one in content if local(one) == "body"), None)
        text = None if body is None else next((one for one in body if local(one) == "text"), None)
        if text is None:
            raise Stop(Kind.UNREADABLE)
        self._blocks(text, 0)
        for footer in footers:
            self._blocks(footer, 0)
        self._count()

    def _around(self, content: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
        """Find hidden styles, and the headers and footers: each once, however many pages' styles say it."""
        roots = [content]
        if self.packed.has("styles.xml"):
            roots.append(self.packed.xml("styles.xml"))
        found: dict[str, list[etree._Element]] = {"header": [], "footer": []}
        seen: set[str] = set()
        for root in roots:
            for one in root.iter():
                name = local(one)
                if name == "text-properties" and _is_hidden(one):
                    self.hidden.add(attribute(one.getparent(), "name"))
                elif name.removesuffix("-left").removesuffix("-first") in found and "}" in str(one.tag):
                    says = "".join(one.itertext())
                    if says.strip() and says not in seen:
                        seen.add(says)
                        found[name.removesuffix("-left").removesuffix("-first")].append(one)
        return found["header"], found["footer"]

    # ---- blocks ------------------------------------------------------------------------------------------------------

    def _blocks(self, parent: etree._Element, items: int) -> None:
        self.depth += 1
        if self.depth > self.out.limits.depth:
            raise Stop(Kind.BOMB)
        for child in parent:
            self._block(child, items)
        self.depth -= 1

    def _block(self, one: etree._Element, items: int) -> None:
        name = local(one)
        if name in ("p", "h"):
            self._paragraph(one, name, items)
        elif name == "list":
            for item in one:
                self._blocks(item, items + 1)
        elif name == "table":
            self.out.table(list(self._rows(one)))
        elif name == "tracked-changes":
            self.out.leave(Left.CHANGE, sum(local(part) == "deletion" for region in one for part in region))
        elif name == "forms":
            self._form(one)
        elif name == "frame":
            self._frame(one)
            self._pour()
        elif name in _SHAPES:
            self._shape(one)
            self._pour()
        elif name == "section" and attribute(one, "display") == "none":
            self.out.leave(Left.HIDDEN)
        elif name in _WRAPS:
            self._blocks(one, items)

    def _paragraph(self, one: etree._Element, name: str, items: int) -> None:
        if attribute(one, "style-name") in self.hidden:
            self.out.leave(Left.HIDDEN)
            return
        text = "".join(self._inline(one))
        if name == "h":
            level = attribute(one, "outline-level")
            self.out.heading(int(level) if level.isdigit() and len(level) < 3 else 1, text)
        elif items:
            self.out.item(text, items)
        else:
            self.out.paragraph(text)
        self._pour()

    def _pour(self) -> None:
        """Write what stood in boxes and notes of a paragraph behind it."""
        later, self.later = self.later, []
        for box in later:
            self._blocks(box, 0)

    def _rows(self, table: etree._Element) -> Iterator[list[str]]:
        for child in table:
            name = local(child)
            if name in ("table-header-rows", "table-rows", "table-row-group"):
                yield from self._rows(child)
            elif name == "table-row":
                cells: list[str] = []
                for cell in child:
                    if local(cell) not in ("table-cell", "covered-table-cell"):
                        continue
                    text, times = self._cell(cell), attribute(cell, "number-columns-repeated")
                    number = int(times) if times.isdigit() and len(times) < 8 else 1
                    cells.extend([text] * (min(number, _WIDEST) if text else 1))
                yield cells

    def _cell(self, cell: etree._Element) -> str:
        inner = Gathered(self.out.limits)
        outer, self.out = self.out, inner
        try:
            self._blocks(cell, 0)
        finally:
            self.out = outer
            outer.left.update(inner.left)
        return "\n".join(
            "\n".join(" ".join(row) for row in block.rows) if hasattr(block, "rows") else block.text
            for block in inner.blocks
        )

    # ---- what stands in a line ---------------------------------------------------------------------------------------

    def _inline(self, one: etree._Element) -> Iterator[str]:
        self.depth += 1
        if self.depth > self.out.limits.depth:
            raise Stop(Kind.BOMB)
        yield _spaced(one.text)
        for child in one:
            yield from self._of_a_line(child)
            yield _spaced(child.tail)
        self.depth -= 1

    def _of_a_line(self, child: etree._Element) -> Iterator[str]:
        name = local(child)
        if name == "s" or name == "tab":
            yield " "
        elif name == "line-break":
            yield "\n"
        elif name in ("annotation", "annotation-end"):
            self.out.leave(Left.COMMENT, int(name == "annotation"))
        elif name in ("hidden-text", "hidden-paragraph"):
            self.out.leave(Left.HIDDEN)
        elif name == "note":
            self.later.extend(part for part in child if local(part) == "note-body")
        elif name == "frame":
            self._frame(child)
        elif name in _SHAPES:
            self._shape(child)
        elif name == "control":
            yield self.filled.get(attribute(child, "control"), "")
        elif attribute(child, "style-name") in self.hidden:
            self.out.leave(Left.HIDDEN)
        elif name not in _SKIPPED:
            yield from self._inline(child)

    def _frame(self, frame: etree._Element) -> None:
        """A frame has one thing in several forms: a box of text, a picture, an object."""
        names = [local(one) for one in frame]
        if "text-box" in names:
            self.later.extend(one for one in frame if local(one) == "text-box")
        elif "object" in names or "object-ole" in names or "plugin" in names or "applet" in names:
            self.out.leave(Left.OBJECT)
        elif "image" in names:
            self.pictures += 1

    def _shape(self, shape: etree._Element) -> None:
        """A shape is a picture, unless it is there for its words."""
        self.pictures += int(local(shape) != "g" and not "".join(shape.itertext()).strip())
        self.later.append(shape)

    def _form(self, forms: etree._Element) -> None:
        """Remember what was filled in, by the name that its place in the text has."""
        for field in forms.iter():
            kind = local(field)
            if kind in ("checkbox", "radio"):
                on = "checked" in (attribute(field, "current-state"), attribute(field, "current-selected"))
                on = on or attribute(field, "current-selected") == "true"
                text = f"{'☒' if on else '☐'} {attribute(field, 'label')}"
            elif kind in ("text", "textarea", "combobox", "formatted-text", "date", "time", "number"):
                text = attribute(field, "current-value") or attribute(field, "value")
            elif kind == "listbox":
                chosen = [one for one in field if attribute(one, "current-selected") == "true"]
                text = ", ".join(attribute(one, "label") for one in chosen)
            elif kind in ("fixed-text", "button", "image", "image-frame", "file", "frame", "hidden", "password"):
                text = attribute(field, "label") if kind == "fixed-text" else ""
                self.out.leave(Left.FORM, int(kind != "fixed-text"))
            else:
                continue
            self.filled[attribute(field, "id")] = text

    def _count(self) -> None:
        names = self.packed.names
        files = [name for name in names if not name.endswith("/")]
        self.out.leave(Left.PICTURE, max(self.pictures, sum(name.startswith("Pictures/") for name in files)))
        self.out.leave(Left.PREVIEW, sum(name.startswith("Thumbnails/") for name in files))
        self.out.leave(Left.MACRO, int(any(name.startswith(("Basic/", "Scripts/")) for name in names)))
        self.out.leave(Left.DETAILS, int(self.packed.has("meta.xml")))


def _spaced(text: str | None) -> str:
    """White space in XML is one space: several are written as elements."""
    return "" if not text else text.replace("\n", " ").replace("\t", " ")


def _is_hidden(properties: etree._Element) -> bool:
    if attribute(properties, "display") == "none":
        return True
    size = attribute(properties, "font-size")
    try:
        return size.endswith("pt") and float(size[:-2]) <= 1.0
    except ValueError:
        return False
