# ruff: noqa: E501
"""What is usual in letters, forms and e-mails is kept, however a program writes it."""

from __future__ import annotations

import io
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from fingerpost.gate import Kind, Left, Limits, Refused, Words, judging, left_out, read
from fingerpost.gate.passing import heard
from fingerpost.gate.pdf_joins import Joins, continued
from fingerpost.gate.pdf_scripts import is_in_order
from gate.making import MORE, NOISE, PROSE, docx, mail, odt, packed, pdf, png, rtf, stream
from gate.test_ordinary import words
from wording.ordinary import LANGUAGES


def kept(document: bytes) -> Words:
    """What is kept of a document."""
    found = read(document)
    assert isinstance(found, Words), found
    return found


# ---- PDF -------------------------------------------------------------------------------------------------------------


def form() -> bytes:
    """A form by ReportLab, filled in."""
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    made = canvas.Canvas(out, pagesize=(595, 842))
    fields = made.acroForm
    for row, (label, value) in enumerate([("Name of child:", "Aleksander Nowak"), ("School:", "Hillside Primary")]):
        made.drawString(50, 740 - 30 * row, label)
        fields.textfield(name=label, x=180, y=735 - 30 * row, width=250, height=20, value=value)
    for row, (label, on) in enumerate([("Neglect", True), ("Physical", False)]):
        fields.checkbox(name=label, x=50, y=607 - 25 * row, size=14, checked=on)
        made.drawString(75, 610 - 25 * row, label)
    made.drawString(50, 520, "Interpreter:")
    for x, label, on in ((150, "Yes", True), (220, "No", False)):
        fields.radio(name="r", value=label, x=x, y=516, selected=on)
        made.drawString(x + 25, 520, label)
    made.drawString(50, 480, "Language:")
    fields.choice(name="l", x=150, y=475, width=120, height=20, value="Polish", options=["English", "Polish"])
    made.drawString(50, 450, "What happened:")
    fields.textfield(
        name="s", x=50, y=300, width=450, height=140, value="He had no coat.\nShe rang at ten.", fieldFlags="multiline"
    )
    made.drawString(50, 270, "Send this to the duty desk.")
    made.save()
    return out.getvalue()


def test_what_was_filled_in_stands_where_it_stands_on_the_page() -> None:
    found = kept(form())
    assert found.text.replace("\n", " ") == (
        "Name of child: Aleksander Nowak School: Hillside Primary ☒ Neglect ☐ Physical Interpreter: ☒ Yes ☐ No "
        "Language: Polish What happened: He had no coat. She rang at ten. Send this to the duty desk."
    )
    assert Left.FORM not in found.left_out


def test_what_was_typed_over_a_page_is_kept_and_a_note_is_not() -> None:
    notes = [
        b"<< /Type /Annot /Subtype /FreeText /Rect [50 500 200 520] /Contents (Received on 4 March) >>",
        b"<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Ask Gwen) >>",
        b"<< /Type /Annot /Subtype /FreeText /F 2 /Rect [50 400 200 420] /Contents (Not to be seen) >>",
    ]
    found = kept(pdf(b"", notes, page=b"/Annots [6 0 R 7 0 R 8 0 R]"))
    assert words(found.text) == words(f"{PROSE} Received on 4 March")
    assert found.left_out == {Left.COMMENT: 1, Left.HIDDEN: 1}


@pytest.mark.parametrize(
    ("turned", "matrix"), [(90, b"0 1 -1 0 595 0"), (270, b"0 -1 1 0 0 842"), (180, b"-1 0 0 -1 595 842")]
)
def test_a_page_that_is_turned_is_read_whole(turned: int, matrix: bytes) -> None:
    lines = b"".join(
        b"BT /F1 11 Tf 40 %d Td (%s) Tj ET " % (500 - 14 * n, line.encode())
        for n, line in enumerate(textwrap.wrap(PROSE, 80))
    )
    found = kept(pdf(b"q " + matrix + b" cm " + lines + b"Q", around=False, page=b"/Rotate %d" % turned))
    assert words(found.text) == words(PROSE)
    assert len(found.blocks) == 1
    assert Left.HIDDEN not in found.left_out


def test_signs_of_another_font_stand_where_they_are_drawn() -> None:
    """LibreOffice draws boxes to tick after the words between them."""
    at = [(70, "Male"), (140, "Female"), (50, "Ž"), (120, "Š")]
    drawn = b"".join(b"1 0 0 1 %d 300 Tm (%s) Tj " % (x, text.encode("cp1252")) for x, text in at)
    assert words(kept(pdf(b"BT /F1 11 Tf " + drawn + b"ET")).text) == words(f"{PROSE} Ž Male Š Female")


def mapped(to: bytes, text: bytes) -> bytes:
    """A PDF with a text in a font of which each letter is said to be another."""
    said = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <61> <7a> <%s> endbfrange endcmap end end"
        % to
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    return pdf(
        b"BT /F2 11 Tf 50 300 Td (%s) Tj ET" % text, [font, stream(said)], resources=b"/Font << /F1 5 0 R /F2 6 0 R >>"
    )


def test_emoji_are_kept() -> None:
    assert kept(mapped(b"D83DDE1F", b"a")).text.endswith("😟")


def test_letters_of_which_a_font_does_not_say_which_they_are_are_refused() -> None:
    assert read(mapped(b"0001", b"abcdefghijklmnopqrst" * 4)) == Refused(Kind.UNREADABLE)
    assert words(kept(mapped(b"E000", b"a")).text) == words(PROSE)


def test_a_parted_word_is_joined_and_a_hyphen_of_its_own_kept() -> None:
    joins = Joins(["well-being of the family", "the officer", "a 14-year-old"])
    assert joins.within("her well\x02being") == "her well-being"
    assert joins.within("the of\x02ficer") == "the officer"
    assert joins.within("Müller\x02Hart") == "Müller-Hart"
    assert joins.within("a 14\x02year-old, unau\x02thorised") == "a 14-year-old, unauthorised"
    assert joins.joined("co-oper‐", "ation", ended=False, share=1.0) == "co-operation"
    assert joins.within("https://example.org/a-b\x02c9") == "https://example.org/a-b-c9"
    assert joins.joined("he came -", "and went", ended=False, share=1.0) == "he came -\nand went"
    assert joins.joined("3–", "4 pm", ended=False, share=1.0) == "3–4 pm"
    assert joins.joined("one", "two", ended=False, share=1.0) == "one\ntwo"
    assert joins.joined("เธอบอก", "ครู", ended=False, share=1.0) == "เธอบอกครู"
    assert joins.joined("商定了什么", "她很害怕", ended=False, share=0.4) == "商定了什么\n她很害怕"


def test_a_link_or_a_hash_over_two_lines_is_whole() -> None:
    link = "10:15 https://example.org/watch?v=a9B7&from=web_"
    assert continued(link, "app=1&to=x typed", 80) == f"{link}app=1&to=x typed"
    assert continued("see https://example.org/watch", "and then come", 80) is None
    assert continued("a 0123456789abcdef0123 x", "4567", 80) == "a 0123456789abcdef01234567 x"


@pytest.mark.parametrize(
    "language",
    [
        "Arabic",
        "Persian",
        "Urdu",
        "Hindi",
        "Nepali",
        "Bengali",
        "Punjabi",
        "Gujarati",
        "Tamil",
        "Telugu",
        "Malayalam",
        "Thai",
    ],
)
def test_a_script_is_read_of_programs_that_were_tried_and_in_order(language: str) -> None:
    text = LANGUAGES[language]
    assert is_in_order(text, "LibreOffice 25.2")
    assert not is_in_order(text, "Another Writer 1.0")
    assert is_in_order(f"{PROSE} {text[:12]}", "Another Writer 1.0")
    assert is_in_order(PROSE, "")


@pytest.mark.parametrize(
    "language", ["Arabic", "Urdu", "Hindi", "Nepali", "Bengali", "Punjabi", "Gujarati", "Malayalam", "Thai"]
)
def test_letters_in_the_order_of_looking_are_seen(language: str) -> None:
    assert not is_in_order(" ".join(word[::-1] for word in LANGUAGES[language].split()), "LibreOffice 25.2")


@pytest.mark.parametrize("language", ["Sinhala", "Khmer", "Burmese"])
def test_scripts_that_were_not_tried_are_refused(language: str) -> None:
    assert not is_in_order(LANGUAGES[language], "LibreOffice 25.2")


# ---- DOCX, ODT, RTF --------------------------------------------------------------------------------------------------


def test_a_docx_keeps_page_numbers_of_its_contents_ticks_and_choices() -> None:
    body = (
        "<w:p><w:r><w:t>Analysis</w:t></w:r><w:r><w:rPr><w:webHidden/></w:rPr><w:tab/><w:t>12</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t xml:space="preserve"> seen </w:t>'
        '<w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t xml:space="preserve"> alone 3 </w:t>'
        '<w:sym w:font="Symbol" w:char="F0B4"/><w:t xml:space="preserve"> 4 \uf0fd no</w:t></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:t xml:space="preserve"> told </w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="English"/><w:listEntry w:val="Polish"/></w:ddList></w:ffData></w:fldChar></w:r></w:p>'
    )
    found = kept(docx(body))
    assert words(found.text) == words(f"{PROSE} Analysis 12 ☑ seen ☐ alone 3 × 4 ☒ no ☒ told Polish {MORE}")
    assert found.left_out == {}


def test_a_docx_whose_text_is_a_numbered_part_is_read_and_a_chart_is_a_picture() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><a:graphicData><dgm:relIds xmlns:dgm="urn:d"/></a:graphicData></w:drawing></w:r></w:p>'
    )
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx(drawing, {"docProps/thumbnail.jpeg": png(NOISE)}))) as parts:
        renamed = {name.replace("document.xml", "document2.xml"): parts.read(name) for name in parts.namelist()}
    found = kept(packed(renamed))
    assert words(found.text) == words(f"{PROSE} {MORE}")
    assert (
        left_out(found.left_out)
        == "One picture, one preview of the first page and details about the file were left out: only words are kept."
    )


def test_an_odt_keeps_the_words_of_shapes_and_what_was_filled_in() -> None:
    body = (
        '<office:forms><form:form><form:checkbox form:id="c1" form:label="Seen" form:current-state="checked"/>'
        '<form:text form:id="c2" form:current-value="on Monday"/></form:form></office:forms>'
        '<text:p><draw:control draw:control="c1"/> <draw:control draw:control="c2"/></text:p>'
        "<draw:custom-shape><text:p>Book now</text:p></draw:custom-shape>"
        "<draw:g><draw:custom-shape><text:p>Her mother</text:p></draw:custom-shape><draw:line/></draw:g>"
        "<text:tracked-changes><text:changed-region><text:insertion/></text:changed-region><text:changed-region>"
        "<text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    found = kept(odt(body, {"Thumbnails/thumbnail.png": png(NOISE)}))
    assert words(found.text) == words(f"{PROSE} ☒ Seen on Monday Book now Her mother {MORE}")
    assert found.left_out == {Left.CHANGE: 1, Left.PICTURE: 1, Left.PREVIEW: 1}


def test_an_rtf_keeps_notes_of_libreoffice_and_boxes_of_word() -> None:
    body = (
        r"{\super \chftn{\*\footnote \chftn\pard\plain {\loch\tab To her tutor.}}}\par "
        r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres1\ffdefres0}}}{\fldrslt }} told\par "
        r"{\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres0}}}{\fldrslt }} seen"
    )
    assert words(kept(rtf(body)).text) == words(f"{PROSE} ☒ told ☐ seen {MORE} To her tutor.")


# ---- e-mail ----------------------------------------------------------------------------------------------------------


def test_columns_without_a_size_of_their_own_keep_what_has_one() -> None:
    """As newsletters are made; what has no size at all is hidden."""
    page = (
        "<html><head><meta charset='utf-8'><body style='font-size:1em'><table><tr><td style='font-size:0px;padding:10px'>"
        f"<div style='font-size:13px'>{PROSE}</div>x</td></tr></table><div style='font-size:0'><span style='font-size:2em'>y</span></div>"
        f"<p style='font-size:1px'>z<p>{MORE}</body></html>"
    )
    found = kept(mail(page.encode(), "text/html; charset=utf-8"))
    assert words(found.text)[-len(words(f"{PROSE} {MORE}")) :] == words(f"{PROSE} {MORE}")
    assert found.left_out == {Left.HIDDEN: 3}


# ---- the process ------------------------------------------------------------------------------------------------------


def test_a_form_is_read_in_the_process_that_is_shut_in_too() -> None:
    """Its fields are asked of PDFium when nothing can be opened any more."""
    command = [sys.executable, "-B", "-m", "fingerpost.gate", judging.command(Limits())[-1]]
    place = {"PYTHONPATH": str(Path(judging.__file__).parents[2]), **judging.ENVIRONMENT}
    answer = subprocess.run(command, input=form(), capture_output=True, check=True, timeout=30, env=place)
    assert heard(answer.stdout, Limits()) == read(form())
