"""A document is tagged, reads back in the scripts that people write, and nothing of it runs over the edge."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import docx
import pytest
import typst
from docx.oxml.ns import qn
from pypdf import PdfReader

from fingerpost.documents import pdf as setting
from fingerpost.documents.paper import (
    Fields,
    Items,
    Origin,
    Paper,
    Paragraph,
    Section,
    Table,
    cleaned,
    directed,
    is_from_the_right,
    paragraphs,
)
from fingerpost.documents.pdf import pdf, scripts
from fingerpost.documents.word import word

AT = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ORIGIN = Origin(
    number="0e0b2f6c-8f0e-4c56-8b5e-2d1b6f0a9c11",
    reference="C-1234",
    for_whom="Example Council",
    produced="Tuesday 24 November 2026 at 14:05",
    by="Asha Demo, Example School",
    parts="Common record",
    procedure="e-safety@2017",
    check="https://safeguarding.example.org/documents/check/",
)
NAMES = {
    "Polish": "Żółć Gęślą-Jaźń",
    "Turkish": "Şükrü Ağaoğlu",
    "Vietnamese": "Nguyễn Thị Ngọc",
    "Ukrainian": "Єлизавета Їжак",
    "Greek": "Ελένη Παπαδοπούλου",
    "Chinese": "王小明 汉字",
    "Japanese": "さくら カタカナ",
    "Korean": "김하늘",
    "Arabic": "محمد بن عبد الله",
    "Urdu": "یوسف پٹھان",
    "Hebrew": "נועה כהן",
    "Bengali": "রহিমা খাতুন",
    "Hindi": "प्रिया शर्मा",
    "Panjabi": "ਗੁਰਪ੍ਰੀਤ ਕੌਰ",
    "Gujarati": "પ્રીતિ પટેલ",
    "Tamil": "தமிழ்ச்செல்வி",
    "Amharic": "አበበ በቀለ",
    "Thai": "สมชาย",
}


def paper(*blocks: object) -> Paper:
    return Paper("Chronology", (Section("Entries", blocks),))  # type: ignore[arg-type]


def read(content: bytes) -> tuple[PdfReader, str]:
    found = PdfReader(BytesIO(content))
    return found, "\n".join(page.extract_text() for page in found.pages)


def test_a_document_is_tagged_says_its_language_and_names_nobody_in_its_properties() -> None:
    made = pdf(paper(Table(("When", "What"), (("Monday", "Amina spoke."),) * 90, (1, 3))), ORIGIN, AT)
    found, text = read(made.content)
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= set(_kinds(root["/StructTreeRoot"]))
    assert found.xmp_metadata is not None
    assert "pdfuaid:part" in found.xmp_metadata.stream.get_data().decode()
    assert found.metadata is not None
    assert found.metadata.title == "Chronology"
    assert "Amina" not in str(found.metadata)
    assert made.pages == len(found.pages) > 1
    assert text.count("When What") == made.pages, "a table's headings stand on each page"
    assert text.count(ORIGIN.number) == made.pages + 1, "at the foot of each page, and at the end"
    for said in ("Example Council", "Asha Demo", "e-safety@2017", ORIGIN.check):
        assert said in text.replace("\n", "")


@pytest.mark.parametrize("script", NAMES)
def test_names_are_set_in_their_own_script_and_can_be_read_back(script: str) -> None:
    """Where letters are joined, a reader of PDF gives them back in another order: each of them has to be there."""
    name = NAMES[script]
    made = pdf(paper(Fields((("Name", name),)), Table(("Name",), ((name,),), (1,))), ORIGIN, AT)
    _, text = read(made.content)
    assert set(name) <= set(text)
    assert "[U+" not in text
    if ord(max(name)) < 0x590 or script in ("Chinese", "Japanese", "Korean", "Amharic"):
        assert text.count(name) == 2


def test_a_character_without_a_font_is_said_and_not_drawn_as_a_box() -> None:
    made = pdf(paper(Paragraph("Signed \U00012000, and \u1405.")), ORIGIN, AT)
    found, text = read(made.content)
    assert "Signed [U+12000], and [U+1405]." in text
    assert "cuneiform sign a" in text
    assert "/StructTreeRoot" in found.trailer["/Root"]


def test_the_fonts_are_those_that_the_service_brings() -> None:
    assert {"Noto Sans", "Noto Sans Arabic", "Noto Sans Bengali", "Noto Sans CJK SC"} <= set(scripts())
    made = pdf(paper(Paragraph("Ławrynowicz")), ORIGIN, AT)
    fonts = {str(font["/BaseFont"]) for page in PdfReader(BytesIO(made.content)).pages for font in _fonts(page)}
    assert fonts
    assert all("Noto" in font for font in fonts)


def test_an_address_breaks_where_its_parts_meet_and_never_within_a_word() -> None:
    address = "https://safeguarding.example.org/a-long-folder/documents/check/?number=0e0b2f6c-8f0e-4c56-8b5e"
    parts = setting._breakable(address).split("\u200b")
    assert "".join(parts) == address
    assert {"safeguarding.", "documents/", "check/?", "folder/"} <= set(parts)
    # One without any such place is broken all the same, or it would run over the edge.
    assert all(len(part) <= 24 for part in setting._breakable("Wolfeschlegelsteinhausen" * 4).split("\u200b"))
    # The address at which a document is checked is on a line of its own, as it is typed.
    _, text = read(pdf(paper(Paragraph("It was said.")), ORIGIN, AT).content)
    assert ORIGIN.check in text.splitlines()


def test_nothing_runs_over_the_edge() -> None:
    long = "Wolfeschlegelsteinhausen" * 20
    address = f"https://example.org/{'a' * 200}?{'b=1&' * 40}"
    table = Table(("When", "What", "By"), ((long, address, "রহিমা" * 40), ("x", long, "محمد" * 40)), (1, 4, 1))
    blocks = (Paragraph(long), Items((address, long)), Fields(((long, address),)), table, Paragraph("দ্ব্য" * 60))
    document = setting._document(Paper(long, (Section(long, blocks),)), ORIGIN, set())
    pages = typst.compile(
        setting._TEMPLATE,
        format="png",
        ppi=36.0,
        font_paths=setting._fonts(),
        sys_inputs={"paper": document, "fonts": setting._families()},
    )
    assert isinstance(pages, list)
    for page in pages:
        rows = _pixels(page)
        margin = int(len(rows[0]) * 18 / 210)
        assert all(row[:margin] == row[-margin:] == [255] * margin for row in rows), "ink in the margin"


def test_no_word_of_a_document_is_run() -> None:
    said = '#panic("run") $x$ \\ *a* _b_ <c> @d = e `f` // g \' " https://example.org'
    _, text = read(pdf(paper(Paragraph(said), Items((said,)), Table((said,), ((said,),), (1,))), ORIGIN, AT).content)
    assert text.replace("\n", " ").count('#panic("run")') == 4


def test_marks_that_turn_what_is_read_and_control_characters_are_left_out() -> None:
    assert cleaned("a\u202eb\x00c\r\nd\te\ud800\u2066") == "abc\nd\te"
    assert [one.text for one in paragraphs("One\ntwo\r\n\r\nthree\n\n\n")] == ["One\ntwo", "three"]


def test_a_sentence_that_begins_with_a_name_from_the_right_is_still_read_from_the_left() -> None:
    arabic, english = NAMES["Arabic"], "is never alone with the children, and he does not stay overnight"
    for name in (arabic, NAMES["Hebrew"], NAMES["Urdu"]):
        assert is_from_the_right(name)
        assert not is_from_the_right(f"{name} {english}.")
    assert is_from_the_right(f"{arabic} (2 min).")
    # A line that runs the other way ends where it ends.
    assert directed(f"{arabic}.\nOf it.") == f"\u200f{arabic}.\n\u2066Of it.\u2069"
    assert directed(f"{english}.\n{arabic}.\n12.") == f"{english}.\n\u2067{arabic}.\u2069\n12."
    made = docx.Document(BytesIO(word(paper(Paragraph(f"{arabic} {english}."), Paragraph(arabic)), ORIGIN, AT)))
    mixed, whole = (line for line in made.paragraphs if arabic in line.text)
    assert [(run.text, bool(run.font.rtl)) for run in mixed.runs] == [(arabic, True), (f" {english}.", False)]
    assert [line._p.pPr is not None and line._p.pPr.find(qn("w:bidi")) is not None for line in (mixed, whole)] == [
        False,
        True,
    ]


def test_a_docx_has_the_same_words_in_word_s_own_styles() -> None:
    table = Table(("When", "What"), (("Monday", NAMES["Arabic"]),), (1, 3))
    made = word(
        paper(Paragraph("First."), Items(("One", "Two")), Fields((("By", "Asha"), ("Why?", "So."))), table), ORIGIN, AT
    )
    found = docx.Document(BytesIO(made))
    said = [(line.style.name if line.style else "", line.text) for line in found.paragraphs]
    assert ("Heading 1", "Chronology") in said
    assert ("Heading 2", "Entries") in said
    assert ("List Bullet", "Two") in said
    assert ("Normal", "By: Asha") in said
    assert ("Normal", "Why? So.") in said
    assert found.tables[0].rows[1].cells[1].text == NAMES["Arabic"]
    assert found.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert ("Normal", f"Number of this document: {ORIGIN.number}") in said
    assert found.core_properties.author == ""
    assert found.core_properties.title == "Chronology"
    assert ORIGIN.number in found.sections[0].footer.paragraphs[0].text


def _kinds(node: object) -> list[str]:
    found: list[str] = []
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for one in node for kind in _kinds(one)]
    if isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]))
        if "/K" in node:
            found += _kinds(node["/K"])
    return found


def _fonts(page: object) -> list[dict[str, object]]:
    resources = page["/Resources"]  # type: ignore[index]
    return [font.get_object() for font in resources.get("/Font", {}).values()]


def _pixels(png: bytes) -> list[list[int]]:
    """Return a picture's rows, each pixel as its darkest colour."""
    place, data, width, channels = 8, b"", 0, 4
    while place < len(png):
        (size,), kind = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        body = png[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, channels = struct.unpack(">I", body[:4])[0], {2: 3, 6: 4}[body[9]]
        elif kind == b"IDAT":
            data += body
        place += size + 12
    raw, length = zlib.decompress(data), width * channels
    rows, before = [], bytearray(length)
    for start in range(0, len(raw), length + 1):
        line = bytearray(raw[start + 1 : start + 1 + length])
        _unfiltered(raw[start], line, before, channels)
        rows.append([min(line[at : at + 3]) for at in range(0, length, channels)])
        before = line
    return rows


def _unfiltered(kind: int, line: bytearray, above: bytearray, step: int) -> None:
    for at in range(len(line)):
        left, up = (line[at - step] if at >= step else 0), above[at]
        corner = above[at - step] if at >= step else 0
        if kind == 4:
            near = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        else:
            near = {0: 0, 1: left, 2: up, 3: (left + up) // 2}[kind]
        line[at] = (line[at] + near) % 256


def test_a_row_and_what_a_document_says_of_itself_stay_whole_on_a_page() -> None:
    rows = tuple((f"Row {number}", "It was said at length. " * 12 + f"End {number}.") for number in range(40))
    found, _ = read(pdf(paper(Table(("When", "What"), rows, (1, 3))), ORIGIN, AT).content)
    pages = [page.extract_text() for page in found.pages]
    place = {number: [f"Row {number}\n" in page or f"Row {number} " in page for page in pages] for number in range(40)}
    for number in range(40):
        assert place[number] == [f"End {number}." in page for page in pages], number
    for blank in range(20, 30):
        lines = paper(*(Paragraph(f"Line {number}.") for number in range(blank)))
        pages = [page.extract_text() for page in read(pdf(lines, ORIGIN, AT).content)[0].pages]
        assert ["About this document" in page for page in pages] == [ORIGIN.check in page for page in pages]


def test_every_word_can_be_broken_between_letters_and_nowhere_else() -> None:
    broken = setting._word("দ্ব্য" * 30)
    assert broken.replace("\u200b", "") == "দ্ব্য" * 30
    for one, other in pairwise(broken):
        if one == "\u200b":
            assert other not in "্য়া"
