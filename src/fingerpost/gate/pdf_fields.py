"""What was filled in on a page of a PDF: values of its form and text typed over it, each where it stands on the page.

They are no part of the page's text, though everybody reads them there: a form's values are the document.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from fingerpost.gate.blocks import Gathered, Kind, Left, Stop

_MOST: Final = 5_000  # notes and fields of a page
_LONGEST: Final = 200_000  # bytes of one value
_A_ROW: Final = 20.0  # points: what is higher is a box below or beside its label
_NEAR: Final = 2.0  # points
_UNSEEN: Final = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_COUNTED: Final = {
    "FPDF_ANNOT_FILEATTACHMENT": Left.ATTACHMENT, "FPDF_ANNOT_TEXT": Left.COMMENT,
    "FPDF_ANNOT_HIGHLIGHT": Left.COMMENT, "FPDF_ANNOT_STAMP": Left.PICTURE,
    "FPDF_ANNOT_INK": Left.PICTURE, "FPDF_ANNOT_RICHMEDIA": Left.OBJECT, "FPDF_ANNOT_MOVIE": Left.OBJECT,
    "FPDF_ANNOT_SOUND": Left.OBJECT, "FPDF_ANNOT_SCREEN": Left.OBJECT, "FPDF_ANNOT_THREED": Left.OBJECT,
}  # fmt: skip
_ANNOTATIONS: Final = {getattr(pdfium, name): left for name, left in _COUNTED.items() if hasattr(pdfium, name)}
_TICKS: Final = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
_VALUES: Final = (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX)


@dataclass(frozen=True, slots=True)
class Filled:
    """Something filled in: its words, and where they stand (points, from the lower left)."""

    text: str
    left: float
    bottom: float
    top: float


class Form:
    """The form of a document, if it has one. It is closed before the document is."""

    def __init__(self, document: Any) -> None:
        kind = pdfium.FPDF_GetFormType(document)
        if kind == pdfium.FORMTYPE_XFA_FULL:  # whose pages say nothing but that another program is needed
            raise Stop(Kind.UNREADABLE)
        self._made = pdfium.FPDF_FORMFILLINFO(version=2)
        self.handle = None
        if kind != pdfium.FORMTYPE_NONE:
            self.handle = pdfium.FPDFDOC_InitFormFillEnvironment(document, self._made)

    def close(self) -> None:
        """Let go of it."""
        if self.handle:
            pdfium.FPDFDOC_ExitFormFillEnvironment(self.handle)

    def filled(self, page: Any, gathered: Gathered) -> list[Filled]:
        """Return what was filled in on a page, and count what else lies over it."""
        found: list[Filled] = []
        for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
            annotation = pdfium.FPDFPage_GetAnnot(page, place)
            if not annotation:
                continue
            try:
                found.extend(self._one(annotation, gathered))
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
        return found

    def _one(self, annotation: Any, gathered: Gathered) -> Iterator[Filled]:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            text = self._of_a_field(annotation, gathered)
        elif kind == pdfium.FPDF_ANNOT_FREETEXT:
            text = _said(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))
        else:
            if (left := _ANNOTATIONS.get(kind)) is not None:
                gathered.leave(left)
            return
        box = pdfium.FS_RECTF()
        if not text.strip():
            return
        if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            gathered.leave(Left.HIDDEN)
        elif pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
            yield Filled(text, box.left, min(box.bottom, box.top), max(box.bottom, box.top))

    def _of_a_field(self, annotation: Any, gathered: Gathered) -> str:
        kind = pdfium.FPDFAnnot_GetFormFieldType(self.handle, annotation) if self.handle else -1
        if kind in _TICKS:
            state = _said(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, b"AS", buffer, size))
            on = pdfium.FPDFAnnot_IsChecked(self.handle, annotation) or state not in ("", "Off")
            return "☒" if on else "☐"
        if kind in _VALUES:
            handle = self.handle
            return _said(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(handle, annotation, buffer, size))
        gathered.leave(Left.FORM)  # a button, or where somebody signs
        return ""


def _said(ask: Callable[[Any, int], int]) -> str:
    """Return a text as PDFium hands one out: first its length in bytes, then UTF-16 with a zero at its end."""
    size = ask(None, 0)
    if not size > 2:
        return ""
    if size > _LONGEST:
        raise Stop(Kind.TOO_LONG)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace")


def places(filled: list[Filled], boxes: list[tuple[float, float, float]], ends: list[int]) -> dict[int, list[str]]:
    """Return what to write before which character. `boxes`: left, bottom and top of each; `ends`: where lines end.

    In its row, before what stands to the right of it; else below the line above it; else first of the page.
    """
    found: dict[int, list[str]] = {}
    for one in sorted(filled, key=lambda one: (-one.top, one.left)):
        place, is_below = _place(one, boxes, ends)
        found.setdefault(place, []).append(f"\n{one.text}" if is_below else f" {one.text} ")
    return found


def _place(one: Filled, boxes: list[tuple[float, float, float]], ends: list[int]) -> tuple[int, bool]:
    lowest = max(one.bottom, one.top - _A_ROW) - _NEAR
    row = [
        (left, place)
        for place, (left, bottom, top) in enumerate(boxes)
        if top > bottom and lowest <= (bottom + top) / 2 <= one.top + _NEAR
    ]
    right = [(left, place) for left, place in row if left >= one.left]
    if right:
        return min(right)[1], False
    if row:
        return max(row)[1] + 1, False
    above = [(bottom, -place) for place, (_, bottom, top) in enumerate(boxes) if top > bottom >= one.top - _NEAR]
    if not above:
        return 0, False
    last = -min(above)[1]
    return next((end for end in ends if end >= last), len(boxes)), True
